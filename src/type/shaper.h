#ifndef TYPE_SHAPER_H
#define TYPE_SHAPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diagnostics.h"
#include "type/face.h"

/**
 * Shapes text into glyphs: kerning, ligatures, marks, fallback to other
 * families.
 *
 * Smart punctuation is applied here: a straight quote is drawn as a curly one,
 * but its text is still the straight quote, so that text copied from a letter
 * is unchanged.
 */

/**
 * One glyph on the line.
 *
 * Clusters are in the order of the text and do not overlap. Invisible text
 * (soft hyphens, zero-width spaces, control characters, white space before a
 * line's first word) is in a run's text, but in no cluster. The glyph of a
 * space may represent any white space, a newline included.
 */
struct glyph {
    uint32_t id;         ///< in its face
    int32_t advance;     ///< font units, kerning included
    int32_t x_offset;    ///< font units
    int32_t y_offset;    ///< font units, y up
    uint32_t text_start; ///< its cluster in the run's text, bytes
    uint32_t text_size;  ///< 0: another glyph of the previous one's cluster
};

/** Glyphs of one face at one size, painted together. */
struct glyph_run {
    const struct face *face;
    double size; ///< points
    const struct glyph *glyphs;
    size_t count;
    const char *text; ///< the source text, UTF-8, not terminated
    size_t text_size;
    double width;   ///< points, sum of the advances
    uint64_t stamp; ///< not 0: all runs with this stamp, of all letters and
                    ///< threads, have these glyphs and this text
};

/** A thread's shaper: buffers and cached words. Families must outlive it. */
struct shaper;

/** @owner the caller, who frees it with shaper_free() */
struct shaper *shaper_new(void);

void shaper_free(struct shaper *shaper);

/**
 * Begins a letter, and invalidates all lines set before: they use glyphs of
 * the shaper's caches, which are trimmed only here.
 */
void shaper_begin(struct shaper *shaper);

/**
 * Shapes a text without line breaks: a newline is drawn as a space.
 *
 * Words are shaped one by one, so that nothing is kerned with a space.
 *
 * @param shaper  this thread's
 * @param arena   owns the runs
 * @param family  with its fallbacks
 * @param style   of the face
 * @param size    points
 * @param text    UTF-8, kept by the runs
 * @param length  bytes
 * @param runs    [out] none for an empty text; several if a fallback was used;
 *                their joined texts are @p text
 * @param count   [out] how many
 * @param err     [out] RULE_GLYPH_MISSING or RULE_TEXT_DIRECTION with the
 *                character, whose place is left empty
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status shaper_shape_text(struct shaper *shaper, struct arena *arena,
                              const struct family *family,
                              enum face_style style, double size,
                              const char *text, size_t length,
                              const struct glyph_run **runs, size_t *count,
                              struct error *err) MUST_CHECK;

/** @return the first character of a text that has no glyph in the style's faces
 *         of the family and its fallbacks, or 0. Invalidates all lines set
 *         before. */
uint32_t shaper_find_missing(struct shaper *shaper, const struct family *family,
                             enum face_style style, const char *text,
                             size_t length);

#endif
