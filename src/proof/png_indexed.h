#ifndef PROOF_PNG_INDEXED_H
#define PROOF_PNG_INDEXED_H

#include "base/buffer.h"
#include "canvas/pixmap.h"
#include "pdf/flate.h"

/**
 * Writes a picture as a PNG with a palette: a page has few colours, and a byte
 * a pixel or less makes a quarter of the work and of the file.
 *
 * A picture that has no more colours than asked for keeps them exactly; for
 * others see colour_quantizer_choose().
 *
 * @param picture  the page
 * @param colours  the most colours, 1 to 256
 * @param flate    this thread's
 * @param png      gets the file's bytes; the same pixels give the same bytes
 * @source PNG (ISO/IEC 15948), colour type 3, no filter
 */
void png_indexed_write(const struct pixmap *picture, size_t colours,
                       struct flate *flate, struct buffer *png);

#endif
