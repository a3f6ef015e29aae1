#include "base/hash_prefix_cache.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"

enum {
    KEPT = 4,                ///< beginnings; the one not used for longest goes
    BEGINNING_MIN = 1024,    ///< fewer bytes are not worth looking for
    BEGINNING_MAX = 1 << 20, ///< more are not worth keeping
    ALIKE_MAX = 64 * 1024    ///< bytes of the last file that are compared
};

struct beginning {
    struct buffer bytes;
    struct hash *hash; ///< of them
    uint64_t last_use; ///< the file that began like this last; 0: empty
};

struct digester {
    struct hash *hash; ///< of the file in hand
    struct hash *fork; ///< of a part of it
    uint64_t files;
    struct beginning kept[KEPT];
    struct buffer last; ///< as far as it is compared with the next
};

struct digester *digester_new(void)
{
    struct digester *digester = memory_alloc(sizeof *digester);

    *digester = (struct digester){
        .hash = hash_new(), .fork = hash_new(), .last = buffer_new(ALIKE_MAX)};
    for (size_t i = 0; i < KEPT; i++)
        digester->kept[i] =
            (struct beginning){buffer_new(BEGINNING_MAX), hash_new(), 0};
    return digester;
}

void digester_free(struct digester *digester)
{
    if (!digester)
        return;
    for (size_t i = 0; i < KEPT; i++) {
        buffer_free(&digester->kept[i].bytes);
        hash_free(digester->kept[i].hash);
    }
    buffer_free(&digester->last);
    hash_free(digester->hash);
    hash_free(digester->fork);
    free(digester);
}

static struct beginning *find(struct digester *digester, const void *bytes,
                              size_t size)
{
    for (size_t i = 0; i < KEPT; i++) {
        struct beginning *kept = &digester->kept[i];
        if (kept->last_use && kept->bytes.length == size &&
            memcmp(kept->bytes.bytes, bytes, size) == 0)
            return kept;
    }
    return NULL;
}

static struct beginning *keep(struct digester *digester, const void *bytes,
                              size_t size)
{
    struct beginning *oldest = &digester->kept[0];

    for (size_t i = 1; i < KEPT; i++)
        if (digester->kept[i].last_use < oldest->last_use)
            oldest = &digester->kept[i];
    buffer_clear(&oldest->bytes);
    buffer_add(&oldest->bytes, bytes, size);
    hash_restart(oldest->hash);
    hash_add(oldest->hash, bytes, size);
    return oldest;
}

static void resume(struct digester *digester, struct beginning *kept)
{
    kept->last_use = ++digester->files;
    hash_resume(digester->hash, kept->hash);
}

struct hash *digester_begin(struct digester *digester, const void *bytes,
                            size_t beginning)
{
    struct beginning *kept;

    if (beginning < BEGINNING_MIN || beginning > BEGINNING_MAX) {
        hash_restart(digester->hash);
        hash_add(digester->hash, bytes, beginning);
        return digester->hash;
    }
    kept = find(digester, bytes, beginning);
    if (!kept)
        kept = keep(digester, bytes, beginning);
    resume(digester, kept);
    return digester->hash;
}

struct hash *digester_fork(struct digester *digester)
{
    hash_resume(digester->fork, digester->hash);
    return digester->fork;
}

void digester_hash(struct digester *digester, const void *bytes, size_t size,
                   size_t beginning, unsigned char digest[static HASH_SIZE])
{
    struct hash *hash = digester_begin(digester, bytes, beginning);

    assert(beginning <= size);
    hash_add(hash, (const char *)bytes + beginning, size - beginning);
    hash_finish(hash, digest);
}

/* @return the longest beginning that this file has, or NULL */
static struct beginning *find_longest(struct digester *digester,
                                      const char *bytes, size_t size)
{
    struct beginning *longest = NULL;

    for (size_t i = 0; i < KEPT; i++) {
        struct beginning *kept = &digester->kept[i];
        const size_t length = kept->bytes.length;
        if (kept->last_use && length <= size &&
            (!longest || length > longest->bytes.length) &&
            memcmp(kept->bytes.bytes, bytes, length) == 0)
            longest = kept;
    }
    return longest;
}

/* @return how many bytes this file and the last have in common, in whole
 * steps: two that are more alike than others by chance say little */
static size_t compare_last(const struct digester *digester, const char *bytes,
                           size_t size)
{
    const struct buffer *last = &digester->last;
    size_t alike = 0;

    while (alike < last->length && alike < size &&
           last->bytes[alike] == bytes[alike])
        alike++;
    return alike - alike % BEGINNING_MIN;
}

void digester_hash_alike(struct digester *digester, const void *bytes,
                         size_t size, unsigned char digest[static HASH_SIZE])
{
    struct beginning *kept = find_longest(digester, bytes, size);
    size_t from = 0;

    if (!kept) {
        const size_t alike = compare_last(digester, bytes, size);
        if (alike)
            kept = keep(digester, bytes, alike);
        buffer_clear(&digester->last);
        buffer_add(&digester->last, bytes, size < ALIKE_MAX ? size : ALIKE_MAX);
    }
    if (kept) {
        from = kept->bytes.length;
        resume(digester, kept);
    }
    hash_add(digester->hash, (const char *)bytes + from, size - from);
    hash_finish(digester->hash, digest);
}
