#ifndef PROOF_IMAGE_DIFF_H
#define PROOF_IMAGE_DIFF_H

#include <stddef.h>

#include "base/arena.h"

/** Where two pictures of a page differ. */

/**
 * A part of a page.
 *
 * @units ten-thousandths of the page's width and height, from its top left
 */
struct image_diff_region {
    int left;
    int top;
    int width;
    int height;
};

struct image_diff_regions {
    const struct image_diff_region *items; ///< from the top down
    size_t count;
};

/**
 * Finds the parts of a page in which two pictures of it differ.
 *
 * Differing pixels that lie as near as the words of a line or the lines of a
 * paragraph make one region. Differences of less than a tenth of a channel,
 * which are hardly visible, are ignored.
 *
 * @param arena   owns the regions
 * @param width   pixels, at least 1
 * @param height  pixels
 * @param a       a picture, 3 bytes a pixel, by rows
 * @param b       another of the same size
 * @return no regions if no difference is visible
 */
struct image_diff_regions image_diff_find(struct arena *arena, size_t width,
                                          size_t height, const unsigned char *a,
                                          const unsigned char *b);

#endif
