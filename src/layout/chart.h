#ifndef LAYOUT_CHART_H
#define LAYOUT_CHART_H

#include "layout/chart_data.h"
#include "layout/layout_context.h"
#include "letter/letter.h"

/**
 * The charts that a panel can show: one above the other in a card, or side by
 * side in columns.
 *
 * A chart is a file chart_<name>.c and a line in letter/chart.def. It is set
 * once for a letter, measured for each closeness that is tried, and drawn.
 */

/** Above so many cases nobody counts marks. */
enum { CHART_MARKS_MAX = 40 };

/** A chart of one panel. */
struct chart_plan {
    const struct chart *chart;
    const struct chart_data *data;
    struct location location; ///< the panel's, for errors
    bool axis;                ///< it labels the axis
    void *state;              ///< the chart's own, in the letter's arena
    double inset;             ///< width of what stands left of the plot
    const char *caption;      ///< what stands below it, or NULL
    double width;             ///< points; see chart.set
    double height;            ///< as measured last
};

struct chart {
    const char *name; ///< in a panel's charts:
    double least;     ///< width of its column, points at 12 point text; 0:
                      ///< it stands in a card beside the words
    double most;      ///< likewise, at its largest
    bool has_axis;    ///< its axis lines up with those of other charts

    /**
     * Sets the words of a chart.
     *
     * @param plan  [in,out] width is what there is, and becomes what the chart
     *              would fill at its largest; state [out]
     * @return STATUS_OK or STATUS_LAYOUT
     */
    enum status (*set)(const struct layout_context *context,
                       struct chart_plan *plan, struct error *err);

    /**
     * Fits a chart into its place.
     *
     * @param width      of the place, points
     * @param closeness  0: as large as the chart likes, to 1: as small as it
     *                   may be
     * @return the height that it takes, points
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

    /** @return the words over a column of such charts. Charts in a column have
     *  it, and alt. */
    const char *(*head)(const struct layout_context *context,
                        const struct chart_data *data);

    /**
     * @param said  the panel's sentences, and what charts before it say
     * @return what only the chart says, in words; "": nothing, so that it is
     *         an artifact
     */
    const char *(*alt)(const struct layout_context *context,
                       const struct chart_plan *plan, const char *said);
};

#define CHART(kind, name, feed, parts) extern const struct chart chart_##name;
#include "letter/chart.def"
#undef CHART

/** @return true if sentences have a value in them */
bool chart_is_said(const char *said, const char *value);

/** @return true if sentences have the average in them, or there is none: one
 *  that prints as the figure does stands there twice */
bool chart_average_is_said(const char *said, const struct chart_data *data);

/** @return the chart of a kind */
const struct chart *chart_of_kind(enum chart_kind kind);

#endif
