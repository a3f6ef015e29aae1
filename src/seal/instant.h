#ifndef SEAL_INSTANT_H
#define SEAL_INSTANT_H

#include <stdbool.h>
#include <time.h>

/**
 * Points in time, in seconds of UTC. No clock comes in here: what is called
 * now is handed in from the command line's side.
 */

enum { INSTANT_SIZE = 32 };

/** Prints "2022-07-20T12:00:00Z". @return @p text */
const char *instant_print(char text[static INSTANT_SIZE], time_t instant);

/** Prints the day alone, "2022-07-20". @return @p text */
const char *instant_print_day(char text[static INSTANT_SIZE], time_t instant);

/**
 * Reads a date as PDF writes it, "D:20220720130000+01'00'".
 *
 * @param text  the date; what is not given of it is the lowest there is
 * @param instant filled in on success
 * @return whether it is one
 * @source ISO 32000-1, 7.9.4
 */
bool instant_parse_pdf(const char *text, time_t *instant);

#endif
