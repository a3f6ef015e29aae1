#ifndef BATCH_INTERRUPT_H
#define BATCH_INTERRUPT_H

#include <stdbool.h>

/** Ctrl-C and SIGTERM: the run stops between letters, never within one. */

/** Watches for both signals from now on; a second one ends the program. */
void interrupt_watch(void);

/** @return whether one of them came */
bool interrupt_seen(void);

#endif
