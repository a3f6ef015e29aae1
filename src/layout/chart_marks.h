#ifndef LAYOUT_CHART_MARKS_H
#define LAYOUT_CHART_MARKS_H

#include "layout/text_block.h"
#include "stats/rate.h"

/**
 * Marks to be counted: one for each case, up to forty, those that count filled
 * and the others hollow; above forty cases a hundred marks, one for each per
 * cent, which a line of words says.
 */
struct chart_marks {
    int total;  ///< marks
    int filled; ///< of these, first to last
    int row;    ///< marks in a row
    double pitch;
    double diameter;
    struct text_block label; ///< without lines where a mark is a case
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
double chart_marks_height(const struct chart_marks *marks);

/** Draws the marks, @p top above the middle of their first row's top. */
void chart_marks_draw(const struct layout_context *context,
                      struct chart_marks *marks, struct point top,
                      struct tag *tag);

#endif
