#ifndef LETTER_SENTINEL_H
#define LETTER_SENTINEL_H

#include <stdbool.h>
#include <stdint.h>

/**
 * The private characters in place of placeholders, so that cmark
 * never sees a placeholder or a value.
 *
 * A character of plane 16, Supplementary Private Use Area B: to CommonMark
 * neither white space nor punctuation, so `**((name))**` is bold wherever it
 * stands. Texts that hold such characters themselves are refused.
 *
 * @source CommonMark 0.30, section 6.2, for what punctuation would do
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

/** Opens and closes what is parsed as inline text: punctuation, so that it
 *  acts on `*` and `_` as the end of a line would, and not ASCII, so that no
 *  backslash escapes it. */
#define SENTINEL_GUARD "\xE2\x80\x96" /* U+2016 */

enum { SENTINEL_GUARD_SIZE = 3 };

static inline bool sentinel_is(uint32_t codepoint)
{
    return codepoint >= SENTINEL_FIRST && codepoint <= SENTINEL_LAST;
}

#endif
