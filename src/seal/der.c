#include "seal/der.h"

/* The bytes of a length beyond the first one. */
static size_t length_bytes(size_t length)
{
    size_t count = 0;

    if (length < 0x80)
        return 0;
    for (; length; length >>= 8)
        count++;
    return count;
}

void der_begin(struct buffer *der, unsigned char tag, size_t length)
{
    const size_t count = length_bytes(length);

    buffer_add_char(der, (char)tag);
    if (!count)
        buffer_add_char(der, (char)length);
    else
        buffer_add_char(der, (char)(0x80 | count));
    for (size_t i = count; i-- > 0;)
        buffer_add_char(der, (char)(length >> (8 * i)));
}

void der_add(struct buffer *der, unsigned char tag, const void *contents,
             size_t length)
{
    der_begin(der, tag, length);
    buffer_add(der, contents, length);
}

size_t der_size(size_t length)
{
    return 2 + length_bytes(length) + length;
}
