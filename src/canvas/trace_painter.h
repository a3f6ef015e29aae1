#ifndef CANVAS_TRACE_PAINTER_H
#define CANVAS_TRACE_PAINTER_H

#include "base/buffer.h"
#include "canvas/display_list.h"

/**
 * Writes a document as text for golden tests: a line a page, a line a mark,
 * coordinates to a tenth of a point, no "-0.0". Glyphs show as their text with
 * face, size and colour; paths as operators with rounded points; each mark's
 * tag as its path from the root ("Document/Sect#2/P#14").
 */
void trace_painter_paint(const struct document *document, struct buffer *trace);

#endif
