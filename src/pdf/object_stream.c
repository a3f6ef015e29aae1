#include "pdf/object_stream.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/memory.h"

static void add_part(struct object_stream *object_stream,
                     const struct stream_part *part)
{
    if (object_stream->part_count == object_stream->part_capacity) {
        object_stream->part_capacity = object_stream->part_capacity * 2 + 16;
        object_stream->parts =
            memory_resize(object_stream->parts, object_stream->part_capacity,
                          sizeof *object_stream->parts);
    }
    object_stream->parts[object_stream->part_count++] = *part;
}

struct object_stream object_stream_new(size_t limit)
{
    struct object_stream object_stream = {.index = buffer_new(limit),
                                          .objects = buffer_new(limit)};

    add_part(&object_stream, &(struct stream_part){.plain = true});
    return object_stream;
}

void object_stream_free(struct object_stream *object_stream)
{
    buffer_free(&object_stream->index);
    buffer_free(&object_stream->objects);
    free(object_stream->parts);
}

struct buffer *object_stream_add(struct object_stream *object_stream,
                                 size_t number)
{
    if (object_stream->count++)
        buffer_add_char(&object_stream->objects, '\n');
    buffer_add_integer(&object_stream->index, (long long)number);
    buffer_add_char(&object_stream->index, ' ');
    buffer_add_integer(&object_stream->index,
                       (long long)object_stream->objects.length);
    buffer_add_char(&object_stream->index, ' ');
    return &object_stream->objects;
}

void object_stream_add_packed(struct object_stream *object_stream,
                              const void *bytes, size_t size,
                              const struct packed_bits *packed)
{
    add_part(object_stream,
             &(struct stream_part){.start = object_stream->objects.length,
                                   .size = size,
                                   .packed = *packed});
    buffer_add(&object_stream->objects, bytes, size);
}

/* Strands were counted from the first object on. */
static void add_index(struct object_stream *object_stream)
{
    for (size_t i = 1; i < object_stream->part_count; i++)
        object_stream->parts[i].start += object_stream->index.length;
    object_stream->parts[0].size = object_stream->index.length;
}

void object_stream_finish(struct object_stream *object_stream,
                          struct static_deflate *static_deflate,
                          struct buffer *entries, struct buffer *bytes)
{
    buffer_printf(entries, "/Type/ObjStm/N %zu/First %zu/Filter/FlateDecode",
                  object_stream->count, object_stream->index.length);
    add_index(object_stream);
    buffer_add(&object_stream->index, object_stream->objects.bytes,
               object_stream->objects.length);
    static_deflate_add(static_deflate, &object_stream->index,
                       object_stream->parts, object_stream->part_count, bytes);
}
