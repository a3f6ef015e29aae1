#ifndef PDF_SHOW_H
#define PDF_SHOW_H

#include <stddef.h>

#include "base/buffer.h"
#include "pdf/font_resources.h"
#include "type/shaper.h"

/**
 * Glyphs into strings of codes: the operators Tj, TJ and Ts.
 *
 * A glyph stands within half a thousandth of an em of where its run puts it.
 *
 * @source ISO 32000-1, 9.4.3
 */
struct show;

/** @return for one thread. @owner the caller, who frees it with show_free();
 *  @p fonts is borrowed */
struct show *show_new(struct letter_fonts *fonts);

void show_free(struct show *show);

/**
 * Shows a part of a run, from where the text object stands.
 *
 * @param show   this thread's
 * @param font   of the run's face
 * @param run    the run
 * @param first  the part's first glyph
 * @param count  how many glyphs
 * @param out    gets the operators
 */
void show_glyphs(struct show *show, struct letter_font *font,
                 const struct glyph_run *run, size_t first, size_t count,
                 struct buffer *out);

/** Asks for the codes of a run without showing it. */
void show_survey(struct show *show, struct letter_font *font,
                 const struct glyph_run *run);

/** Glyphs that were shaped together. */
struct cluster {
    size_t first;
    size_t count;
    const char *text;
    size_t length; ///< bytes of text
};

/**
 * Finds the next cluster of more glyphs than characters, whose text codes
 * cannot carry: it needs /ActualText.
 *
 * @param run      the run
 * @param from     the glyph to begin at
 * @param cluster  filled in; behind the run's end where there is none
 */
void show_find_overlong(const struct glyph_run *run, size_t from,
                        struct cluster *cluster);

#endif
