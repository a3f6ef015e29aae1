#ifndef VERIFY_PACKET_H
#define VERIFY_PACKET_H

#include <stddef.h>

#include "base/arena.h"

/**
 * The bytes of an XMP packet as text: UTF-8, UTF-16 or UTF-32, told by a
 * byte-order mark or by where the zeros of its first "<" stand.
 *
 * @param arena  owns the text
 * @param bytes  any bytes
 * @param size   how many
 * @return valid UTF-8 without byte-order mark; NULL: it is none of them
 * @source ISO 16684-1, 7.3.2; XML 1.0, appendix F
 */
const char *packet_text(struct arena *arena, const void *bytes, size_t size);

#endif
