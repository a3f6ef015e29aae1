#include "base/hash_prefix_cache.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/memory.h"

enum {
    ENTRIES = 4,             ///< beginnings; the least recently used goes
    BEGINNING_MIN = 1024,    ///< fewer bytes are not worth looking for
    BEGINNING_MAX = 1 << 20, ///< more are not worth keeping
    ALIKE_MAX = 64 * 1024    ///< bytes of the last file that are compared
};

struct beginning {
    struct buffer bytes;
    struct hash *hash; ///< of them
    uint64_t last_use; ///< the file that began like this last; 0: empty
};

struct hash_prefix_cache {
    struct hash *hash; ///< of the current file
    struct hash *fork; ///< of a part of it
    uint64_t files;
    struct beginning entries[ENTRIES];
    struct buffer last; ///< as far as it is compared with the next
};

struct hash_prefix_cache *hash_prefix_cache_new(void)
{
    struct hash_prefix_cache *hash_prefix_cache =
        memory_alloc(sizeof *hash_prefix_cache);

    *hash_prefix_cache = (struct hash_prefix_cache){
        .hash = hash_new(), .fork = hash_new(), .last = buffer_new(ALIKE_MAX)};
    for (size_t i = 0; i < ENTRIES; i++)
        hash_prefix_cache->entries[i] =
            (struct beginning){buffer_new(BEGINNING_MAX), hash_new(), 0};
    return hash_prefix_cache;
}

void hash_prefix_cache_free(struct hash_prefix_cache *hash_prefix_cache)
{
    if (!hash_prefix_cache)
        return;
    for (size_t i = 0; i < ENTRIES; i++) {
        buffer_free(&hash_prefix_cache->entries[i].bytes);
        hash_free(hash_prefix_cache->entries[i].hash);
    }
    buffer_free(&hash_prefix_cache->last);
    hash_free(hash_prefix_cache->hash);
    hash_free(hash_prefix_cache->fork);
    free(hash_prefix_cache);
}

static struct beginning *find(struct hash_prefix_cache *hash_prefix_cache,
                              const void *bytes, size_t size)
{
    for (size_t i = 0; i < ENTRIES; i++) {
        struct beginning *entries = &hash_prefix_cache->entries[i];
        if (entries->last_use && entries->bytes.length == size &&
            memcmp(entries->bytes.bytes, bytes, size) == 0)
            return entries;
    }
    return NULL;
}

static struct beginning *remember(struct hash_prefix_cache *hash_prefix_cache,
                                  const void *bytes, size_t size)
{
    struct beginning *oldest = &hash_prefix_cache->entries[0];

    for (size_t i = 1; i < ENTRIES; i++)
        if (hash_prefix_cache->entries[i].last_use < oldest->last_use)
            oldest = &hash_prefix_cache->entries[i];
    buffer_clear(&oldest->bytes);
    buffer_add(&oldest->bytes, bytes, size);
    hash_restart(oldest->hash);
    hash_add(oldest->hash, bytes, size);
    return oldest;
}

static void resume(struct hash_prefix_cache *hash_prefix_cache,
                   struct beginning *entries)
{
    entries->last_use = ++hash_prefix_cache->files;
    hash_resume(hash_prefix_cache->hash, entries->hash);
}

struct hash *
hash_prefix_cache_begin(struct hash_prefix_cache *hash_prefix_cache,
                        const void *bytes, size_t beginning)
{
    struct beginning *entries;

    if (beginning < BEGINNING_MIN || beginning > BEGINNING_MAX) {
        hash_restart(hash_prefix_cache->hash);
        hash_add(hash_prefix_cache->hash, bytes, beginning);
        return hash_prefix_cache->hash;
    }
    entries = find(hash_prefix_cache, bytes, beginning);
    if (!entries)
        entries = remember(hash_prefix_cache, bytes, beginning);
    resume(hash_prefix_cache, entries);
    return hash_prefix_cache->hash;
}

struct hash *hash_prefix_cache_fork(struct hash_prefix_cache *hash_prefix_cache)
{
    hash_resume(hash_prefix_cache->fork, hash_prefix_cache->hash);
    return hash_prefix_cache->fork;
}

void hash_prefix_cache_hash(struct hash_prefix_cache *hash_prefix_cache,
                            const void *bytes, size_t size, size_t beginning,
                            unsigned char digest[static HASH_SIZE])
{
    struct hash *hash =
        hash_prefix_cache_begin(hash_prefix_cache, bytes, beginning);

    assert(beginning <= size);
    hash_add(hash, (const char *)bytes + beginning, size - beginning);
    hash_finish(hash, digest);
}

/* @return the longest beginning that this file has, or NULL */
static struct beginning *
find_longest(struct hash_prefix_cache *hash_prefix_cache, const char *bytes,
             size_t size)
{
    struct beginning *longest = NULL;

    for (size_t i = 0; i < ENTRIES; i++) {
        struct beginning *entries = &hash_prefix_cache->entries[i];
        const size_t length = entries->bytes.length;
        if (entries->last_use && length <= size &&
            (!longest || length > longest->bytes.length) &&
            memcmp(entries->bytes.bytes, bytes, length) == 0)
            longest = entries;
    }
    return longest;
}

/* @return how many bytes this file and the last have in common, in whole
 * steps: two that are more alike than others by chance say little */
static size_t compare_last(const struct hash_prefix_cache *hash_prefix_cache,
                           const char *bytes, size_t size)
{
    const struct buffer *last = &hash_prefix_cache->last;
    size_t similar = 0;

    while (similar < last->length && similar < size &&
           last->bytes[similar] == bytes[similar])
        similar++;
    return similar - similar % BEGINNING_MIN;
}

void hash_prefix_cache_hash_alike(struct hash_prefix_cache *hash_prefix_cache,
                                  const void *bytes, size_t size,
                                  unsigned char digest[static HASH_SIZE])
{
    struct beginning *entries = find_longest(hash_prefix_cache, bytes, size);
    size_t from = 0;

    if (!entries) {
        const size_t similar = compare_last(hash_prefix_cache, bytes, size);
        if (similar)
            entries = remember(hash_prefix_cache, bytes, similar);
        buffer_clear(&hash_prefix_cache->last);
        buffer_add(&hash_prefix_cache->last, bytes,
                   size < ALIKE_MAX ? size : ALIKE_MAX);
    }
    if (entries) {
        from = entries->bytes.length;
        resume(hash_prefix_cache, entries);
    }
    hash_add(hash_prefix_cache->hash, (const char *)bytes + from, size - from);
    hash_finish(hash_prefix_cache->hash, digest);
}
