#include "cli/program.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/core_dump.h"
#include "base/secret.h"
#include "cli/commands.h"
#include "cli/help.h"
#include "cli/result.h"
#include "cli/stdio_setup.h"
#include "cli/terminal.h"
#include "run/build_id.h"

static int refuse(const struct error *err, enum diagnostics_format format)
{
    terminal_error(err, format);
    if (format == DIAGNOSTICS_TEXT)
        fputs("try: lettermill --help\n", stderr);
    return EXIT_UNSTARTED;
}

/* Prints the libraries, each on a line: "  cairo 1.16.0". */
static void print_libraries(void)
{
    for (const char *at = build_id_libraries; *at; at++)
        if (*at == '{' || *at == ',')
            fputs(*at == ',' ? "\n " : "  ", stdout);
        else if (!strchr("\"}:", *at))
            putchar(*at);
    putchar('\n');
}

static int print_version(enum diagnostics_format format)
{
    struct result result;

    if (format != DIAGNOSTICS_JSON) {
        printf("lettermill " LETTERMILL_VERSION "%s%s%s\n",
               *program_commit ? " (commit " : "", program_commit,
               *program_commit ? ")" : "");
        print_libraries();
        return ferror(stdout) != 0;
    }
    result = result_begin("program", "lettermill");
    result_text(&result, "version", LETTERMILL_VERSION);
    result_text(&result, "commit", *program_commit ? program_commit : NULL);
    result_json(&result, "libraries", build_id_libraries);
    result_end(&result);
    return EXIT_WELL;
}

static enum status refuse_command(const char *name, struct error *err)
{
    const char *near = name ? commands_suggest(name) : NULL;

    if (!name)
        return error_set(err, RULE_USAGE, NO_LOCATION, NULL,
                         "no command given");
    return error_set(
        err, RULE_USAGE, NO_LOCATION, NULL, "no such command: %s%s%s%s", name,
        near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

/* Refuses options that the command does not take. */
static enum status check_options(struct arena *arena,
                                 const struct command *command,
                                 const struct options *options,
                                 struct error *err)
{
    for (size_t i = 0; i < options->given_count; i++) {
        const char *option = options->given[i];
        const char *takers = "";
        size_t count;
        const struct command *all = commands_all(&count);
        if (commands_takes(command, option))
            continue;
        for (size_t j = 0; j < count; j++)
            if (commands_takes(&all[j], option))
                takers = arena_printf(arena, "%s%s%s", takers,
                                      *takers ? ", " : "", all[j].name);
        return error_set(err, RULE_USAGE, NO_LOCATION, NULL,
                         "%s takes no --%s; it is an option of %s",
                         command->name, option, takers);
    }
    return STATUS_OK;
}

/* @return the runner of a command, or NULL if another program has it */
static const struct program_runner *
find_runner(const struct program_runner *runners, size_t count,
            const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(runners[i].name, name) == 0)
            return &runners[i];
    return NULL;
}

/* @return the length of a path's folder, its slash included */
static int folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? (int)(slash - path) + 1 : 0;
}

int program_become(enum program program, const char *command,
                   const struct options *options)
{
    static const char *const names[] = {
        [PROGRAM_CORE] = "lettermill",
        [PROGRAM_MAIL] = "lettermill-mail",
        [PROGRAM_VERIFY] = "lettermill-verify",
        [PROGRAM_WATCH] = "lettermill-watch",
    };
    static const char *const folders[] = {"", "../libexec/lettermill/"};
    struct error err = {.code = ""};
    char own[PATH_MAX];
    char path[2 * PATH_MAX];
    const ssize_t length = readlink("/proc/self/exe", own, sizeof own - 1);

    own[length > 0 ? length : 0] = '\0';
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        snprintf(path, sizeof path, "%.*s%s%s", folder_length(own), own,
                 folders[i], names[program]);
        execv(path, options->words);
    }
    (void)error_set(&err, RULE_USAGE, NO_LOCATION, NULL,
                    "%s needs the program %s, which is not installed beside "
                    "lettermill",
                    command, names[program]);
    return refuse(&err, options->format);
}

static int run(struct arena *arena, int count, char **words,
               const struct program_runner *runners, size_t runner_count,
               struct options *options)
{
    const struct program_runner *runner;
    struct error err = {.code = ""};
    const struct command *command;

    if (options_read(arena, count, words, options, &err) != STATUS_OK)
        return refuse(&err, options->format);
    command = commands_find(options->command);
    if (options->command && !command) {
        (void)!refuse_command(options->command, &err);
        return refuse(&err, options->format);
    }
    if (options->help)
        return help_print(command, stdout);
    if (options->version)
        return print_version(options->format);
    if (!command) {
        (void)!refuse_command(NULL, &err);
        return refuse(&err, options->format);
    }
    if (check_options(arena, command, options, &err) != STATUS_OK)
        return refuse(&err, options->format);
    runner = find_runner(runners, runner_count, command->name);
    return runner ? runner->run(options)
                  : program_become(command->program, command->name, options);
}

int program_main(int count, char **words, const struct program_runner *runners,
                 size_t runner_count)
{
    struct options options = {.format = DIAGNOSTICS_TEXT};
    struct arena *arena;
    int code;

    if (getenv(secret_password.variable) || getenv(secret_passphrase.variable))
        core_dump_forbid();
    if (stdio_setup_begin() != 0)
        return EXIT_UNSTARTED;
    arena = arena_new();
    code = run(arena, count, words, runners, runner_count, &options);
    arena_free(arena);
    return stdio_setup_finish(code, options.format);
}
