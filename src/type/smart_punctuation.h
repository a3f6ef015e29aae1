#ifndef TYPE_DRESS_H
#define TYPE_DRESS_H

#include <stddef.h>
#include <stdint.h>

/**
 * Typographic dress: which shape a straight quote or a hyphen is drawn in.
 *
 * The dressed copy of a text has the text's own length, byte for byte: where a
 * character is drawn as another, its place holds one of the codes below (the
 * control characters of the source, which draw nothing, make room for them).
 * So an offset into the one is an offset into the other, and what is copied
 * out of a letter is what was written.
 *
 *     source   It's - he said - "fine"
 *     dressed  It2s 5 he said 5 3fine4
 *
 * | source        | where                                     | drawn as |
 * |---------------|-------------------------------------------|----------|
 * | `'` `"`       | at the start, after a space, an opening   | opening  |
 * |               | bracket or quote, or a dash               |          |
 * | `'` `"`       | elsewhere                                 | closing  |
 * | `'`           | before a year's two digits, in 'tis, 'em  | closing  |
 * | `'` `"`       | between two spaces, inside a URL          | itself   |
 * | `-`           | between two spaces of one line            | en dash  |
 */
enum drawn {
    DRAWN_OPEN_SINGLE = 1, ///< U+2018
    DRAWN_CLOSE_SINGLE,    ///< U+2019
    DRAWN_OPEN_DOUBLE,     ///< U+201C
    DRAWN_CLOSE_DOUBLE,    ///< U+201D
    DRAWN_DASH,            ///< U+2013
    DRAWN_HYPHEN,          ///< a soft hyphen at the end of a line; two bytes
    DRAWN_NOTHING,         ///< no glyph
};

/**
 * Dresses a text.
 *
 * @param text     UTF-8, one paragraph
 * @param length   bytes
 * @param dressed  gets @p length bytes and a NUL
 */
void dress_text(const char *text, size_t length, char *dressed);

/** Makes a soft hyphen, two bytes, visible in a dressed text. */
void dress_soft_hyphen(char *at);

/**
 * Takes the next character off a dressed text that has a NUL behind it.
 *
 * @param at     moved behind the character
 * @param plain  the character to fall back to where the face lacks the dressed
 *               one; else the same as what is returned
 * @return the character to draw; 0 for DRAWN_NOTHING
 */
uint32_t dress_next(const char **at, uint32_t *plain);

#endif
