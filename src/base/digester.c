#include "base/digester.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"

enum {
    KEPT = 4,               ///< beginnings; the one not used for longest goes
    BEGINNING_MIN = 1024,   ///< fewer bytes are not worth looking for
    BEGINNING_MAX = 1 << 20 ///< more are not worth keeping
};

struct beginning {
    struct buffer bytes;
    struct hash *hash; ///< of them
    uint64_t last_use; ///< the file that began like this last; 0: empty
};

struct digester {
    struct hash *hash; ///< of the file in hand
    uint64_t files;
    struct beginning kept[KEPT];
};

struct digester *digester_new(void)
{
    struct digester *digester = memory_alloc(sizeof *digester);

    *digester = (struct digester){.hash = hash_new()};
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
    hash_free(digester->hash);
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

void digester_hash(struct digester *digester, const void *bytes, size_t size,
                   size_t beginning, unsigned char digest[static HASH_SIZE])
{
    struct beginning *kept;

    assert(beginning <= size);
    if (beginning < BEGINNING_MIN || beginning > BEGINNING_MAX) {
        hash_add(digester->hash, bytes, size);
        hash_finish(digester->hash, digest);
        return;
    }
    kept = find(digester, bytes, beginning);
    if (!kept)
        kept = keep(digester, bytes, beginning);
    kept->last_use = ++digester->files;
    hash_resume(digester->hash, kept->hash);
    hash_add(digester->hash, (const char *)bytes + beginning, size - beginning);
    hash_finish(digester->hash, digest);
}
