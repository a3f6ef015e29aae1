#include "pdf/flate.h"

#include <assert.h>
#include <libdeflate.h>
#include <stdlib.h>

#include "base/arena.h"

/** libdeflate's levels go from 1 to 12. For a letter, 1 takes half the time of
 *  6 and makes its pages 8% larger, which are 900 bytes of 45,000. */
static const int levels[] = {[DEFLATER_ONCE] = 12, [DEFLATER_EACH] = 1};

struct deflater {
    struct libdeflate_compressor *compressor;
    unsigned char *bytes;
    size_t room;
};

struct deflater *deflater_new(enum deflater_effort effort)
{
    struct deflater *deflater = memory_alloc(sizeof *deflater);

    *deflater =
        (struct deflater){libdeflate_alloc_compressor(levels[effort]), NULL, 0};
    if (!deflater->compressor)
        memory_exhausted();
    return deflater;
}

void deflater_free(struct deflater *deflater)
{
    if (!deflater)
        return;
    libdeflate_free_compressor(deflater->compressor);
    free(deflater->bytes);
    free(deflater);
}

void deflater_add(struct deflater *deflater, const void *bytes, size_t size,
                  struct buffer *buffer)
{
    const size_t bound =
        libdeflate_zlib_compress_bound(deflater->compressor, size);
    size_t length;

    if (bound > deflater->room) {
        deflater->bytes = memory_resize(deflater->bytes, bound, 1);
        deflater->room = bound;
    }
    length = libdeflate_zlib_compress(deflater->compressor, bytes, size,
                                      deflater->bytes, deflater->room);
    assert(length > 0);
    buffer_add(buffer, deflater->bytes, length);
}
