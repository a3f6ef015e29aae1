#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Dates as campaigns state them. They depend on no clock and no time zone.
 */
struct date {
    int year;  ///< 1900 to 2999; 0: no date
    int month; ///< 1 to 12
    int day;   ///< 1 to 31
};

enum { DATE_WORDS_SIZE = 32 };

/** Reads a date of the form "2022-07-20" only. @return true if the day exists
 */
bool date_parse(const char *text, struct date *date);

bool date_is_given(struct date date);

/** @return negative, 0 or positive: @p a before, on or after @p b */
int date_compare(struct date a, struct date b);

/**
 * Prints "20 July 2022", or "20 Gorffennaf 2022" where the language is Welsh.
 *
 * @param words     [out]
 * @param date      a given date
 * @param language  a BCP 47 tag; one without words_exist() prints in
 *                  English
 * @return @p words
 */
const char *date_print_words(char words[static DATE_WORDS_SIZE],
                             struct date date, const char *language);

/** Prints "2022-07-20". @return @p words */
const char *date_print_iso(char words[static DATE_WORDS_SIZE],
                           struct date date);

#endif
