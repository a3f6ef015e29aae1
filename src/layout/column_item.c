#include "layout/column_item.h"

#include "base/array.h"

void column_item_add(struct layout_column *list, struct arena *arena,
                     const struct column_item *column_item)
{
    ARENA_GROW(arena, list->items, list->count, list->capacity);
    list->items[list->count++] = *column_item;
}
