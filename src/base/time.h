#ifndef BASE_TIME_H
#define BASE_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"

/**
 * Points in time.
 *
 * A letter's bytes do not depend on the clock: only commands call time_now(),
 * to record a time or to check a certificate.
 *
 * @units seconds since 1970-01-01 00:00 UTC
 */
enum { TIME_SIZE = 32 };

/** @return the current time of the system's clock */
int64_t time_now(void);

/** @return seconds from an unknown start, for durations */
double time_elapsed(void);

/** @return midnight UTC at the start of a day */
int64_t time_of_date(struct date date);

/**
 * Reads "2022-07-27", "2022-07-27T09:00", "2022-07-27T09:00:30+01:00"; UTC if
 * no offset is given.
 *
 * @param time  [out] unchanged unless this succeeds
 * @return true if @p text is a time
 * @source RFC 3339; the time of day, the seconds and the offset are optional
 */
bool time_parse(const char *text, int64_t *time);

/**
 * Reads a date as PDF writes it, "D:20220720130000+01'00'". Missing parts are
 * the lowest of their range.
 *
 * @param time  [out] unchanged unless this succeeds
 * @return true if @p text is a date
 * @source ISO 32000-1, 7.9.4
 */
bool time_parse_pdf(const char *text, int64_t *time);

/** Prints "2022-07-20T12:00:05Z". @return @p text */
const char *time_print(char text[static TIME_SIZE], int64_t time);

/** Prints "2022-07-20T12:00Z", without the seconds. @return @p text */
const char *time_print_minute(char text[static TIME_SIZE], int64_t time);

/** Prints "2022-07-20". @return @p text */
const char *time_print_day(char text[static TIME_SIZE], int64_t time);

#endif
