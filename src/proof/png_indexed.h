#ifndef BATCH_SNAPSHOT_H
#define BATCH_SNAPSHOT_H

#include "base/buffer.h"
#include "canvas/pixmap.h"
#include "pdf/flate.h"

/**
 * Writes a picture as a PNG with a palette: a page has few colours, and a byte
 * a pixel or less makes a quarter of the work and of the file.
 *
 * A picture that has no more colours than asked for keeps them exactly; for
 * others see palette_choose().
 *
 * @param picture   the page
 * @param colours   the most colours, 1 to 256
 * @param deflater  this thread's
 * @param png       gets the file's bytes; the same pixels give the same bytes
 * @source PNG (ISO/IEC 15948), colour type 3, no filter
 */
void snapshot_write(const struct picture *picture, size_t colours,
                    struct deflater *deflater, struct buffer *png);

#endif
