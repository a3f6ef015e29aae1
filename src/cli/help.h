#ifndef CLI_HELP_H
#define CLI_HELP_H

#include <stdio.h>

/** Prints the help for a command, or for all where it is NULL or unknown.
 *  @return 0 */
int help_print(const char *command, FILE *out);

#endif
