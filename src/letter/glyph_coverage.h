#ifndef LETTER_LETTERING_H
#define LETTER_LETTERING_H

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
struct lettering {
    /** @return the first character of @p text that has no glyph in @p style,
     *  or 0: all of it can be set */
    uint32_t (*lacks)(void *context, const char *text, size_t length,
                      unsigned style);
    void *context;
};

struct compiler;

/**
 * Looks at a text that letters print.
 *
 * @param compiler  asks its lettering, if it has one; gets what is wrong
 * @param source    the file that the text is from
 * @param place     where the text begins there
 * @param text      UTF-8; private characters stand for placeholders
 * @param length    bytes
 * @param style     STYLE_ bits
 * @errors RULE_GLYPH_MISSING, RULE_TEXT_DIRECTION where the character stands in
 *         @p source, or at @p place where it is written otherwise
 */
void lettering_check(struct compiler *compiler, const struct source *source,
                     struct place place, const char *text, size_t length,
                     unsigned style);

#endif
