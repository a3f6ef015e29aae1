#include "pdf/shelf.h"

struct shelf shelf_new(size_t limit)
{
    return (struct shelf){buffer_new(limit), buffer_new(limit), 0};
}

void shelf_free(struct shelf *shelf)
{
    buffer_free(&shelf->index);
    buffer_free(&shelf->objects);
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

void shelf_finish(struct shelf *shelf, struct compactor *compactor,
                  struct buffer *entries, struct buffer *bytes)
{
    buffer_printf(entries, "/Type/ObjStm/N %zu/First %zu/Filter/FlateDecode",
                  shelf->count, shelf->index.length);
    buffer_add(&shelf->index, shelf->objects.bytes, shelf->objects.length);
    compactor_add(compactor, &shelf->index, NULL, 0, bytes);
}
