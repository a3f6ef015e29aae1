#ifndef PDF_TEXT_OPERATORS_H
#define PDF_TEXT_OPERATORS_H

#include <stddef.h>

#include "base/buffer.h"
#include "pdf/font_resources.h"
#include "type/shaper.h"

/**
 * Writes glyphs as strings of codes: the operators Tj, TJ and Ts.
 *
 * Positions of glyphs are exact to half a thousandth of an em.
 *
 * @source ISO 32000-1, 9.4.3
 */
struct text_operators;

/** @return for one thread. @owner the caller, who frees it with
 *         text_operators_free(); @p fonts is borrowed */
struct text_operators *text_operators_new(struct font_resources *fonts);

void text_operators_free(struct text_operators *operators);

/**
 * Shows a part of a run at the text object's position.
 *
 * @param operators  this thread's
 * @param font       of the run's face
 * @param run        the run
 * @param first      the part's first glyph
 * @param count      how many glyphs
 * @param out        the operators are added
 */
void text_operators_show(struct text_operators *operators,
                         struct font_resource *font,
                         const struct glyph_run *run, size_t first,
                         size_t count, struct buffer *out);

/** Requests the codes of a run without showing it. */
void text_operators_survey(struct text_operators *operators,
                           struct font_resource *font,
                           const struct glyph_run *run);

#endif
