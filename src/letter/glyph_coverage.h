#ifndef LETTER_GLYPH_COVERAGE_H
#define LETTER_GLYPH_COVERAGE_H

#include <stddef.h>
#include <stdint.h>

#include "letter/source_text.h"

/**
 * Checks that fonts have glyphs for the letter text and the settings. A
 * missing glyph is reported once, when the text is compiled, not for each row
 * that prints it.
 *
 * This module has no access to fonts; the caller provides a function.
 */
struct glyph_coverage {
    /** @return the first character of @p text without a glyph in @p style;
     *          0: none */
    uint32_t (*find_missing)(void *context, const char *text, size_t length,
                             unsigned style);
    void *context;
};

struct compile_context;

/**
 * Checks a text that letters print.
 *
 * @param context   with the glyph coverage, or none; for diagnostics
 * @param source    the file that the text is from
 * @param location  of the text's beginning in the file
 * @param text      UTF-8; private characters represent placeholders
 * @param length    bytes
 * @param style     STYLE_ bits
 * @errors RULE_GLYPH_MISSING, RULE_TEXT_DIRECTION, up to 20 of a text and 200
 *         in all, each at the character in @p source, or at @p location if it
 *         is written in another way
 */
void glyph_coverage_check(struct compile_context *context,
                          const struct source_text *source,
                          struct location location, const char *text,
                          size_t length, unsigned style);

#endif
