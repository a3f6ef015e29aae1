#ifndef LAYOUT_PANEL_DONUT_H
#define LAYOUT_PANEL_DONUT_H

#include "layout/text_block.h"
#include "stats/figures.h"

/**
 * A ring of which the filled part is the rate, from twelve o'clock clockwise.
 * What is not filled is an outline, so the ring reads without colour. A tick
 * across the ring is the average, with its words beside it.
 */
struct donut {
    double share;  ///< of the ring that is filled
    double radius; ///< of the ring's outer edge, points
    int average;   ///< whole per cent, or -1: no tick
    struct prose rate;
    struct prose average_line; ///< "average 64%", or else
    struct prose average_word; ///< "average", above
    struct prose average_rate; ///< "64%"
};

/**
 * Sets the words of a donut.
 *
 * @param composer  the letter's
 * @param figure    one with a rate
 * @param place     the panel's, for errors
 * @param donut     filled in on success
 * @param err       filled in otherwise
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status panel_donut_set(const struct composer *composer,
                            const struct figure *figure, struct place place,
                            struct donut *donut, struct error *err) MUST_CHECK;

/** @return the width of a ring of this radius with its label at either side */
double panel_donut_width(const struct composer *composer,
                         const struct donut *donut, double radius);

/** Gives the ring its size: @p radius, or less where @p width asks for it. */
void panel_donut_fit(const struct composer *composer, struct donut *donut,
                     double width, double radius);

/** @return the height, room for a label above and below included */
double panel_donut_height(const struct composer *composer,
                          const struct donut *donut);

void panel_donut_draw(const struct composer *composer, struct donut *donut,
                      struct point centre, struct tag *tag);

#endif
