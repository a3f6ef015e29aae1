#ifndef LAYOUT_CHART_H
#define LAYOUT_CHART_H

#include "layout/chart_data.h"
#include "layout/layout_context.h"
#include "letter/letter.h"

/**
 * The charts of a panel: one above the other in a card, or side by side in
 * columns.
 *
 * A chart is a file chart_<name>.c and a line in letter/chart.def. It is set
 * once for a letter, measured for each closeness that layout tries, and drawn.
 */

/** Maximum cases that are shown as marks to count. */
enum { CHART_MARKS_MAX = 40 };

/** A chart of one panel. */
struct chart_plan {
    const struct chart *chart;
    const struct chart_data *data;
    struct location location; ///< the panel's, for errors
    bool axis;                ///< it labels the axis
    void *state;              ///< the chart's own, in the letter's arena
    double inset;             ///< width to the left of the plot
    const char *caption;      ///< text below it, or NULL
    double width;             ///< points; see chart.set
    double height;            ///< as measured last
};

struct chart {
    const char *name; ///< in a panel's charts:
    double least;  ///< minimum width of its column, points at 12 point text; 0:
                   ///< it is in a card beside the words
    double most;   ///< maximum width of its column
    bool has_axis; ///< its axis lines up with those of other charts

    /**
     * Sets the words of a chart.
     *
     * @param plan  [in,out] width: available, becomes the width at the chart's
     *              largest size; state [out]
     * @return STATUS_OK or STATUS_LAYOUT
     */
    enum status (*set)(const struct layout_context *context,
                       struct chart_plan *plan, struct error *err);

    /**
     * Measures a chart.
     *
     * @param width      of the place, points
     * @param closeness  from 0, the chart's largest size, to 1, its smallest
     * @return its height, points
     */
    double (*measure)(const struct layout_context *context,
                      const struct chart_plan *plan, double width,
                      double closeness);

    /**
     * Draws a chart.
     *
     * @param plan  as measured
     * @param box   its place
     * @param tag   the figure's element
     */
    void (*draw)(const struct layout_context *context,
                 const struct chart_plan *plan, struct rect box,
                 struct tag *tag);

    /** @return the words over a column of such charts. Required for charts in
     *         columns, like alt. */
    const char *(*head)(const struct layout_context *context,
                        const struct chart_data *data);

    /**
     * @param said  the panel's sentences and the Alts of earlier charts
     * @return the information that only this chart has, in words; "" makes it
     *         an artifact
     */
    const char *(*alt)(const struct layout_context *context,
                       const struct chart_plan *plan, const char *said);
};

#define CHART(kind, name, feed, parts) extern const struct chart chart_##name;
#include "letter/chart.def"
#undef CHART

/** @return true if sentences contain a value */
bool chart_is_said(const char *said, const char *value);

/** @return true if sentences contain the average, or there is none; an average
 *         that prints like the figure must occur twice */
bool chart_average_is_said(const char *said, const struct chart_data *data);

/** @return the chart of a kind */
const struct chart *chart_of_kind(enum chart_kind kind);

#endif
