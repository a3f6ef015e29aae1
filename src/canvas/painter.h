#ifndef CANVAS_PAINTER_H
#define CANVAS_PAINTER_H

#include "base/buffer.h"
#include "canvas/display_list.h"

/**
 * The interface of all painters: they turn a document into the bytes of a
 * file.
 *
 * A painter is a file <kind>_painter.c with a function that returns its struct
 * painter. Equal documents and states give equal bytes.
 */
struct painter {
    /**
     * @param state  of the painter
     * @param sink   [out] the bytes; empty at first
     */
    enum status (*paint)(void *state, const struct document *document,
                         struct buffer *sink, struct error *err);
    void *state;
};

/** Paints a document. @return STATUS_OK or the painter's status */
MUST_CHECK static inline enum status
painter_paint(struct painter painter, const struct document *document,
              struct buffer *sink, struct error *err)
{
    return painter.paint(painter.state, document, sink, err);
}

#endif
