#ifndef PDF_STREAM_H
#define PDF_STREAM_H

#include "base/buffer.h"
#include "pdf/static_deflate.h"

/** A content stream in the making: its bytes, and which of them may come again
 *  in another letter. */
struct stream {
    struct buffer *bytes;
    struct strand *strands; ///< first to last
    size_t count;
    size_t room;
};

/** Begins a stream that adds to @p bytes, which are empty. The stream is zeroed
 *  before its first use; free it with stream_free(). */
void stream_begin(struct stream *stream, struct buffer *bytes);

void stream_free(struct stream *stream);

/** Says that what was added from @p start on is a strand. @p packing is NULL
 *  where it has not been packed. */
void stream_end_strand(struct stream *stream, size_t start,
                       const struct packing *packing);

#endif
