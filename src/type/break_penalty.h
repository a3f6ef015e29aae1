#ifndef TYPE_BREAK_PENALTY_H
#define TYPE_BREAK_PENALTY_H

#include <stddef.h>

/**
 *
 * Penalties for line breaks inside dates, numbers with their nouns, and titles
 * with names.
 *
 * A penalty does not forbid a break: if nothing else fits, the line breaks
 * there. Penalties have the units of line_breaker.h, the square of the empty
 * part of a line: a line that is one fifth empty costs 0.04.
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
 * @return 0 if they may be separated
 */
double break_penalty(const char *a, size_t a_length, const char *b,
                     size_t b_length);

#endif
