#ifndef DATA_COUNTRY_NAME_H
#define DATA_COUNTRY_NAME_H

#include <stdbool.h>

/**
 * Names of countries as the last line of an address has them, in English,
 * matched without regard to case, spaces and dashes.
 */

/** The countries abroad, a line each, from assets/countries.txt; ends with a
 *  NUL. */
extern const unsigned char country_names[];

/** @return true if @p text is a country that letters from the United Kingdom
 *          are posted to */
bool country_name_is_abroad(const char *text);

/** @return true if @p text is the United Kingdom or a part of it */
bool country_name_is_home(const char *text);

#endif
