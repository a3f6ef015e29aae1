#ifndef CANVAS_PNG_H
#define CANVAS_PNG_H

#include "base/buffer.h"
#include "canvas/artwork.h"
#include "canvas/pixmap.h"

/** PNG in memory, through libpng; private to canvas. */

/** @return true if the bytes begin with PNG's signature */
bool png_check(const void *bytes, size_t size);

/**
 * Reads a PNG.
 *
 * @param arena    owns the pixels
 * @param path     the file, as shown in diagnostics; must outlive @p err
 * @param bytes    its content, any bytes
 * @param size     how many
 * @param artwork  [out] kind, size and pixels
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_ARTWORK_SYNTAX; RULE_ARTWORK_UNSUPPORTED for more than 4000
 *         pixels either way
 * @source W3C PNG; colours of other gammas become sRGB
 */
enum status png_read(struct arena *arena, const char *path, const void *bytes,
                     size_t size, struct artwork *artwork,
                     struct error *err) MUST_CHECK;

/**
 * Writes a picture, optimised for speed: without row filters, which only make
 * pages of text larger.
 *
 * @param pixmap  the picture
 * @param png     [out] the file's bytes; may be full afterwards
 */
void png_write(const struct pixmap *pixmap, struct buffer *png);

#endif
