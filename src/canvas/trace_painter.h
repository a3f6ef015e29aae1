#ifndef CANVAS_TRACE_PAINTER_H
#define CANVAS_TRACE_PAINTER_H

#include "canvas/painter.h"

/**
 * Writes a document as text for golden tests: a line a page, a line a mark,
 * coordinates to a tenth of a point, no "-0.0". Glyphs show as their text with
 * face, size and colour; paths as operators with rounded points; each mark's
 * tag as its path from the root ("Document/Sect#2/P#14"). The structure tree
 * follows. It never fails.
 */
struct painter trace_painter(void);

#endif
