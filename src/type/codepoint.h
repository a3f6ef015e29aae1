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

/** @return true for white space at which a line may end, not for no-break
 *         spaces */
bool codepoint_is_space(uint32_t codepoint);

/** @return true for white space of any kind */
bool codepoint_is_blank(uint32_t codepoint);

/** @return true for a control character without width: C0 and C1 except white
 *         space */
bool codepoint_is_control(uint32_t codepoint);

/** @return true for an en dash, an em dash or another dash for a pause */
bool codepoint_is_dash(uint32_t codepoint);

/** @return true for an invisible character: soft hyphens, zero-width spaces and
 *         joiners, direction marks */
bool codepoint_is_invisible(uint32_t codepoint);

/** Moves back by one character in a valid text.
 *
 * @param text  start of the text
 * @param at    [in,out] moved to the character's start
 * @return the character;
 *              0 at the start of the text */
uint32_t codepoint_before(const char *text, const char **at);

#endif
