#ifndef LAYOUT_CHART_RING_H
#define LAYOUT_CHART_RING_H

#include "layout/text_block.h"
#include "stats/figures.h"

/**
 * A ring of which the filled part is the rate, from twelve o'clock clockwise.
 * What is not filled is an outline, so the ring reads without colour. A tick
 * across the ring is the average, with its words beside it.
 */
struct chart_ring {
    double share;  ///< of the ring that is filled
    double radius; ///< of the ring's outer edge, points
    int average;   ///< whole per cent, or -1: no tick
    struct text_block rate;
    struct text_block average_line; ///< "average 64%", or else
    struct text_block average_word; ///< "average", above
    struct text_block average_rate; ///< "64%"
};

/**
 * Sets the words of a ring chart.
 *
 * @param context   the letter's
 * @param figure    one with a rate
 * @param location  the panel's, for errors
 * @param ring      filled in on success
 * @param err       filled in otherwise
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status chart_ring_set(const struct layout_context *context,
                           const struct figure *figure,
                           struct location location, struct chart_ring *ring,
                           struct error *err) MUST_CHECK;

/** @return the width of a ring of this radius with its label at either side */
double chart_ring_width(const struct layout_context *context,
                        const struct chart_ring *ring, double radius);

/** Gives the ring its size: @p radius, or less where @p width asks for it. */
void chart_ring_fit(const struct layout_context *context,
                    struct chart_ring *ring, double width, double radius);

/** @return the height, room for a label above and below included */
double chart_ring_height(const struct layout_context *context,
                         const struct chart_ring *ring);

void chart_ring_draw(const struct layout_context *context,
                     struct chart_ring *ring, struct point centre,
                     struct tag *tag);

#endif
