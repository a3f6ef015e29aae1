#include "pdf/flate.h"

#include <assert.h>
#include <libdeflate.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/memory.h"

/** libdeflate's levels go from 1 to 12. For a letter, level 1 takes half the
 *  time of 6, and pages are 8% larger: 900 bytes of 45,000. */
static const int levels[] = {[FLATE_ONCE] = 12, [FLATE_EACH] = 1};

struct flate {
    struct libdeflate_compressor *compressor;
    unsigned char *bytes;
    size_t capacity;
};

struct flate *flate_new(enum flate_effort effort)
{
    struct flate *flate = memory_alloc(sizeof *flate);

    *flate =
        (struct flate){libdeflate_alloc_compressor(levels[effort]), NULL, 0};
    if (!flate->compressor)
        memory_exhausted();
    return flate;
}

void flate_free(struct flate *flate)
{
    if (!flate)
        return;
    libdeflate_free_compressor(flate->compressor);
    free(flate->bytes);
    free(flate);
}

void flate_add(struct flate *flate, const void *bytes, size_t size,
               struct buffer *buffer)
{
    const size_t bound =
        libdeflate_zlib_compress_bound(flate->compressor, size);
    size_t length;

    ARRAY_RESERVE(flate->bytes, bound, flate->capacity);
    length = libdeflate_zlib_compress(flate->compressor, bytes, size,
                                      flate->bytes, flate->capacity);
    assert(length > 0);
    buffer_add(buffer, flate->bytes, length);
}
