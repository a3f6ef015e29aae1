#ifndef RUN_SIGNALS_H
#define RUN_SIGNALS_H

#include <stdbool.h>

/** Ctrl-C, SIGTERM and a terminal that is closed: the run stops between
 *  letters, never within one. */

/** Watches for these signals from now on; a second one ends the program. A
 *  terminal's end that is to be ignored (`nohup`) still is. A reader of what is
 *  printed that goes away (`| head`) ends nothing. */
void signals_watch(void);

/** @return whether one of them came */
bool signals_interrupted(void);

#endif
