#include "base/array.h"

#include <string.h>

#include "base/memory.h"

enum { FIRST_CAPACITY = 16 };

static size_t larger(size_t capacity, size_t needed)
{
    capacity = capacity ? capacity * 2 : FIRST_CAPACITY;
    return capacity < needed ? needed : capacity;
}

void *array_reserve(void *items, size_t needed, size_t *capacity, size_t size)
{
    if (needed <= *capacity)
        return items;
    *capacity = larger(*capacity, needed);
    return memory_resize(items, *capacity, size);
}

void *array_reserve_in(struct arena *arena, void *items, size_t count,
                       size_t *capacity, size_t size)
{
    void *grown;

    if (count < *capacity)
        return items;
    *capacity = larger(*capacity, count + 1);
    grown = arena_alloc_array_raw(arena, *capacity, size);
    if (count)
        memcpy(grown, items, count * size);
    return grown;
}
