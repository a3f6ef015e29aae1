#ifndef TYPE_KEEP_H
#define TYPE_KEEP_H

#include <stddef.h>

/**
 * What belongs on one line: dates, numbers and their nouns, titles and names.
 *
 * A keep is a price, not a ban: where nothing else fits, it gives way. Prices
 * are squares of the part of a line left empty (type/line_breaker.h): 0.04 is what a
 * line costs that is one fifth empty.
 */

#define KEEP_WEAK 0.005
#define KEEP_MODERATE 0.04
#define KEEP_STRONG 0.3
#define KEEP_ALWAYS 10.0

/**
 * The price of ending a line between two words.
 *
 * @param a         the word before the white space, dressed
 *                  (type/smart_punctuation.h)
 * @param a_length  bytes, at least 1
 * @param b         the word after it
 * @param b_length  bytes, at least 1
 * @return 0 where nothing holds them together
 */
double keep_price(const char *a, size_t a_length, const char *b,
                  size_t b_length);

#endif
