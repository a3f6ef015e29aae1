#include "layout/column_item.h"

#include <string.h>

void column_item_add(struct layout_column *list, struct arena *arena,
                     const struct column_item *column_item)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? 128 : 2 * list->capacity;
        struct column_item *items =
            ARENA_ARRAY_RAW(arena, struct column_item, capacity);

        if (list->count > 0)
            memcpy(items, list->items, list->count * sizeof *items);
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = *column_item;
}
