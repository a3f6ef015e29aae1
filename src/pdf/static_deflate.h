#ifndef PDF_STATIC_DEFLATE_H
#define PDF_STATIC_DEFLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "pdf/static_deflate_codes.h"

/**
 * Deflates streams of one kind in zlib's format, with one static Huffman code.
 *
 * With a constant code, a part of a page can be packed once and inserted
 * unchanged at any position: letters share most of their lines. One for each
 * thread.
 *
 * @source RFC 1950 (zlib), RFC 1951 (deflate)
 */
struct static_deflate;

/** A part packed ahead. */
struct packed_bits {
    const unsigned char
        *bits;    ///< first bit lowest; STATIC_DEFLATE_PADDING bytes after
    size_t count; ///< bits
};

enum { STATIC_DEFLATE_PADDING = 8 };

/** A separately packed part of a stream. It may be packed ahead or with the
 *  stream; the bits are equal. */
struct stream_part {
    size_t start;
    size_t size;               ///< bytes
    struct packed_bits packed; ///< without bits: not packed yet
    bool plain;                ///< not searched for repeats
};

/** @param codes  for the kind of data; borrowed for the call
 *  @owner the caller, who frees it with static_deflate_free() */
struct static_deflate *
static_deflate_new(const struct static_deflate_codes *codes);

void static_deflate_free(struct static_deflate *static_deflate);

/**
 * Packs a part ahead.
 *
 * @param static_deflate  this thread's
 * @param bytes           the part
 * @param size            how many
 * @param bits            [out] the bits, then STATIC_DEFLATE_PADDING bytes
 *                       
 * @return the number of bits
 */
size_t static_deflate_pack(struct static_deflate *static_deflate,
                           const char *bytes, size_t size, struct buffer *bits);

/**
 * Adds a stream to a buffer. The bytes depend on the stream and its division
 * into parts only.
 *
 * @param static_deflate  this thread's
 * @param stream          the bytes to deflate
 * @param parts           in order
 * @param count           how many
 * @param buffer          the zlib stream is added
 */
void static_deflate_add(struct static_deflate *static_deflate,
                        const struct buffer *stream,
                        const struct stream_part *parts, size_t count,
                        struct buffer *buffer);

#endif
