#ifndef CLI_STDIO_SETUP_H
#define CLI_STDIO_SETUP_H

#include "base/diagnostics.h"

/** Standard input, output and error, whatever the program was started with. */

/**
 * Readies the streams; called first. One that is closed becomes the null
 * device, or the first file that is written would get its number, and what is
 * said with it. A file that grows over the limit for its size (`ulimit -f`) is
 * an error as a full disk is, and not the end of the program.
 *
 * @return 0, or -1 where there is no null device
 */
int stdio_setup_begin(void);

/**
 * Writes out what stands before standard output, and says where it cannot be
 * written; but where its reader has had enough (`| head`), that is well.
 *
 * @param code    the exit status so far
 * @param format  of what is said
 * @return the exit status
 */
int stdio_setup_finish(int code, enum diagnostics_format format);

#endif
