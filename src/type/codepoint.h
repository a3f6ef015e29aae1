#ifndef TYPE_CODEPOINT_H
#define TYPE_CODEPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Classes of characters that line breaking and shaping need.
 *
 * @source Unicode's White_Space property; UAX #14 for what is a glue
 */

/** @return white space at which a line may end: not the no-break spaces */
bool codepoint_is_space(uint32_t codepoint);

/** @return white space of any kind */
bool codepoint_is_blank(uint32_t codepoint);

/** @return a control character without width: C0 and C1 but white space */
bool codepoint_is_control(uint32_t codepoint);

/** @return an en dash, em dash or any other that stands for a pause */
bool codepoint_is_dash(uint32_t codepoint);

/** @return a character that has no look of its own: soft hyphens, zero-width
 *  spaces and joiners, direction marks */
bool codepoint_is_invisible(uint32_t codepoint);

/** Takes a character off the end of a valid text.
 *
 * @param text  where the text starts
 * @param at    moved back to where the character starts
 * @return the character; 0 where there is none
 */
uint32_t codepoint_before(const char *text, const char **at);

#endif
