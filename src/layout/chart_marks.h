#ifndef LAYOUT_CHART_MARKS_H
#define LAYOUT_CHART_MARKS_H

#include "layout/text_block.h"
#include "stats/rate.h"

/**
 * Marks to be counted: one for each case, those that count filled and the
 * others hollow. Above forty cases nobody counts them, and there is a bar of
 * all cases instead, filled as far as they count, with both numbers below it:
 *
 *     [##########______________]
 *             29 of 70
 */
struct chart_marks {
    int total;  ///< marks; 0: there is a bar
    int filled; ///< of these, first to last
    int row;    ///< marks in a row
    double pitch;
    double diameter;
    double share;            ///< of the bar, filled
    struct text_block label; ///< below the bar
};

enum { CHART_MARKS_CASES_MAX = 40 };

/**
 * Measures the marks.
 *
 * @param context   the letter's
 * @param rate      one that exists
 * @param location  the panel's, for errors
 * @param marks     filled in on success
 * @param err       filled in otherwise
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status chart_marks_set(const struct layout_context *context,
                            struct rate rate, struct location location,
                            struct chart_marks *marks,
                            struct error *err) MUST_CHECK;

/** @return the height, label included */
double chart_marks_height(const struct layout_context *context,
                          const struct chart_marks *marks);

/** Draws the marks or the bar, @p top above the middle of their top. */
void chart_marks_draw(const struct layout_context *context,
                      struct chart_marks *marks, struct point top,
                      struct tag *tag);

#endif
