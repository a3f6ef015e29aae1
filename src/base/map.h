#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stddef.h>

struct arena;

/**
 * A hash table from byte strings to pointers. An empty map is all zeros except
 * its arena.
 */
struct map {
    struct arena *arena;       ///< of the table; NULL: the heap
    struct map_entry *entries; ///< open addressing; a key of NULL: free
    size_t count;
    size_t capacity; ///< a power of two, or 0
};

struct map_entry {
    const void *key; ///< borrowed
    size_t size;     ///< bytes of the key
    void *value;
};

/** @return the key's value, or NULL if the map does not hold the key */
void *map_find(const struct map *map, const void *key, size_t size);

/** Like map_find() for the bytes of a NUL-terminated text. */
void *map_find_text(const struct map *map, const char *key);

/**
 * Finds a key's entry, and adds the key if the map does not hold it.
 *
 * @param key   must outlive the map if it is added
 * @return a pointer to the value, which is NULL for a new key; valid until the
 *         next key is added
 */
void **map_at(struct map *map, const void *key, size_t size);

/** Like map_at() for the bytes of a NUL-terminated text. */
void **map_at_text(struct map *map, const char *key);

/**
 * Iterates over the entries, in the order of the table.
 *
 * @param previous  NULL to begin
 * @return the entry after it, or NULL after the last
 */
const struct map_entry *map_next(const struct map *map,
                                 const struct map_entry *previous);

/** Frees the table of a heap map, not its keys and values; the map is then
 *  empty. */
void map_free(struct map *map);

#endif
