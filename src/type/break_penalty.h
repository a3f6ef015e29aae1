#ifndef TYPE_BREAK_PENALTY_H
#define TYPE_BREAK_PENALTY_H

#include <stddef.h>

/**

 * Penalties for breaking what belongs on one line: dates, numbers and their
 * nouns, titles and names.
 *
 * A penalty is no ban: where nothing else fits, the line breaks. Penalties
 * are squares of the part of a line left empty (type/line_breaker.h): 0.04 is
 * what a line costs that is one fifth empty.
 */

#define BREAK_PENALTY_WEAK 0.005
#define BREAK_PENALTY_MODERATE 0.04
#define BREAK_PENALTY_STRONG 0.3
#define BREAK_PENALTY_ALWAYS 10.0

/**
 * The penalty of ending a line between two words.
 *
 * @param a         the word before the white space, as display text
 * @param a_length  bytes, at least 1
 * @param b         the word after it
 * @param b_length  bytes, at least 1
 * @return 0 where nothing holds them together
 */
double break_penalty(const char *a, size_t a_length, const char *b,
                     size_t b_length);

#endif
