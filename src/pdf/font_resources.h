#ifndef PDF_FONT_RESOURCES_H
#define PDF_FONT_RESOURCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diagnostics.h"
#include "pdf/base_fonts.h"
#include "pdf/pdf_objects.h"

/**
 * The fonts of one letter after another; one for each thread.
 *
 * A letter that needs nothing beyond the base fonts takes their subsets. One
 * that does gets subsets of its own: the shared codes, then its own, sorted.
 * Those are remembered by content, up to a number, because a rare letter in a
 * name seldom comes alone; what a letter gets never depends on that.
 */
struct font_resources;

/** A face as one letter uses it. */
struct font_resource {
    size_t index; ///< in the base fonts: "/F1" is 0
    const struct base_font *base_font;
    const struct font_encoding *codes; ///< what may be painted
    const struct char_code *const
        *plain;                    ///< the short way, font_encoding_ascii()
    struct font_encoding *missing; ///< what was asked for besides; or NULL
    bool used;                     ///< something was painted
    bool full;                     ///< more is missing than there are codes
    const struct embedded_font *embedded_font; ///< of all codes
};

/** @owner the caller, who frees it with font_resources_free() */
struct font_resources *font_resources_new(const struct base_fonts *base_fonts);

void font_resources_free(struct font_resources *fonts);

/** Begins a letter. */
void font_resources_reset(struct font_resources *fonts);

/** @return the face's font, used from now on; it is one of the base fonts */
struct font_resource *font_resources_use(struct font_resources *fonts,
                                         const struct face *face);

/**
 * Finds a code. A missing code is recorded, and
 * NULL returned: painting continues, to find all, but must be done again after
 * font_resources_complete().
 */
const struct char_code *font_resources_find_code(struct font_resources *fonts,
                                                 struct font_resource *font,
                                                 uint32_t glyph,
                                                 const char *text,
                                                 size_t length);

/** @return true if something was missing since the last completion */
bool font_resources_has_missing(const struct font_resources *fonts);

/** Lets the codes of a file of many letters grow: nothing is missing from now
 *  on, and what is painted holds until font_resources_complete(), which makes
 *  the fonts once, of all that was asked for. */
void font_resources_grow(struct font_resources *fonts);

/**
 * Makes what was missing.
 *
 * @errors RULE_FONT_UNREADABLE; RULE_LAYOUT_TOO_LONG where a face has no codes
 *         left
 */
enum status font_resources_complete(struct font_resources *fonts,
                                    struct error *err) MUST_CHECK;

/** Writes the fonts that were used. Adds "/Font<<...>>" to @p resources. */
void font_resources_write(const struct font_resources *fonts,
                          struct pdf_objects *pdf, struct buffer *resources);

#endif
