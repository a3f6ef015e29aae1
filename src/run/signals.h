#ifndef RUN_SIGNALS_H
#define RUN_SIGNALS_H

#include <stdbool.h>

/** Ctrl-C, SIGTERM and a terminal that is closed: the run stops between
 *  letters, never within one. */

/** Catches these signals from now on; a second one ends the program. Under
 *  `nohup` SIGHUP remains ignored. SIGPIPE is ignored, so that output into
 *  `| head` does not end a run. */
void signals_watch(void);

/** @return true if one was received */
bool signals_interrupted(void);

#endif
