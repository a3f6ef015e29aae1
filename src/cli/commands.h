#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/options.h"

/**
 * The commands. Each gives the exit status: 0 all well; 1 some rows refused;
 * 2 nothing could start; 75 try again; 130 interrupted.
 */
enum {
    EXIT_WELL = 0,
    EXIT_REFUSED = 1,
    EXIT_UNSTARTED = 2,
    EXIT_AGAIN = 75,
    EXIT_INTERRUPTED = 130,
};

/** A command as the table has it. */
struct command {
    const char *name;
    int (*run)(const struct options *options);
    const char *arguments; ///< as in "CAMPAIGN"
    const char *about;     ///< for the list of commands; one line or two
    const char *options;   ///< names of those it takes, between spaces
};

/** @return all commands, in the order of help */
const struct command *commands_all(size_t *count);

/** @return the command of this name, or NULL */
const struct command *commands_find(const char *name);

/** @return the name of the command that is most like a mistyped one, or NULL */
const char *commands_suggest(const char *name);

/** @return whether a command takes this option */
bool commands_takes(const struct command *command, const char *option);

int cmd_check(const struct options *options);
int cmd_render(const struct options *options);
int cmd_merge_manifest(const struct options *options);
int cmd_proof(const struct options *options);
int cmd_approve(const struct options *options);
int cmd_send(const struct options *options);
int cmd_status(const struct options *options);
int cmd_bounces(const struct options *options);
int cmd_verify(const struct options *options);

#endif
