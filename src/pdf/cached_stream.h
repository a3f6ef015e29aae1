#ifndef PDF_CACHED_STREAM_H
#define PDF_CACHED_STREAM_H

#include "base/buffer.h"
#include "pdf/static_deflate.h"

/** A content stream that is being written, with the parts that other letters
 *  may share. */
struct cached_stream {
    struct buffer *bytes;
    struct stream_part *parts; ///< first to last
    size_t count;
    size_t capacity;
};

/** Begins a stream in @p bytes, which are empty. The stream must be zeroed
 *  before its first use; free it with cached_stream_free(). */
void cached_stream_begin(struct cached_stream *stream, struct buffer *bytes);

void cached_stream_free(struct cached_stream *stream);

/** Makes the bytes from @p start a part. @p packed may be NULL. */
void cached_stream_finish_part(struct cached_stream *stream, size_t start,
                               const struct packed_bits *packed);

#endif
