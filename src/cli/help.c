#include "cli/help.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char *next_topic(const char *at)
{
    at = strstr(at, "\n% ");
    return at ? at + 1 : NULL;
}

/* Prints the text after the line "% NAME", up to the next such line. */
static void print_topic(const char *name, FILE *out)
{
    const char *at = (const char *)help_text;
    const size_t length = strlen(name);

    while (at && (strncmp(at + 2, name, length) != 0 || at[2 + length] != '\n'))
        at = next_topic(at);
    if (at) {
        const char *from = at + 2 + length + 1;
        const char *next = next_topic(at);
        fwrite(from, 1, next ? (size_t)(next - from) : strlen(from), out);
    }
}

/* The second column of help. */
enum { COLUMN = 26, MEASURE = 79 };

/* Prints a name and its description, on one line or more. */
static void print_entry(const char *name, const char *about, FILE *out)
{
    int at = fprintf(out, "  %s", name);

    if (at > COLUMN - 2) {
        fputc('\n', out);
        at = 0;
    }
    fprintf(out, "%*s", COLUMN - at, "");
    for (; *about; about++) {
        fputc(*about, out);
        if (*about == '\n')
            fprintf(out, "%*s", COLUMN, "");
    }
    fputc('\n', out);
}

/* Prints the options of a command, or all for NULL. */
static void print_options(const struct command *command, FILE *out)
{
    size_t count;
    const struct option_entry *options = options_all(&count);
    char name[64];

    fputs("options\n", out);
    for (size_t i = 0; i < count; i++) {
        const struct option_entry *option = &options[i];
        if (command && !commands_takes(command, option->name))
            continue;
        snprintf(name, sizeof name,
                 option->letter ? "-%c, --%s%s%s" : "%c   --%s%s%s",
                 option->letter ? option->letter : ' ', option->name,
                 option->value ? " " : "", option->value ? option->value : "");
        print_entry(name, option->help, out);
    }
}

/* A synopsis leaves out the common options and those among its arguments. */
static bool is_in_synopsis(const struct command *command, const char *option)
{
    static const char *const unsaid[] = {"help",  "version", "no-progress",
                                         "quiet", "verbose", "fonts"};

    for (size_t i = 0; i < sizeof unsaid / sizeof *unsaid; i++)
        if (strcmp(option, unsaid[i]) == 0)
            return false;
    return commands_takes(command, option) &&
           (strcmp(option, "by") != 0 || !strstr(command->arguments, "--by"));
}

/* Prints a word of a synopsis, on the next line if it does not fit. */
static void print_word(const char *word, int indent, int *at, FILE *out)
{
    const int width = (int)strlen(word) + 1;

    if (*at + width > MEASURE) {
        fprintf(out, "\n%*s", indent - 1, "");
        *at = indent - 1;
    }
    *at += fprintf(out, " %s", word);
}

static void print_synopsis(const struct command *command, FILE *out)
{
    const int indent = fprintf(out, "usage: lettermill %s", command->name) + 1;
    size_t count;
    const struct option_entry *options = options_all(&count);
    int at = indent - 1;
    char word[64];

    for (size_t i = 0; i < count; i++) {
        const struct option_entry *option = &options[i];
        if (!is_in_synopsis(command, option->name))
            continue;
        snprintf(word, sizeof word, option->letter ? "[-%s%s%s]" : "[--%s%s%s]",
                 option->letter ? (char[]){(char)option->letter, '\0'}
                                : option->name,
                 option->value ? " " : "", option->value ? option->value : "");
        print_word(word, indent, &at, out);
    }
    print_word(command->arguments, indent, &at, out);
    fputs("\n\n", out);
}

static int print_overview(FILE *out)
{
    size_t count;
    const struct command *commands = commands_all(&count);
    char name[64];

    print_topic("lettermill", out);
    for (size_t i = 0; i < count; i++) {
        snprintf(name, sizeof name, "%s %s", commands[i].name,
                 commands[i].arguments);
        print_entry(name, commands[i].about, out);
    }
    fputc('\n', out);
    print_options(NULL, out);
    print_topic("end", out);
    return ferror(out) != 0;
}

int help_print(const struct command *command, FILE *out)
{
    if (!command)
        return print_overview(out);
    print_synopsis(command, out);
    print_topic(command->name, out);
    fputc('\n', out);
    print_options(command, out);
    return ferror(out) != 0;
}
