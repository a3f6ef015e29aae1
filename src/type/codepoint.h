#ifndef TYPE_LETTER_H
#define TYPE_LETTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Kinds of characters that setting text turns on.
 *
 * @source Unicode's White_Space property; UAX #14 for what is a glue
 */

/** @return white space at which a line may end: not the no-break spaces */
bool letter_is_space(uint32_t letter);

/** @return white space of any kind */
bool letter_is_blank(uint32_t letter);

/** @return a control character without width: C0 and C1 but white space */
bool letter_is_control(uint32_t letter);

/** @return an en dash, em dash or any other that stands for a pause */
bool letter_is_dash(uint32_t letter);

/** @return a character that has no look of its own: soft hyphens, zero-width
 *  spaces and joiners, direction marks */
bool letter_is_invisible(uint32_t letter);

/** ASCII. */
static inline bool letter_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool letter_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline bool letter_is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static inline bool letter_is_alphanumeric(char c)
{
    return letter_is_digit(c) || letter_is_upper(c) || letter_is_lower(c);
}

/** Takes a character off the end of a valid text.
 *
 * @param text  where the text starts
 * @param at    moved back to where the character starts
 * @return the character; 0 where there is none
 */
uint32_t letter_before(const char *text, const char **at);

#endif
