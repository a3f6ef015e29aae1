#include "pdf/content_cache.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/memory.h"

enum {
    MEMORY_LIMIT = 6 * 1024 * 1024,
    SLOTS = 16384, /* a power of two; at most half of them are taken */
    SIGHTS = 8192, /* likewise */
    PART_MAX = 64 * 1024
};

struct cached_content {
    struct content_cache_key key;
    struct content_cache_entry cached;
};

/* The hash is here, so that a look-up does not read other entries. */
struct content_slot {
    uint64_t hash;
    struct cached_content *cached_content; ///< NULL: free
};

struct content_cache {
    struct arena *arena;
    struct static_deflate *static_deflate;
    struct buffer bits; ///< of one part
    struct content_slot *slots;
    size_t used;
    uint64_t *seen_once; ///< hashes seen once; new ones replace old ones
    uint64_t wanted;     ///< the hash of the last look-up
    bool seen;           ///< true if it was seen before
};

struct content_cache *content_cache_new(void)
{
    struct content_cache *content_cache = memory_alloc(sizeof *content_cache);

    *content_cache = (struct content_cache){
        .arena = arena_new(),
        .static_deflate = static_deflate_new(&static_deflate_page_codes),
        .bits = buffer_new(4 * PART_MAX),
        .slots = memory_resize(NULL, SLOTS, sizeof *content_cache->slots),
        .seen_once =
            memory_resize(NULL, SIGHTS, sizeof *content_cache->seen_once),
    };
    memset(content_cache->slots, 0, SLOTS * sizeof *content_cache->slots);
    memset(content_cache->seen_once, 0,
           SIGHTS * sizeof *content_cache->seen_once);
    return content_cache;
}

void content_cache_free(struct content_cache *content_cache)
{
    if (!content_cache)
        return;
    arena_free(content_cache->arena);
    static_deflate_free(content_cache->static_deflate);
    buffer_free(&content_cache->bits);
    free(content_cache->slots);
    free(content_cache->seen_once);
    free(content_cache);
}

void content_cache_begin_letter(struct content_cache *content_cache)
{
    if (arena_used(content_cache->arena) < MEMORY_LIMIT &&
        content_cache->used < SLOTS / 4)
        return;
    arena_reset(content_cache->arena);
    memset(content_cache->slots, 0, SLOTS * sizeof *content_cache->slots);
    content_cache->used = 0;
}

static uint64_t hash_key(const struct content_cache_key *key)
{
    const uint64_t seed = (uint64_t)key->kind * 1000003 + key->body_size;

    return hash_table64(seed, key->head, key->head_size);
}

static bool is_same(const struct content_cache_key *a,
                    const struct content_cache_key *b)
{
    return a->kind == b->kind && a->size == b->size &&
           a->head_size == b->head_size && a->body_size == b->body_size &&
           ((a->stamp && a->stamp == b->stamp) ||
            (memcmp(a->head, b->head, a->head_size) == 0 &&
             memcmp(a->body, b->body, a->body_size) == 0));
}

static struct content_slot *find_slot(const struct content_cache *content_cache,
                                      uint64_t hash,
                                      const struct content_cache_key *key)
{
    struct content_slot *content_slot =
        &content_cache->slots[hash & (SLOTS - 1)];

    while (content_slot->cached_content &&
           (content_slot->hash != hash ||
            !is_same(&content_slot->cached_content->key, key)))
        content_slot = content_slot < &content_cache->slots[SLOTS - 1]
                           ? content_slot + 1
                           : content_cache->slots;
    return content_slot;
}

const struct content_cache_entry *
content_cache_find(struct content_cache *content_cache,
                   const struct content_cache_key *key)
{
    const uint64_t hash = hash_key(key);
    struct cached_content *cached_content =
        find_slot(content_cache, hash, key)->cached_content;
    uint64_t *sight = &content_cache->seen_once[hash >> 32 & (SIGHTS - 1)];

    content_cache->wanted = hash;
    content_cache->seen = *sight == hash;
    *sight = hash;
    if (!cached_content)
        return NULL;
    cached_content->key.stamp = key->stamp;
    return &cached_content->cached;
}

static struct packed_bits pack(struct content_cache *content_cache,
                               const char *bytes, size_t size)
{
    size_t count;

    buffer_clear(&content_cache->bits);
    count = static_deflate_pack(content_cache->static_deflate, bytes, size,
                                &content_cache->bits);
    return (struct packed_bits){arena_copy(content_cache->arena,
                                           content_cache->bits.bytes,
                                           content_cache->bits.length),
                                count};
}

static struct content_cache_key copy_key(struct arena *arena,
                                         const struct content_cache_key *key)
{
    struct content_cache_key copy = *key;

    copy.head = arena_copy(arena, key->head, key->head_size);
    copy.body = arena_copy(arena, key->body, key->body_size);
    return copy;
}

const struct content_cache_entry *
content_cache_add(struct content_cache *content_cache,
                  const struct content_cache_key *key, const char *bytes,
                  size_t size)
{
    struct cached_content *cached_content;

    if (!content_cache->seen || size > PART_MAX ||
        content_cache->used >= SLOTS / 2)
        return NULL;
    cached_content = ARENA_NEW(content_cache->arena, struct cached_content);
    cached_content->key = copy_key(content_cache->arena, key);
    cached_content->cached = (struct content_cache_entry){
        arena_copy(content_cache->arena, bytes, size), size,
        pack(content_cache, bytes, size)};
    *find_slot(content_cache, content_cache->wanted, key) =
        (struct content_slot){content_cache->wanted, cached_content};
    content_cache->used++;
    return &cached_content->cached;
}
