#ifndef CANVAS_SVG_ENCODING_H
#define CANVAS_SVG_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/** @return true if these bytes are XML in UTF-16, with a byte-order mark or
 *  without
 *  @source XML 1.0, appendix F */
bool svg_encoding_is_utf16(const char *bytes, size_t size);

/**
 * Converts UTF-16 into UTF-8, without the byte-order mark.
 *
 * @param arena  owns the text
 * @param bytes  UTF-16; half a character becomes U+FFFD
 * @param size   how many bytes; [out] of the text
 */
const char *svg_encoding_convert(struct arena *arena, const char *bytes,
                                 size_t *size);

#endif
