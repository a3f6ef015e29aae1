#include "pdf/object_stream.h"

#include <stdlib.h>

#include "base/arena.h"

static void add_strand(struct shelf *shelf, const struct strand *strand)
{
    if (shelf->strand_count == shelf->strand_room) {
        shelf->strand_room = shelf->strand_room * 2 + 16;
        shelf->strands = memory_resize(shelf->strands, shelf->strand_room,
                                       sizeof *shelf->strands);
    }
    shelf->strands[shelf->strand_count++] = *strand;
}

struct shelf shelf_new(size_t limit)
{
    struct shelf shelf = {.index = buffer_new(limit),
                          .objects = buffer_new(limit)};

    add_strand(&shelf, &(struct strand){.plain = true});
    return shelf;
}

void shelf_free(struct shelf *shelf)
{
    buffer_free(&shelf->index);
    buffer_free(&shelf->objects);
    free(shelf->strands);
}

struct buffer *shelf_add(struct shelf *shelf, size_t number)
{
    if (shelf->count++)
        buffer_add_char(&shelf->objects, '\n');
    buffer_add_integer(&shelf->index, (long long)number);
    buffer_add_char(&shelf->index, ' ');
    buffer_add_integer(&shelf->index, (long long)shelf->objects.length);
    buffer_add_char(&shelf->index, ' ');
    return &shelf->objects;
}

void shelf_add_packed(struct shelf *shelf, const void *bytes, size_t size,
                      const struct packing *packing)
{
    add_strand(shelf, &(struct strand){.start = shelf->objects.length,
                                       .size = size,
                                       .packing = *packing});
    buffer_add(&shelf->objects, bytes, size);
}

/* Strands were counted from the first object on. */
static void add_index(struct shelf *shelf)
{
    for (size_t i = 1; i < shelf->strand_count; i++)
        shelf->strands[i].start += shelf->index.length;
    shelf->strands[0].size = shelf->index.length;
}

void shelf_finish(struct shelf *shelf, struct compactor *compactor,
                  struct buffer *entries, struct buffer *bytes)
{
    buffer_printf(entries, "/Type/ObjStm/N %zu/First %zu/Filter/FlateDecode",
                  shelf->count, shelf->index.length);
    add_index(shelf);
    buffer_add(&shelf->index, shelf->objects.bytes, shelf->objects.length);
    compactor_add(compactor, &shelf->index, shelf->strands, shelf->strand_count,
                  bytes);
}
