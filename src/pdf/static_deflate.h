#ifndef PDF_STATIC_DEFLATE_H
#define PDF_STATIC_DEFLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "pdf/static_deflate_codes.h"

/**
 * Deflates streams of one kind: zlib's format, one static Huffman code.
 *
 * A code that is always the same lets a part of a page be packed ahead and
 * put in wherever it is, unchanged: most lines of a letter are in all
 * letters. One for each thread.
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

/** A part of a stream that is packed for itself, ahead or when its turn comes:
 *  the bits are the same. */
struct stream_part {
    size_t start;
    size_t size;               ///< bytes
    struct packed_bits packed; ///< without bits: not packed yet
    bool plain; ///< has no repeats worth the time to look for them
};

/** @param codes  those of what is to be made small; borrowed for the call
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
 * @param bits            gets the bits, STATIC_DEFLATE_PADDING bytes after them
 * @return how many bits
 */
size_t static_deflate_pack(struct static_deflate *static_deflate,
                           const char *bytes, size_t size, struct buffer *bits);

/**
 * Adds a stream to a buffer. The bytes depend on the stream and on where its
 * parts lie.
 *
 * @param static_deflate  this thread's
 * @param stream          what to make small
 * @param parts           in their order
 * @param count           how many
 * @param buffer          gets the zlib stream
 */
void static_deflate_add(struct static_deflate *static_deflate,
                        const struct buffer *stream,
                        const struct stream_part *parts, size_t count,
                        struct buffer *buffer);

#endif
