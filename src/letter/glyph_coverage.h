#ifndef LETTER_GLYPH_COVERAGE_H
#define LETTER_GLYPH_COVERAGE_H

#include <stddef.h>
#include <stdint.h>

#include "letter/source_text.h"

/**
 * Whether there are glyphs for what all letters say: a character of the letter
 * text or of the settings that no font has is said once, when the text is
 * compiled, and not by each row that prints it.
 *
 * Fonts are no concern of this module, so the question goes out by a function.
 */
struct glyph_coverage {
    /** @return the first character of @p text that has no glyph in @p style,
     *  or 0: all of it can be set */
    uint32_t (*find_missing)(void *context, const char *text, size_t length,
                             unsigned style);
    void *context;
};

struct compile_context;

/**
 * Checks a text that letters print.
 *
 * @param context   asks its glyph coverage, if it has one; gets what is wrong
 * @param source    the file that the text is from
 * @param location  where the text begins there
 * @param text      UTF-8; private characters stand for placeholders
 * @param length    bytes
 * @param style     STYLE_ bits
 * @errors RULE_GLYPH_MISSING, RULE_TEXT_DIRECTION, up to 20 of a text and 200
 *         in all, each at the character's place in @p source, or at
 *         @p location where it is written otherwise
 */
void glyph_coverage_check(struct compile_context *context,
                          const struct source_text *source,
                          struct location location, const char *text,
                          size_t length, unsigned style);

#endif
