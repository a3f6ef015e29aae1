/*
 * completions: prints a shell's completions for lettermill, from the tables of
 * commands and options. The build runs it; it is not installed.
 *
 *     completions bash|zsh|fish
 */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"

/* Options with a fixed set of values. */
static const struct choice {
    const char *option;
    const char *words;
} choices[] = {
    {"format", "text json csv"},
    {"fsync", "end each none"},
};

/* @return the words that an option's value is one of, or NULL */
static const char *find_choice(const char *option)
{
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
        if (strcmp(option, choices[i].option) == 0)
            return choices[i].words;
    return NULL;
}

/* Prints a text on one line, for a string in single quotes. */
static void print_quoted(const char *text)
{
    for (; *text; text++)
        if (*text == '\'')
            fputs("'\\''", stdout);
        else
            putchar(*text == '\n' ? ' ' : *text);
}

/* --- bash ---------------------------------------------------------------- */

static void print_bash_options(const struct command *command)
{
    size_t count;
    const struct option_entry *options = options_all(&count);

    printf("    %s) options='", command->name);
    for (size_t i = 0; i < count; i++)
        if (commands_takes(command, options[i].name))
            printf(" --%s", options[i].name);
    fputs("' ;;\n", stdout);
}

static void print_bash(const struct command *commands, size_t count)
{
    fputs("# bash completion for lettermill\n"
          "_lettermill()\n"
          "{\n"
          "    local current=${COMP_WORDS[COMP_CWORD]}\n"
          "    local previous=${COMP_WORDS[COMP_CWORD - 1]}\n"
          "    local options='--help --version' words=\n"
          "    case ${COMP_WORDS[1]} in\n",
          stdout);
    for (size_t i = 0; i < count; i++)
        print_bash_options(&commands[i]);
    fputs("    esac\n"
          "    case $previous in\n",
          stdout);
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
        printf("    --%s) words='%s' ;;\n", choices[i].option,
               choices[i].words);
    fputs("    *)\n"
          "        case $current in\n"
          "        -*) words=$options ;;\n"
          "        *) ((COMP_CWORD > 1)) || words='",
          stdout);
    for (size_t i = 0; i < count; i++)
        printf(" %s", commands[i].name);
    fputs(
        "' ;;\n"
        "        esac\n"
        "        ;;\n"
        "    esac\n"
        "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
        "}\n"
        "complete -o default -F _lettermill lettermill\n",
        stdout);
}

/* --- zsh ----------------------------------------------------------------- */

/* Prints one option as _arguments takes it: '--jobs=[threads]:N:' */
static void print_zsh_option(const struct option_entry *option)
{
    const char *choice = find_choice(option->name);

    printf(" \\\n            '--%s%s[", option->name, option->value ? "=" : "");
    for (const char *at = option->help; *at; at++)
        if (*at == '[' || *at == ']' || *at == ':' || *at == '\\')
            printf("\\%c", *at);
        else
            print_quoted((char[]){*at, '\0'});
    putchar(']');
    if (option->value && choice)
        printf(":%s:(%s)", option->value, choice);
    else if (option->value)
        printf(":%.*s:_files", (int)strcspn(option->value, "[:"),
               option->value);
    putchar('\'');
}

static void print_zsh(const struct command *commands, size_t count)
{
    size_t option_count;
    const struct option_entry *options = options_all(&option_count);

    fputs("#compdef lettermill\n"
          "_lettermill()\n"
          "{\n"
          "    local -a commands=(\n",
          stdout);
    for (size_t i = 0; i < count; i++) {
        printf("        '%s:", commands[i].name);
        print_quoted(commands[i].about);
        fputs("'\n", stdout);
    }
    fputs("    )\n"
          "    if ((CURRENT == 2)); then\n"
          "        _describe command commands\n"
          "        return\n"
          "    fi\n"
          "    local command=$words[2]\n"
          "    shift words\n"
          "    ((CURRENT--))\n"
          "    case $command in\n",
          stdout);
    for (size_t i = 0; i < count; i++) {
        printf("    %s)\n        _arguments", commands[i].name);
        for (size_t j = 0; j < option_count; j++)
            if (commands_takes(&commands[i], options[j].name))
                print_zsh_option(&options[j]);
        fputs(" \\\n            '*:file:_files'\n        ;;\n", stdout);
    }
    fputs("    esac\n"
          "}\n"
          "_lettermill \"$@\"\n",
          stdout);
}

/* --- fish ---------------------------------------------------------------- */

static void print_fish_option(const struct option_entry *option,
                              const struct command *commands, size_t count)
{
    const char *choice = find_choice(option->name);

    fputs("complete -c lettermill -n '__fish_seen_subcommand_from", stdout);
    for (size_t i = 0; i < count; i++)
        if (commands_takes(&commands[i], option->name))
            printf(" %s", commands[i].name);
    printf("' -l %s", option->name);
    if (option->letter)
        printf(" -s %c", option->letter);
    if (choice)
        printf(" -x -a '%s'", choice);
    else if (option->value)
        fputs(" -r", stdout);
    fputs(" -d '", stdout);
    print_quoted(option->help);
    fputs("'\n", stdout);
}

static void print_fish(const struct command *commands, size_t count)
{
    size_t option_count;
    const struct option_entry *options = options_all(&option_count);

    puts("# fish completion for lettermill");
    for (size_t i = 0; i < count; i++) {
        printf("complete -c lettermill -n __fish_use_subcommand -f -a %s -d '",
               commands[i].name);
        print_quoted(commands[i].about);
        fputs("'\n", stdout);
    }
    for (size_t i = 0; i < option_count; i++)
        print_fish_option(&options[i], commands, count);
}

int main(int count, char **words)
{
    size_t command_count;
    const struct command *commands = commands_all(&command_count);

    if (count == 2 && strcmp(words[1], "bash") == 0)
        print_bash(commands, command_count);
    else if (count == 2 && strcmp(words[1], "zsh") == 0)
        print_zsh(commands, command_count);
    else if (count == 2 && strcmp(words[1], "fish") == 0)
        print_fish(commands, command_count);
    else
        return 2;
    return fflush(stdout) == 0 ? 0 : 1;
}
