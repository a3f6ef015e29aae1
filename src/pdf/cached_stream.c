#include "pdf/cached_stream.h"

#include <stdlib.h>

#include "base/array.h"

void cached_stream_begin(struct cached_stream *stream, struct buffer *bytes)
{
    stream->bytes = bytes;
    stream->count = 0;
}

void cached_stream_free(struct cached_stream *stream)
{
    free(stream->parts);
}

void cached_stream_finish_part(struct cached_stream *stream, size_t start,
                               const struct packed_bits *packed)
{
    struct stream_part *part;

    ARRAY_GROW(stream->parts, stream->count, stream->capacity);
    part = &stream->parts[stream->count++];
    *part = (struct stream_part){.start = start,
                                 .size = stream->bytes->length - start};
    if (packed)
        part->packed = *packed;
}
