#ifndef LAYOUT_CHART_H
#define LAYOUT_CHART_H

#include "layout/layout_context.h"
#include "stats/figures.h"

/**
 * The charts that a panel can show, one above the other in its picture.
 *
 * A chart is a file chart_<name>.c and a line in letter/chart.def. It is set
 * once for a letter, measured for each closeness that is tried, and drawn.
 */

/** A chart of one panel. */
struct chart_plan {
    const struct chart *chart;
    void *state;   ///< the chart's own, in the letter's arena
    double width;  ///< that it would fill at its largest, points
    double height; ///< as measured last
};

struct chart {
    const char *name; ///< in a panel's charts:

    /**
     * Sets the words of a chart.
     *
     * @param figure    one with a rate
     * @param location  the panel's, for errors
     * @param plan      [out] state and width
     * @return STATUS_OK or STATUS_LAYOUT
     */
    enum status (*set)(const struct layout_context *context,
                       const struct figure *figure, struct location location,
                       struct chart_plan *plan, struct error *err);

    /**
     * Fits a chart into its panel.
     *
     * @param width      of the panel's picture, points
     * @param closeness  0: as large as the chart likes, to 1: as small as it
     *                   may be
     * @return the height that it takes, points
     */
    double (*measure)(const struct layout_context *context, void *state,
                      double width, double closeness);

    /**
     * Draws a chart.
     *
     * @param plan  as measured
     * @param top   the middle of its upper edge
     * @param tag   the figure's element
     */
    void (*draw)(const struct layout_context *context,
                 const struct chart_plan *plan, struct point top,
                 struct tag *tag);
};

#define CHART(kind, name) extern const struct chart chart_##name;
#include "letter/chart.def"
#undef CHART

/** @return the chart of a kind */
const struct chart *chart_of_kind(enum chart_kind kind);

#endif
