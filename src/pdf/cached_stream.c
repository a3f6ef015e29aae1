#include "pdf/cached_stream.h"

#include <stdlib.h>

#include "base/arena.h"

void stream_begin(struct stream *stream, struct buffer *bytes)
{
    stream->bytes = bytes;
    stream->count = 0;
}

void stream_free(struct stream *stream)
{
    free(stream->strands);
}

void stream_end_strand(struct stream *stream, size_t start,
                       const struct packing *packing)
{
    struct strand *strand;

    if (stream->count == stream->room) {
        stream->room = stream->room * 2 + 64;
        stream->strands =
            memory_resize(stream->strands, stream->room, sizeof *strand);
    }
    strand = &stream->strands[stream->count++];
    *strand =
        (struct strand){.start = start, .size = stream->bytes->length - start};
    if (packing)
        strand->packing = *packing;
}
