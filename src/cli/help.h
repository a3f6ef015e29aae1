#ifndef CLI_HELP_H
#define CLI_HELP_H

#include <stdio.h>

#include "cli/commands.h"

/** Prints the help for a command, or for all if it is NULL.
 *  @return 0, or another number if it cannot be written */
int help_print(const struct command *command, FILE *out);

#endif
