#ifndef CLI_PROGRAM_H
#define CLI_PROGRAM_H

#include <stddef.h>

#include "cli/commands.h"

/** The commit that the program was built from, as "1a2b3c4d5e6f" or, with
 *  changes, "1a2b3c4d5e6f-dirty"; "" outside of git. The build writes it. */
extern const char program_commit[];

/** A command that is part of a program, with its function. */
struct program_runner {
    const char *name;
    int (*run)(const struct options *options);
};

/**
 * The main function of all three programs: reads the command line and runs the
 * command, or executes the program that has it.
 *
 * @param count         of the words
 * @param words         of the command line, the program's name first
 * @param runners       the commands of this program
 * @param runner_count  how many
 * @return the exit status
 */
int program_main(int count, char **words, const struct program_runner *runners,
                 size_t runner_count);

/**
 * Executes another of the programs, with the same command line: the one next
 * to this, or an installed one.
 *
 * @param command  for the message if the program is missing
 * @return the exit
 *                 status, only if it is missing
 */
int program_become(enum program program, const char *command,
                   const struct options *options);

#endif
