#ifndef PROOF_PNG_INDEXED_H
#define PROOF_PNG_INDEXED_H

#include "base/buffer.h"
#include "canvas/pixmap.h"
#include "pdf/flate.h"

/**
 * Writes a picture as a PNG with a palette: a page has few colours, and with
 * at most a byte a pixel the time and the file are a quarter.
 *
 * A picture with at most @p colours colours keeps them exactly; for others see
 * colour_quantizer_choose().
 *
 * @param picture  the page
 * @param colours  maximum colours, 1 to 256
 * @param flate    this thread's
 * @param png      [out] the file's bytes; equal pixels give equal bytes
 * @source PNG (ISO/IEC 15948), colour type 3, no filter
 */
void png_indexed_write(const struct pixmap *picture, size_t colours,
                       struct flate *flate, struct buffer *png);

#endif
