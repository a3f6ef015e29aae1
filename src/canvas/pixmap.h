#ifndef CANVAS_PICTURE_H
#define CANVAS_PICTURE_H

#include <stddef.h>

/** A page as pixels, for whoever wants to look at them. */
struct picture {
    size_t width;
    size_t height;
    unsigned char *pixels; ///< sRGB, 3 bytes a pixel, by rows, no gaps
};

/** @return a picture whose pixels are to be filled in; free it in the end */
struct picture picture_new(size_t width, size_t height);

/** Gives the pixels back and leaves an empty picture. */
void picture_free(struct picture *picture);

#endif
