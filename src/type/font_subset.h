#ifndef TYPE_FONT_SUBSET_H
#define TYPE_FONT_SUBSET_H

#include <stddef.h>
#include <stdint.h>

#include "base/diagnostics.h"

struct face;

/**
 * A font program reduced to some glyphs, as a PDF embeds it.
 *
 * Tables for text layout and for small sizes on screen are dropped: layout,
 * names, the character map, hinting. Glyphs keep the order of the face and are
 * numbered without gaps; glyph 0 is .notdef.
 */
struct font_subset {
    unsigned char *bytes; ///< a TrueType font program, heap; same input,
                          ///< same bytes
    size_t size;
    size_t glyph_count;
    uint32_t *old_glyphs; ///< new glyph -> glyph of the face; heap
};

/**
 * Makes a subset of a face.
 *
 * Components of composite glyphs are added, so the subset may have more glyphs
 * than requested.
 *
 * @param face    the face
 * @param glyphs  glyphs of the face, sorted, no duplicate
 * @param count   how many
 * @param subset  [out] the subset; free with font_subset_free()
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_FONT_UNREADABLE: the outlines are damaged
 * @source ISO 32000-1, 9.9: the tables a CIDFontType2 program needs
 */
enum status font_subset_make(const struct face *face, const uint32_t *glyphs,
                             size_t count, struct font_subset *subset,
                             struct error *err) MUST_CHECK;

void font_subset_free(struct font_subset *subset);

#endif
