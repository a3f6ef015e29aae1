#ifndef BATCH_PALETTE_H
#define BATCH_PALETTE_H

#include <stddef.h>
#include <stdint.h>

#include "canvas/pixmap.h"

enum { PALETTE_MOST = 256 };

/** The few colours that a picture is shown in. */
struct palette {
    uint32_t colours[PALETTE_MOST]; ///< 0xRRGGBB
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
 * @param most     colours, 1 to PALETTE_MOST
 * @param palette  filled in
 * @param indices  filled in: a byte a pixel, by rows
 */
void palette_choose(const struct picture *picture, size_t most,
                    struct palette *palette, unsigned char *indices);

#endif
