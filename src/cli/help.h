#ifndef CLI_HELP_H
#define CLI_HELP_H

#include <stdio.h>

#include "cli/commands.h"

/** assets/help.txt: a description of each command under a line "% NAME"; the
 *  synopsis and the options come from commands.def and options.c. Ends with a
 *  NUL. */
extern const unsigned char help_text[];

/** Prints the help for a command, or for all if it is NULL.
 *  @return 0, or another number if writing failed */
int help_print(const struct command *command, FILE *out);

#endif
