#include "pdf/object_stream.h"

struct object_stream object_stream_new(size_t limit)
{
    return (struct object_stream){.index = buffer_new(limit),
                                  .objects = buffer_new(limit)};
}

void object_stream_free(struct object_stream *object_stream)
{
    buffer_free(&object_stream->index);
    buffer_free(&object_stream->objects);
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

void object_stream_finish(struct object_stream *object_stream,
                          struct static_deflate *static_deflate,
                          struct buffer *entries, struct buffer *bytes)
{
    const struct stream_part index = {.size = object_stream->index.length,
                                      .plain = true};

    buffer_printf(entries, "/Type/ObjStm/N %zu/First %zu/Filter/FlateDecode",
                  object_stream->count, object_stream->index.length);
    buffer_add(&object_stream->index, object_stream->objects.bytes,
               object_stream->objects.length);
    static_deflate_add(static_deflate, &object_stream->index, &index, 1, bytes);
}
