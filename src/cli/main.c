#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/core_dump.h"
#include "cli/commands.h"
#include "cli/help.h"
#include "cli/result.h"
#include "cli/stdio_setup.h"
#include "cli/terminal.h"
#include "mail/password.h"
#include "seal/passphrase.h"

static int refuse(const struct error *err, enum diagnostics_format format)
{
    terminal_error(err, format);
    if (format == DIAGNOSTICS_TEXT)
        fputs("try: lettermill --help\n", stderr);
    return EXIT_UNSTARTED;
}

static int print_version(enum diagnostics_format format)
{
    struct result result;

    if (format != DIAGNOSTICS_JSON)
        return puts("lettermill " LETTERMILL_VERSION) < 0;
    result = result_begin("program", "lettermill");
    result_text(&result, "version", LETTERMILL_VERSION);
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

/* An option that means nothing to a command was meant for something. */
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

static int run(struct arena *arena, int count, char **words,
               struct options *options)
{
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
    return command->run(options);
}

int main(int count, char **words)
{
    struct options options = {.format = DIAGNOSTICS_TEXT};
    struct arena *arena;
    int code;

    if (getenv(PASSWORD_VARIABLE) || getenv(PASSPHRASE_VARIABLE))
        core_dump_forbid();
    if (stdio_setup_begin() != 0)
        return EXIT_UNSTARTED;
    arena = arena_new();
    code = run(arena, count, words, &options);
    arena_free(arena);
    return stdio_setup_finish(code, options.format);
}
