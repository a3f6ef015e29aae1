#ifndef CLI_STDIO_SETUP_H
#define CLI_STDIO_SETUP_H

#include "base/diagnostics.h"

/** Standard input, output and error. */

/**
 * Prepares the streams; called first. A closed stream becomes the null device,
 * because otherwise the first file opened would get its number, and its output.
 * A file that exceeds the size limit (`ulimit -f`) becomes an error, like a
 * full disk, instead of ending the program.
 *
 * @return 0, or -1 if there is no null device
 */
int stdio_setup_begin(void);

/**
 * Flushes standard output and reports an error, unless a pipe was closed (`|
 * head`).
 *
 * @param code    the exit status so far
 * @param format  of the error
 * @return the exit status
 */
int stdio_setup_finish(int code, enum diagnostics_format format);

#endif
