#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#include <stddef.h>

#include "base/arena.h"

/**
 * Arrays that grow at their end.
 *
 * An array is three variables or fields of any name: a pointer to the items,
 * their count, and the capacity. All three are zero at first. The macros take
 * the item's size from the type of the pointer:
 *
 *     ARRAY_GROW(letters->items, letters->count, letters->capacity);
 *     letters->items[letters->count++] = letter;
 */

/** Grows a heap array to one item more than @p count. The owner frees it. */
#define ARRAY_GROW(items, count, capacity)                                     \
    ARRAY_RESERVE(items, (count) + 1, capacity)

/** Grows a heap array to at least @p needed items. */
#define ARRAY_RESERVE(items, needed, capacity)                                 \
    ((items) = array_reserve((items), (needed), &(capacity), sizeof *(items)))

/** Like ARRAY_GROW() for an array in an arena. The old items' memory is freed
 *  with the arena only. */
#define ARENA_GROW(arena, items, count, capacity)                              \
    ((items) = array_reserve_in((arena), (items), (count), &(capacity),        \
                                sizeof *(items)))

/** Resizes a heap array to at least @p needed items and twice its capacity. */
void *array_resize(void *items, size_t needed, size_t *capacity, size_t size);

/** Copies @p count items to twice their capacity in an arena. */
void *array_copy(struct arena *arena, const void *items, size_t count,
                 size_t *capacity, size_t size);

/**
 * Resizes a heap array if it is too small.
 *
 * @param items     NULL: an empty array
 * @param needed    items that it is to hold
 * @param capacity  items that it holds; changed with it
 * @param size      bytes of an item
 * @return the items; new ones are uninitialised
 */
static inline void *array_reserve(void *items, size_t needed, size_t *capacity,
                                  size_t size)
{
    return needed <= *capacity ? items
                               : array_resize(items, needed, capacity, size);
}

/** Like array_reserve() in an arena, for one item more than @p count. */
static inline void *array_reserve_in(struct arena *arena, void *items,
                                     size_t count, size_t *capacity,
                                     size_t size)
{
    return count < *capacity ? items
                             : array_copy(arena, items, count, capacity, size);
}

/** Finds a text in an array that is sorted by the named field.
 *  @return the first item whose text is not before @p text, or @p count */
#define ARRAY_LOWER_BOUND(type, field, items, count, text)                     \
    array_lower_bound((items), (count), sizeof(type), offsetof(type, field),   \
                      (text))

/** Like ARRAY_LOWER_BOUND(). @return the first item with this text, or SIZE_MAX
 */
#define ARRAY_FIND_TEXT(type, field, items, count, text)                       \
    array_find_text((items), (count), sizeof(type), offsetof(type, field),     \
                    (text))

size_t array_lower_bound(const void *items, size_t count, size_t size,
                         size_t field, const char *text);
size_t array_find_text(const void *items, size_t count, size_t size,
                       size_t field, const char *text);

#endif
