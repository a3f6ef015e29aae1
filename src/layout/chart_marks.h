#ifndef LAYOUT_PANEL_ICONS_H
#define LAYOUT_PANEL_ICONS_H

#include "layout/text_block.h"
#include "stats/rate.h"

/**
 * Marks to be counted: one for each case, up to forty, those that count filled
 * and the others hollow; above forty cases a hundred marks, one for each per
 * cent, which a line of words says.
 */
struct icons {
    int total;  ///< marks
    int filled; ///< of these, first to last
    int row;    ///< marks in a row
    double pitch;
    double diameter;
    struct prose label; ///< without lines where a mark is a case
};

enum { ICONS_CASES_MAX = 40 };

/**
 * Measures the marks.
 *
 * @param composer  the letter's
 * @param rate      one that exists
 * @param place     the panel's, for errors
 * @param icons     filled in on success
 * @param err       filled in otherwise
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status panel_icons_set(const struct composer *composer, struct rate rate,
                            struct place place, struct icons *icons,
                            struct error *err) MUST_CHECK;

/** @return the height, label included */
double panel_icons_height(const struct icons *icons);

/** Draws the marks, @p top above the middle of their first row's top. */
void panel_icons_draw(const struct composer *composer, struct icons *icons,
                      struct point top, struct tag *tag);

#endif
