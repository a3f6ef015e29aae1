#ifndef PDF_LETTER_FONTS_H
#define PDF_LETTER_FONTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diagnostics.h"
#include "pdf/base_fonts.h"
#include "pdf/pdf_objects.h"

/**
 * The fonts of one letter after another; one for each thread.
 *
 * A letter that asks for nothing beyond the typecase takes its subsets. One
 * that does gets subsets of its own: the shared codes, then its own, sorted.
 * Those are remembered by content, up to a number, because a rare letter in a
 * name seldom comes alone; what a letter gets never depends on that.
 */
struct letter_fonts;

/** A face as one letter uses it. */
struct letter_font {
    size_t index; ///< in the typecase: "/F1" is 0
    const struct type *type;
    const struct repertoire *codes;  ///< what may be painted
    const struct code *const *plain; ///< the short way, repertoire_plain()
    struct repertoire *missing;      ///< what was asked for besides; or NULL
    bool used;                       ///< something was painted
    bool full;                       ///< more is missing than there are codes
    const struct embed *embed;       ///< of all codes
};

/** @owner the caller, who frees it with letter_fonts_free() */
struct letter_fonts *letter_fonts_new(const struct typecase *typecase);

void letter_fonts_free(struct letter_fonts *fonts);

/** Begins a letter. */
void letter_fonts_reset(struct letter_fonts *fonts);

/** @return the face's font, used from now on; it is one of the typecase's */
struct letter_font *letter_fonts_use(struct letter_fonts *fonts,
                                     const struct face *face);

/**
 * Finds a code. What is not there is noted, and
 * NULL returned: painting goes on, to find all, but has to be done again after
 * letter_fonts_complete().
 */
const struct code *letter_font_code(struct letter_fonts *fonts,
                                    struct letter_font *font, uint32_t glyph,
                                    const char *text, size_t length);

/** @return whether something was missing since the last completion */
bool letter_fonts_lack(const struct letter_fonts *fonts);

/**
 * Makes what was missing.
 *
 * @errors RULE_FONT_UNREADABLE; RULE_LAYOUT_TOO_LONG where a face has no codes
 *         left
 */
enum status letter_fonts_complete(struct letter_fonts *fonts,
                                  struct error *err) MUST_CHECK;

/** Writes the fonts that were used. Adds "/Font<<...>>" to @p resources. */
void letter_fonts_write(const struct letter_fonts *fonts, struct haru *haru,
                        struct buffer *resources);

#endif
