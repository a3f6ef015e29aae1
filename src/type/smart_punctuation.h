#ifndef TYPE_SMART_PUNCTUATION_H
#define TYPE_SMART_PUNCTUATION_H

#include <stddef.h>
#include <stdint.h>

/**
 * Smart punctuation: chooses the shapes of straight quotes and hyphens.
 *
 * The display text has the same length as the source: a character that is
 * drawn as another is replaced by one of the codes below. (The codes are
 * control characters, which are invisible in the source.) Offsets are therefore
 * valid in both texts, and text copied from a letter is unchanged.
 *
 *     source   It's - he said - "fine"
 *     display  It2s 5 he said 5 3fine4
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
enum smart_code {
    SMART_OPEN_SINGLE = 1, ///< U+2018
    SMART_CLOSE_SINGLE,    ///< U+2019
    SMART_OPEN_DOUBLE,     ///< U+201C
    SMART_CLOSE_DOUBLE,    ///< U+201D
    SMART_DASH,            ///< U+2013
    SMART_HYPHEN,          ///< a soft hyphen at the end of a line; two bytes
    SMART_NOTHING,         ///< no glyph
};

/**
 * Makes the display text of a paragraph.
 *
 * @param text          UTF-8, one paragraph
 * @param length        bytes
 * @param display_text  [out] @p length bytes and a NUL
 */
void smart_punctuation_apply(const char *text, size_t length,
                             char *display_text);

/** Makes a soft hyphen, two bytes, visible in a display text. */
void smart_punctuation_show_hyphen(char *at);

/**
 * Reads the next character of a NUL-terminated display text.
 *
 * @param at     moved past the character
 * @param plain  [out] the fallback if the face lacks the smart character; else
 *               the returned character
 * @return the character to draw; 0 for SMART_NOTHING
 */
uint32_t smart_punctuation_next(const char **at, uint32_t *plain);

#endif
