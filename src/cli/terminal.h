#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include "base/diagnostics.h"

/**
 * Prints diagnostics on standard error. On a terminal, the line of the source
 * file is shown below each, in colour unless NO_COLOR is set or the terminal
 * has none.
 *
 * @source no-color.org
 */

/** Prints all diagnostics. */
void terminal_diagnostics(struct diagnostics *diagnostics,
                          enum diagnostics_format format);

/** Prints one error. */
void terminal_error(const struct error *err, enum diagnostics_format format);

/** @return true if standard error is a terminal with cursor movement */
bool terminal_is_capable(void);

#endif
