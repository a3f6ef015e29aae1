#ifndef TESTS_UNIT_PDF_UNPACK_H
#define TESTS_UNIT_PDF_UNPACK_H

#include <libdeflate.h>
#include <string.h>

#include "base/buffer.h"

/** Adds the stream, as it was before it was deflated, of the first dictionary
 *  that holds @p entries, which stand in clear. */
static inline void unpack(const struct buffer *file, const char *entries,
                          struct buffer *stream)
{
    static char bytes[1000000];
    struct libdeflate_decompressor *inflater = libdeflate_alloc_decompressor();
    const char *at =
        memmem(file->bytes, file->length, entries, strlen(entries));
    size_t size;

    assert_non_null(at);
    at = strstr(at, "stream\n") + 7;
    assert_int_equal(
        libdeflate_zlib_decompress_ex(inflater, at,
                                      (size_t)(file->bytes + file->length - at),
                                      bytes, sizeof bytes, NULL, &size),
        LIBDEFLATE_SUCCESS);
    libdeflate_free_decompressor(inflater);
    buffer_add(stream, bytes, size);
}

#endif
