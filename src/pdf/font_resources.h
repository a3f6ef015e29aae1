#ifndef PDF_FONT_RESOURCES_H
#define PDF_FONT_RESOURCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diagnostics.h"
#include "pdf/base_fonts.h"
#include "pdf/pdf_objects.h"

/**
 * The fonts of letters; one for each thread.
 *
 * A letter without further characters uses the subsets of the base fonts.
 * Others get their own subsets: the shared codes, then their own, sorted. Some
 * are cached by content, because several letters may have a rare character; the
 * cache never affects a letter's bytes.
 */
struct font_resources;

/** A face in one letter. */
struct font_resource {
    size_t index; ///< in the base fonts: "/F1" is 0
    const struct base_font *base_font;
    const struct font_encoding *codes;    ///< available codes
    const struct char_code *const *plain; ///< of font_encoding_ascii()
    struct font_encoding *missing; ///< requested codes that are missing; or
                                   ///< NULL
    bool used;                     ///< used by painted text
    bool full;                     ///< more codes are needed than there are
    const struct embedded_font *embedded_font; ///< of all codes
};

/** @owner the caller, who frees it with font_resources_free() */
struct font_resources *font_resources_new(const struct base_fonts *base_fonts);

void font_resources_free(struct font_resources *fonts);

/** Begins a letter. */
void font_resources_reset(struct font_resources *fonts);

/** @return the face's font, which then counts as used; the face is one of the
 *         base fonts */
struct font_resource *font_resources_use(struct font_resources *fonts,
                                         const struct face *face);

/**
 * Finds a code. A missing code is recorded and NULL returned: painting
 * continues, to find all, and must be repeated after font_resources_complete().
 */
const struct char_code *font_resources_find_code(struct font_resources *fonts,
                                                 struct font_resource *font,
                                                 uint32_t glyph,
                                                 const char *text,
                                                 size_t length);

/** @return true if a code was missing since the last completion */
bool font_resources_has_missing(const struct font_resources *fonts);

/** Adds codes on demand from now on, for a file of many letters: no code is
 *  then missing, and font_resources_complete() makes the fonts once. */
void font_resources_grow(struct font_resources *fonts);

/**
 * Makes subsets with the missing codes.
 *
 * @errors RULE_FONT_UNREADABLE; RULE_LAYOUT_TOO_LONG if a face has no codes
 *         left
 */
enum status font_resources_complete(struct font_resources *fonts,
                                    struct error *err) MUST_CHECK;

/** Writes the fonts that were used. Adds "/Font<<...>>" to @p resources. */
void font_resources_write(const struct font_resources *fonts,
                          struct pdf_objects *pdf, struct buffer *resources);

#endif
