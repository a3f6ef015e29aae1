#include "base/array.h"

#include <string.h>

#include "base/memory.h"

enum { FIRST_CAPACITY = 32 };

static size_t larger(size_t capacity, size_t needed)
{
    capacity = capacity ? capacity * 2 : FIRST_CAPACITY;
    return capacity < needed ? needed : capacity;
}

void *array_resize(void *items, size_t needed, size_t *capacity, size_t size)
{
    *capacity = larger(*capacity, needed);
    return memory_resize(items, *capacity, size);
}

void *array_copy(struct arena *arena, const void *items, size_t count,
                 size_t *capacity, size_t size)
{
    void *copy;

    *capacity = larger(*capacity, count + 1);
    copy = arena_alloc_array_raw(arena, *capacity, size);
    if (count)
        memcpy(copy, items, count * size);
    return copy;
}
