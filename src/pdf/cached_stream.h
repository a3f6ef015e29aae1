#ifndef PDF_CACHED_STREAM_H
#define PDF_CACHED_STREAM_H

#include "base/buffer.h"
#include "pdf/static_deflate.h"

/** A content stream in the making: its bytes, and which of them may come again
 *  in another letter. */
struct cached_stream {
    struct buffer *bytes;
    struct stream_part *parts; ///< first to last
    size_t count;
    size_t capacity;
};

/** Begins a stream that adds to @p bytes, which are empty. The stream is zeroed
 *  before its first use; free it with cached_stream_free(). */
void cached_stream_begin(struct cached_stream *stream, struct buffer *bytes);

void cached_stream_free(struct cached_stream *stream);

/** Says that what was added from @p start on is a part. @p packed is NULL
 *  where it has not been packed. */
void cached_stream_finish_part(struct cached_stream *stream, size_t start,
                               const struct packed_bits *packed);

#endif
