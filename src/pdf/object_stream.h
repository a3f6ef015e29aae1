#ifndef PDF_OBJECT_STREAM_H
#define PDF_OBJECT_STREAM_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "pdf/static_deflate.h"

/**
 * An object stream: dictionaries that are deflated together.
 *
 * @source ISO 32000-1, 7.5.7
 */
struct object_stream {
    struct buffer index;   ///< numbers and offsets
    struct buffer objects; ///< in it
    size_t count;          ///< how many
};

/** @return an empty stream of at most @p limit bytes; free it with
 *         object_stream_free() */
struct object_stream object_stream_new(size_t limit);

void object_stream_free(struct object_stream *object_stream);

/** Begins the next object. @return the buffer for its bytes */
struct buffer *object_stream_add(struct object_stream *object_stream,
                                 size_t number);

/**
 * Makes the stream.
 *
 * @param object_stream   with its objects; must not be used again
 * @param static_deflate  deflates them
 * @param entries         [out] of the stream's dictionary
 * @param bytes           [out] the stream
 */
void object_stream_finish(struct object_stream *object_stream,
                          struct static_deflate *static_deflate,
                          struct buffer *entries, struct buffer *bytes);

#endif
