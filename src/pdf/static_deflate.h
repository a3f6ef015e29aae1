#ifndef PDF_COMPACTOR_H
#define PDF_COMPACTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "pdf/static_deflate_codes.h"

/**
 * Makes streams of one kind small: zlib's format, one Huffman code for all.
 *
 * A code that is always the same lets a strand of a page be packed ahead and
 * put in wherever it stands, as it is: most lines of a letter stand in all
 * letters. One for each thread.
 *
 * @source RFC 1950 (zlib), RFC 1951 (deflate)
 */
struct compactor;

/** A strand packed ahead. */
struct packing {
    const unsigned char *bits; ///< first bit lowest; COMPACTOR_PAD bytes behind
    size_t count;              ///< bits
};

enum { COMPACTOR_PAD = 8 };

/** A part of a stream that is packed for itself, ahead or when its turn comes:
 *  the bits are the same. */
struct strand {
    size_t start;
    size_t size;            ///< bytes
    struct packing packing; ///< without bits: not packed yet
    bool plain;             ///< has no repeats worth the time to look for them
};

/** @param codes  those of what is to be made small; borrowed for the call
 *  @owner the caller, who frees it with compactor_free() */
struct compactor *compactor_new(const struct compactor_codes *codes);

void compactor_free(struct compactor *compactor);

/**
 * Packs a strand ahead.
 *
 * @param compactor  this thread's
 * @param bytes      the strand
 * @param size       how many
 * @param bits       gets the bits, COMPACTOR_PAD bytes behind them
 * @return how many bits
 */
size_t compactor_pack(struct compactor *compactor, const char *bytes,
                      size_t size, struct buffer *bits);

/**
 * Adds a stream to a buffer. The bytes depend on the stream and on where its
 * strands lie.
 *
 * @param compactor  this thread's
 * @param stream     what to make small
 * @param strands    in their order
 * @param count      how many
 * @param buffer     gets the zlib stream
 */
void compactor_add(struct compactor *compactor, const struct buffer *stream,
                   const struct strand *strands, size_t count,
                   struct buffer *buffer);

#endif
