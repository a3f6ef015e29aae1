#ifndef CANVAS_PAINTER_H
#define CANVAS_PAINTER_H

#include "base/buffer.h"
#include "canvas/display_list.h"

/**
 * The one face of all painters: a document in, a file's bytes out.
 *
 * A painter is a file <kind>_painter.c with a function that returns its face.
 * The same document and state give the same bytes.
 */
struct painter {
    /**
     * @param state  the painter's own
     * @param sink   empty; gets the bytes
     */
    enum status (*paint)(void *state, const struct document *document,
                         struct buffer *sink, struct error *err);
    void *state;
};

/** Paints a document. @return STATUS_OK or what the painter reports */
MUST_CHECK static inline enum status
painter_paint(struct painter painter, const struct document *document,
              struct buffer *sink, struct error *err)
{
    return painter.paint(painter.state, document, sink, err);
}

#endif
