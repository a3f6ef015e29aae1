#ifndef CLI_CLOCK_H
#define CLI_CLOCK_H

#include <stdint.h>

/** The clock, for what is recorded of a mail-out; no letter sees it. */

/** @return seconds since 1970, UTC */
int64_t clock_now(void);

enum { CLOCK_SIZE = 32 };

/** Prints "2022-07-27T09:12:05Z". @return @p words */
const char *clock_print(char words[static CLOCK_SIZE], int64_t moment);

#endif
