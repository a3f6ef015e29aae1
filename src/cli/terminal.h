#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include "base/diagnostics.h"

/**
 * Diagnostics on standard error, as it is: where it is a terminal, the line of
 * the source file stands below each, and there are colours unless NO_COLOR is
 * set or the terminal has none.
 *
 * @source no-color.org
 */

/** Prints a whole report. */
void terminal_diagnostics(struct diagnostics *diagnostics,
                          enum diagnostics_format format);

/** Prints one error. */
void terminal_error(const struct error *err, enum diagnostics_format format);

/** @return whether standard error is a terminal that more than plain text may
 *  go to */
bool terminal_is_capable(void);

#endif
