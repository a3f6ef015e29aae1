#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/memory.h"

enum { FIRST_CAPACITY = 64 };

/* @return the key's entry, or the free entry for it */
static struct map_entry *find_entry(const struct map *map, const void *key,
                                    size_t size)
{
    const size_t mask = map->capacity - 1;
    size_t at = (size_t)hash_fnv_bytes(0, key, size) & mask;

    while (map->entries[at].key && (map->entries[at].size != size ||
                                    memcmp(map->entries[at].key, key, size)))
        at = (at + 1) & mask;
    return &map->entries[at];
}

static struct map_entry *new_entries(const struct map *map)
{
    struct map_entry *entries;

    if (map->arena)
        return ARENA_ARRAY(map->arena, struct map_entry, map->capacity);
    entries = memory_resize(NULL, map->capacity, sizeof *entries);
    memset(entries, 0, map->capacity * sizeof *entries);
    return entries;
}

/* At most half of the entries are in use. */
static void grow(struct map *map)
{
    const struct map old = *map;

    if (map->count * 2 < map->capacity)
        return;
    map->capacity = old.capacity ? old.capacity * 2 : FIRST_CAPACITY;
    map->entries = new_entries(map);
    for (size_t i = 0; i < old.capacity; i++)
        if (old.entries[i].key)
            *find_entry(map, old.entries[i].key, old.entries[i].size) =
                old.entries[i];
    if (!map->arena)
        free(old.entries);
}

void *map_find(const struct map *map, const void *key, size_t size)
{
    return map->capacity ? find_entry(map, key, size)->value : NULL;
}

void *map_find_text(const struct map *map, const char *key)
{
    return map_find(map, key, strlen(key));
}

void **map_at(struct map *map, const void *key, size_t size)
{
    struct map_entry *entry;

    grow(map);
    entry = find_entry(map, key, size);
    if (!entry->key) {
        *entry = (struct map_entry){key, size, NULL};
        map->count++;
    }
    return &entry->value;
}

void **map_at_text(struct map *map, const char *key)
{
    return map_at(map, key, strlen(key));
}

const struct map_entry *map_next(const struct map *map,
                                 const struct map_entry *previous)
{
    size_t at = previous ? (size_t)(previous - map->entries) + 1 : 0;

    while (at < map->capacity && !map->entries[at].key)
        at++;
    return at < map->capacity ? &map->entries[at] : NULL;
}

void map_free(struct map *map)
{
    if (!map->arena)
        free(map->entries);
    *map = (struct map){.arena = map->arena};
}
