#ifndef RUN_SIGNALS_H
#define RUN_SIGNALS_H

#include <stdbool.h>

/** Handles Ctrl-C, SIGTERM and a closed terminal: the run stops between
 *  letters, never inside one. */

/** Catches these signals from now on; a second one ends the program. Under
 *  `nohup` SIGHUP remains ignored. SIGPIPE is ignored, so that output into
 *  `| head` does not end a run. */
void signals_watch(void);

/** @return true if a signal was received */
bool signals_interrupted(void);

#endif
