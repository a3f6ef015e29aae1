#include "cli/commands.h"

#include <string.h>

#include "base/name_match.h"

static const struct command commands[] = {
#define COMMAND(program, function, word, shown, does, takes)                   \
    {word, PROGRAM_##program, shown, does, takes},
#include "cli/commands.def"
#undef COMMAND
};

enum { COMMANDS = sizeof commands / sizeof *commands };

const struct command *commands_all(size_t *count)
{
    *count = COMMANDS;
    return commands;
}

const struct command *commands_find(const char *name)
{
    for (size_t i = 0; name && i < COMMANDS; i++)
        if (strcmp(name, commands[i].name) == 0)
            return &commands[i];
    return NULL;
}

const char *commands_suggest(const char *name)
{
    const char *names[COMMANDS];

    for (size_t i = 0; i < COMMANDS; i++)
        names[i] = commands[i].name;
    return name_match_suggest(name, names, COMMANDS);
}

bool commands_takes(const struct command *command, const char *option)
{
    const size_t length = strlen(option);

    for (const char *at = command->options; *at;) {
        const size_t word = strcspn(at, " ");
        if (word == length && strncmp(at, option, length) == 0)
            return true;
        at += word + (at[word] == ' ');
    }
    return false;
}
