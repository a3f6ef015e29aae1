#ifndef PROOF_COLOUR_QUANTIZER_H
#define PROOF_COLOUR_QUANTIZER_H

#include <stddef.h>
#include <stdint.h>

#include "canvas/pixmap.h"

enum { COLOUR_QUANTIZER_MAX = 256 };

/** The few colours that a picture is shown in. */
struct palette {
    uint32_t colours[COLOUR_QUANTIZER_MAX]; ///< 0xRRGGBB
    size_t count;
};

/**
 * Chooses colours for a picture.
 *
 * A picture that has no more colours than asked for keeps them all. Of one
 * that has more, those are chosen that many pixels have and no other comes
 * near; all of them are colours of the picture, so that what is filled with
 * one colour keeps it exactly. The others are shown in the nearest one.
 *
 * @param picture  the picture
 * @param max      colours, 1 to COLOUR_QUANTIZER_MAX
 * @param palette  filled in
 * @param indices  filled in: a byte a pixel, by rows
 */
void colour_quantizer_choose(const struct pixmap *picture, size_t max,
                             struct palette *palette, unsigned char *indices);

#endif
