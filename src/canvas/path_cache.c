#include "canvas/path_cache.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"

enum {
    MEMORY_LIMIT = 4 * 1024 * 1024,
    SLOTS = 1024 /* a power of two; at most half of them are taken */
};

struct path_slot {
    const double *numbers; ///< NULL: free
    size_t count;
    struct path path;
};

struct path_cache {
    struct arena *arena;
    struct path_slot *slots;
    size_t used;
};

struct path_cache *path_cache_new(void)
{
    struct path_cache *cache = memory_alloc(sizeof *cache);

    *cache = (struct path_cache){
        .arena = arena_new(),
        .slots = memory_resize(NULL, SLOTS, sizeof *cache->slots)};
    memset(cache->slots, 0, SLOTS * sizeof *cache->slots);
    return cache;
}

void path_cache_free(struct path_cache *cache)
{
    arena_free(cache->arena);
    free(cache->slots);
    free(cache);
}

static bool is_full(const struct path_cache *cache)
{
    return cache->used >= SLOTS / 2 || arena_used(cache->arena) >= MEMORY_LIMIT;
}

void path_cache_trim(struct path_cache *cache)
{
    if (!is_full(cache))
        return;
    arena_reset(cache->arena);
    memset(cache->slots, 0, SLOTS * sizeof *cache->slots);
    cache->used = 0;
}

/* Only some numbers are hashed; the whole key is compared. */
static uint64_t hash_key(const double *numbers, size_t count)
{
    enum { SAMPLES = 32 };
    const size_t step = count / SAMPLES + 1;
    uint64_t hash = count;

    for (size_t i = 0; i < count; i += step)
        hash = hash_table64(hash, &numbers[i], sizeof *numbers);
    return hash;
}

static struct path_slot *find_slot(const struct path_cache *cache,
                                   const double *numbers, size_t count)
{
    const size_t size = count * sizeof *numbers;
    size_t at = hash_key(numbers, count) & (SLOTS - 1);

    while (cache->slots[at].numbers &&
           (cache->slots[at].count != count ||
            memcmp(cache->slots[at].numbers, numbers, size) != 0))
        at = (at + 1) & (SLOTS - 1);
    return &cache->slots[at];
}

bool path_cache_find(const struct path_cache *cache, const double *numbers,
                     size_t count, struct path *path)
{
    const struct path_slot *slot = find_slot(cache, numbers, count);

    *path = slot->path;
    return slot->numbers != NULL;
}

/* @return a number that no other outline has */
static uint64_t next_stamp(void)
{
    static atomic_uint_fast64_t last;

    return atomic_fetch_add_explicit(&last, 1, memory_order_relaxed) + 1;
}

static struct path copy_path(struct arena *arena, const struct path *path)
{
    struct shared_outline *shared = ARENA_NEW(arena, struct shared_outline);
    struct path copy = *path;

    *shared = (struct shared_outline){next_stamp(), path_box(path)};
    copy.shared = shared;
    copy.operators = arena_copy(arena, path->operators, path->operator_count);
    copy.points = arena_copy(arena, path->points,
                             path->point_count * sizeof *path->points);
    return copy;
}

struct path path_cache_add(struct path_cache *cache, const double *numbers,
                           size_t count, const struct path *path)
{
    static const struct shared_outline not_kept = {0};
    struct path copy = *path;
    struct path_slot *slot;

    assert(path->copies == 1);
    copy.shared = &not_kept;
    if (is_full(cache))
        return copy;
    slot = find_slot(cache, numbers, count);
    *slot = (struct path_slot){
        arena_copy(cache->arena, numbers, count * sizeof *numbers), count,
        copy_path(cache->arena, path)};
    cache->used++;
    return slot->path;
}
