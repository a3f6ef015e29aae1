#ifndef LETTER_SENTINEL_H
#define LETTER_SENTINEL_H

#include <stdbool.h>
#include <stdint.h>

/**
 * The private characters that replace placeholders, so that cmark never sees a
 * placeholder or a value.
 *
 * A character of plane 16, Supplementary Private Use Area B: in CommonMark
 * neither white space nor punctuation, so `**((name))**` is always bold. Texts
 * that contain such characters are refused.
 *
 * @source CommonMark 0.30, section 6.2, for the effect of punctuation
 */
enum {
    SENTINEL_FIRST = 0x100000,
    SENTINEL_TABLE = 0x10FF00, ///< the first table of a text; others follow
    SENTINEL_TABLE_COUNT = 0xF0,
    SENTINEL_BREAK = 0x10FFFD, ///< a hard line break inside ((flag??text))
    SENTINEL_LAST = 0x10FFFF,
    SENTINEL_COUNT = 0xFF00, ///< maximum of placeholders in one text
    SENTINEL_SIZE = 4,       ///< bytes of one
};

/** Opens and closes inline text. It is punctuation, so that it affects `*` and
 *  `_` like a line end, and not ASCII, so that a backslash does not escape it.
 */
#define SENTINEL_GUARD "\xE2\x80\x96" /* U+2016 */

enum { SENTINEL_GUARD_SIZE = 3 };

static inline bool sentinel_is(uint32_t codepoint)
{
    return codepoint >= SENTINEL_FIRST && codepoint <= SENTINEL_LAST;
}

#endif
