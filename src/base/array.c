#include "base/array.h"

#include <stdint.h>
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

static const char *text_of(const void *items, size_t size, size_t field,
                           size_t index)
{
    const char *text;

    memcpy(&text, (const char *)items + index * size + field, sizeof text);
    return text;
}

size_t array_lower_bound(const void *items, size_t count, size_t size,
                         size_t field, const char *text)
{
    size_t low = 0;

    while (low < count) {
        const size_t middle = low + (count - low) / 2;
        if (strcmp(text_of(items, size, field, middle), text) < 0)
            low = middle + 1;
        else
            count = middle;
    }
    return low;
}

size_t array_find_text(const void *items, size_t count, size_t size,
                       size_t field, const char *text)
{
    const size_t at = array_lower_bound(items, count, size, field, text);

    return at < count && strcmp(text_of(items, size, field, at), text) == 0
               ? at
               : SIZE_MAX;
}
