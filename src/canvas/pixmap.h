#ifndef CANVAS_PIXMAP_H
#define CANVAS_PIXMAP_H

#include <stddef.h>

/** A page as pixels. */
struct pixmap {
    size_t width;
    size_t height;
    unsigned char *pixels; ///< sRGB, 3 bytes a pixel, by rows, no gaps
};

/** @return a pixmap whose pixels the caller sets
 *  @owner the caller, who frees it with pixmap_free() */
struct pixmap pixmap_new(size_t width, size_t height);

/** Frees the pixels and leaves an empty pixmap. */
void pixmap_free(struct pixmap *pixmap);

#endif
