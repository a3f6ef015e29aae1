#ifndef SEAL_DER_H
#define SEAL_DER_H

#include <stddef.h>

#include "base/buffer.h"

/**
 * Encodes ASN.1 values: tag, length, contents. Nested values are encoded from
 * the inside out.
 *
 * @source ITU-T X.690, 8.1 and 10.1 (shortest form of lengths)
 */

enum {
    DER_OCTETS = 0x04,
    DER_SEQUENCE = 0x30,
    DER_SET = 0x31,
    DER_FIRST = 0xA0,  ///< [0], constructed
    DER_SECOND = 0xA1, ///< [1], constructed
};

/** Adds tag and length; the caller then adds @p length bytes of contents. */
void der_begin(struct buffer *der, unsigned char tag, size_t length);

/** Adds a whole value. */
void der_add(struct buffer *der, unsigned char tag, const void *contents,
             size_t length);

/** @return the bytes of a value whose contents have @p length */
size_t der_size(size_t length);

#endif
