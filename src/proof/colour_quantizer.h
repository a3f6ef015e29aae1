#ifndef PROOF_COLOUR_QUANTIZER_H
#define PROOF_COLOUR_QUANTIZER_H

#include <stddef.h>
#include <stdint.h>

#include "canvas/pixmap.h"

enum { COLOUR_QUANTIZER_MAX = 256 };

/** The palette of a picture. */
struct palette {
    uint32_t colours[COLOUR_QUANTIZER_MAX]; ///< 0xRRGGBB
    size_t count;
};

/**
 * Chooses colours for a picture.
 *
 * A picture with at most the maximum number of colours keeps them all.
 * Otherwise frequent colours that are far from each other are chosen; all are
 * colours of the picture, so that filled areas do not change. Other colours
 * become the nearest chosen one.
 *
 * @param picture  the picture
 * @param max      colours, 1 to COLOUR_QUANTIZER_MAX
 * @param palette  [out]
 * @param indices  [out] a byte a pixel, by rows
 */
void colour_quantizer_choose(const struct pixmap *picture, size_t max,
                             struct palette *palette, unsigned char *indices);

#endif
