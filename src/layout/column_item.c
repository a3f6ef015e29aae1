#include "layout/column_item.h"

#include <string.h>

void strip_add(struct strip_list *list, struct arena *arena,
               const struct strip *strip)
{
    if (list->count == list->room) {
        size_t room = list->room == 0 ? 128 : 2 * list->room;
        struct strip *items = ARENA_ROOM(arena, struct strip, room);

        if (list->count > 0)
            memcpy(items, list->items, list->count * sizeof *items);
        list->items = items;
        list->room = room;
    }
    list->items[list->count++] = *strip;
}
