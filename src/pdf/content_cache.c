#include "pdf/content_cache.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"

enum {
    MEMORY_LIMIT = 6 * 1024 * 1024,
    SLOTS = 16384, /* a power of two; at most half of them are taken */
    SIGHTS = 8192, /* likewise */
    PART_MAX = 64 * 1024
};

struct kept {
    struct plate_key key;
    struct plate plate;
};

/* The hash stands here, so that what is not looked for stays out of the
 * processor's cache. */
struct slot {
    uint64_t hash;
    struct kept *kept; ///< NULL: free
};

struct plates {
    struct arena *arena;
    struct compactor *compactor;
    struct buffer bits; ///< of one part
    struct slot *slots;
    size_t used;
    uint64_t *sights; ///< hashes that came once; new ones push out old ones
    uint64_t wanted;  ///< the hash that was looked for last
    bool seen;        ///< and whether it had come before
};

struct plates *plates_new(void)
{
    struct plates *plates = memory_alloc(sizeof *plates);

    *plates = (struct plates){
        .arena = arena_new(),
        .compactor = compactor_new(&compactor_page_codes),
        .bits = buffer_new(4 * PART_MAX),
        .slots = memory_resize(NULL, SLOTS, sizeof *plates->slots),
        .sights = memory_resize(NULL, SIGHTS, sizeof *plates->sights),
    };
    memset(plates->slots, 0, SLOTS * sizeof *plates->slots);
    memset(plates->sights, 0, SIGHTS * sizeof *plates->sights);
    return plates;
}

void plates_free(struct plates *plates)
{
    if (!plates)
        return;
    arena_free(plates->arena);
    compactor_free(plates->compactor);
    buffer_free(&plates->bits);
    free(plates->slots);
    free(plates->sights);
    free(plates);
}

void plates_begin_letter(struct plates *plates)
{
    if (arena_used(plates->arena) < MEMORY_LIMIT && plates->used < SLOTS / 4)
        return;
    arena_reset(plates->arena);
    memset(plates->slots, 0, SLOTS * sizeof *plates->slots);
    plates->used = 0;
}

static uint64_t hash_key(const struct plate_key *key)
{
    const uint64_t seed = (uint64_t)key->kind * 1000003 + key->body_size;

    return hash_swift(seed, key->head, key->head_size);
}

static bool is_same(const struct plate_key *a, const struct plate_key *b)
{
    return a->kind == b->kind && a->size == b->size &&
           a->head_size == b->head_size && a->body_size == b->body_size &&
           ((a->stamp && a->stamp == b->stamp) ||
            (memcmp(a->head, b->head, a->head_size) == 0 &&
             memcmp(a->body, b->body, a->body_size) == 0));
}

static struct slot *find_slot(const struct plates *plates, uint64_t hash,
                              const struct plate_key *key)
{
    struct slot *slot = &plates->slots[hash & (SLOTS - 1)];

    while (slot->kept &&
           (slot->hash != hash || !is_same(&slot->kept->key, key)))
        slot = slot < &plates->slots[SLOTS - 1] ? slot + 1 : plates->slots;
    return slot;
}

const struct plate *plates_find(struct plates *plates,
                                const struct plate_key *key)
{
    const uint64_t hash = hash_key(key);
    struct kept *kept = find_slot(plates, hash, key)->kept;
    uint64_t *sight = &plates->sights[hash >> 32 & (SIGHTS - 1)];

    plates->wanted = hash;
    plates->seen = *sight == hash;
    *sight = hash;
    if (!kept)
        return NULL;
    kept->key.stamp = key->stamp;
    return &kept->plate;
}

static struct packing pack(struct plates *plates, const char *bytes,
                           size_t size)
{
    size_t count;

    buffer_clear(&plates->bits);
    count = compactor_pack(plates->compactor, bytes, size, &plates->bits);
    return (struct packing){
        arena_copy(plates->arena, plates->bits.bytes, plates->bits.length),
        count};
}

static struct plate_key copy_key(struct arena *arena,
                                 const struct plate_key *key)
{
    struct plate_key copy = *key;

    copy.head = arena_copy(arena, key->head, key->head_size);
    copy.body = arena_copy(arena, key->body, key->body_size);
    return copy;
}

const struct plate *plates_keep(struct plates *plates,
                                const struct plate_key *key, const char *bytes,
                                size_t size)
{
    struct kept *kept;

    if (!plates->seen || size > PART_MAX || plates->used >= SLOTS / 2)
        return NULL;
    kept = ARENA_NEW(plates->arena, struct kept);
    kept->key = copy_key(plates->arena, key);
    kept->plate = (struct plate){arena_copy(plates->arena, bytes, size), size,
                                 pack(plates, bytes, size)};
    *find_slot(plates, plates->wanted, key) =
        (struct slot){plates->wanted, kept};
    plates->used++;
    return &kept->plate;
}
