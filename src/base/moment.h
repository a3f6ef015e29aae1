#ifndef BASE_MOMENT_H
#define BASE_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"

/**
 * A point in time, as people state it; no clock and no machine's time zone
 * come in here.
 *
 * @units seconds since 1970-01-01 00:00 UTC
 * @source RFC 3339, of which the time and its offset may be left out
 */
enum { MOMENT_SIZE = 24 };

/**
 * Reads "2022-07-27", "2022-07-27T09:00", "2022-07-27T09:00:30+01:00"; UTC
 * where no offset is given.
 *
 * @return whether it is one
 */
bool moment_parse(const char *text, int64_t *moment);

/** @return when a day begins, UTC */
int64_t moment_of_date(struct date date);

/** Prints "2022-07-27T08:00Z"; seconds are left out. @return @p words */
const char *moment_print(char words[static MOMENT_SIZE], int64_t moment);

#endif
