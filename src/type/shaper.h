#ifndef TYPE_SHAPER_H
#define TYPE_SHAPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diagnostics.h"
#include "type/face.h"

/**
 * Text into glyphs: kerning, ligatures, marks, fallback to other families.
 *
 * Smart punctuation is applied here, so that what is copied out of a letter is
 * what was written: a straight quote in the source is drawn as the curly one
 * of its side, but its text stays the straight quote.
 */

/**
 * One glyph on the line.
 *
 * Clusters stand in the order of the text and do not overlap. Text that draws
 * nothing (soft hyphens, zero-width spaces, control characters, white space
 * before a line's first word) is in a run's text, but in no cluster. A space
 * may stand for any white space, a newline included.
 */
struct glyph {
    uint32_t id;         ///< in its face
    int32_t advance;     ///< font units, kerning included
    int32_t x_offset;    ///< font units
    int32_t y_offset;    ///< font units, y up
    uint32_t text_start; ///< its cluster in the run's text, bytes
    uint32_t text_size;  ///< 0: a further glyph of the cluster before it
};

/** Glyphs of one face at one size: what a painter paints in one go. */
struct glyph_run {
    const struct face *face;
    double size; ///< points
    const struct glyph *glyphs;
    size_t count;
    const char *text; ///< the source text, UTF-8, not terminated
    size_t text_size;
    double width;   ///< points, sum of the advances
    uint64_t stamp; ///< not 0: runs with this stamp have these glyphs and this
                    ///< text, in any letter and any thread
};

/** Shapes for one thread: buffers and remembered words. Families it has shaped
 *  with must outlive it. */
struct shaper;

/** @owner the caller, who frees it with shaper_free() */
struct shaper *shaper_new(void);

void shaper_free(struct shaper *shaper);

/**
 * Begins a letter: what was set before is not looked at any more. Lines hold
 * glyphs that the shaper keeps, and it makes room for others here only.
 */
void shaper_begin(struct shaper *shaper);

/**
 * Shapes a text without line breaks: a newline is drawn as a space.
 *
 * Words are shaped one by one, so that nothing is kerned with a space.
 *
 * @param shaper  this thread's
 * @param arena   owns the runs
 * @param family  and its fallbacks, for characters its faces lack
 * @param style   which face
 * @param size    points
 * @param text    UTF-8, kept by the runs
 * @param length  bytes
 * @param runs    [out] none for an empty text, one, or more where a
 *                fallback had to help; their texts in a row are @p text
 * @param count   [out] how many
 * @param err     RULE_GLYPH_MISSING or RULE_TEXT_DIRECTION names the
 *                character; its place is left empty
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status shaper_shape_text(struct shaper *shaper, struct arena *arena,
                              const struct family *family,
                              enum face_style style, double size,
                              const char *text, size_t length,
                              const struct glyph_run **runs, size_t *count,
                              struct error *err) MUST_CHECK;

/** @return the first character of a text for which no face of the family or its
 *  fallbacks has a glyph in this style, or 0. What was set before is not
 *  looked at any more. */
uint32_t shaper_find_missing(struct shaper *shaper, const struct family *family,
                             enum face_style style, const char *text,
                             size_t length);

#endif
