#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/core_dump.h"
#include "cli/commands.h"
#include "cli/help.h"
#include "cli/stdio_setup.h"
#include "mail/password.h"
#include "seal/passphrase.h"

struct command {
    const char *name;
    int (*run)(const struct options *options);
};

static const struct command commands[] = {
    {"check", cmd_check},     {"render", cmd_render},
    {"proof", cmd_proof},     {"merge-manifest", cmd_merge_manifest},
    {"verify", cmd_verify},   {"approve", cmd_approve},
    {"send", cmd_send},       {"status", cmd_status},
    {"bounces", cmd_bounces},
};

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; name && i < sizeof commands / sizeof *commands; i++)
        if (strcmp(name, commands[i].name) == 0)
            return &commands[i];
    return NULL;
}

static int refuse(const struct error *err)
{
    diagnostics_print_error(SEVERITY_ERROR, err, stderr);
    fputs("try: lettermill --help\n", stderr);
    return EXIT_UNSTARTED;
}

static int run(struct arena *arena, int count, char **words)
{
    struct options options;
    struct error err = {.code = ""};
    const struct command *command;

    if (options_read(arena, count, words, &options, &err) != STATUS_OK)
        return refuse(&err);
    if (options.help)
        return help_print(options.command, stdout);
    if (options.version)
        return puts("lettermill " LETTERMILL_VERSION) < 0;
    command = find_command(options.command);
    if (command)
        return command->run(&options);
    (void)error_set(&err, RULE_USAGE, NO_LOCATION, NULL, "%s%s",
                    options.command ? "no such command: " : "no command given",
                    options.command ? options.command : "");
    return refuse(&err);
}

int main(int count, char **words)
{
    struct arena *arena;
    int code;

    if (getenv(PASSWORD_VARIABLE) || getenv(PASSPHRASE_VARIABLE))
        core_dump_forbid();
    if (stdio_setup_begin() != 0)
        return EXIT_UNSTARTED;
    arena = arena_new();
    code = run(arena, count, words);
    arena_free(arena);
    return stdio_setup_finish(code);
}
