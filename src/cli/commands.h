#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/options.h"

/**
 * The commands. Each returns the exit status: 0 success; 1 some rows refused;
 * 2 nothing was started; 75 try again; 130 interrupted.
 */
enum {
    EXIT_WELL = 0,
    EXIT_REFUSED = 1,
    EXIT_UNSTARTED = 2,
    EXIT_AGAIN = 75,
    EXIT_INTERRUPTED = 130,
};

/** The programs. lettermill executes the others, so that most commands do not
 *  load the libraries for mail, foreign PDF files and the preview server. */
enum program {
    PROGRAM_CORE,
    PROGRAM_MAIL,
    PROGRAM_VERIFY,
    PROGRAM_WATCH,
};

/** A command of the table (cli/commands.def). */
struct command {
    const char *name;
    enum program program;  ///< the program that runs it
    const char *arguments; ///< as in "CAMPAIGN"
    const char *about;     ///< for the list of commands; one line or two
    const char *options; ///< names of the options it takes, separated by spaces
};

/** @return all commands, in the order of help */
const struct command *commands_all(size_t *count);

/** @return the command of this name, or NULL */
const struct command *commands_find(const char *name);

/** @return the command name most similar to a mistyped one, or NULL */
const char *commands_suggest(const char *name);

/** @return true if a command takes this option */
bool commands_takes(const struct command *command, const char *option);

#define COMMAND(program, function, word, shown, does, takes)                   \
    int cmd_##function(const struct options *options);
#include "cli/commands.def"
#undef COMMAND

#endif
