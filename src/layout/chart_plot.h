#ifndef LAYOUT_CHART_PLOT_H
#define LAYOUT_CHART_PLOT_H

#include "layout/chart.h"
#include "layout/chart_label.h"

/**
 * The common parts of charts with an axis: a plot of one height, so that its
 * lines align from chart to chart, the space for labels above and below it, and
 * a caption.
 *
 *            you 71%          headroom
 *     100% ------------ .
 *      50% ------------ |     height
 *       0% ------------ '
 *          2018    2022       row
 *          caption
 */

struct chart_plot {
    struct chart_label axis[3]; ///< none if another chart of the row has it
    struct text_block caption;
    double gutter;    ///< width of the axis's labels
    double height;    ///< of the plot
    double rows;      ///< height of the labels below the plot
    struct rect area; ///< of the plot, once placed
};

/**
 * Sets the axis and the caption.
 *
 * @param caption  or NULL
 * @param row      true: labels are below the plot
 * @param plot     [out] ready to be measured
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status chart_plot_set(const struct layout_context *context,
                           struct chart_plan *plan, const char *caption,
                           bool row, struct chart_plot *plot,
                           struct error *err) MUST_CHECK;

/** @return the total height, as for chart.measure() */
double chart_plot_measure(const struct layout_context *context,
                          struct chart_plot *plot, double closeness);

/**
 * Places the plot.
 *
 * @param box    the chart's
 * @param aside  width at the right that the plot leaves free
 */
void chart_plot_place(const struct layout_context *context,
                      struct chart_plot *plot, struct rect box, double aside);

/**
 * Draws axis and caption.
 *
 * @param grid  true: lines at the axis's middle and end; the zero line is
 *              always drawn
 */
void chart_plot_draw(const struct layout_context *context,
                     struct chart_plot *plot, bool grid);

/** @return a value's share of the axis, 0 to 1 */
double chart_plot_share(double value, double maximum);

/** @return the height on the page of a value */
double chart_plot_y(const struct chart_plot *plot,
                    const struct chart_data *data, double value);

/** @return the top of the labels right below the plot */
double chart_plot_row(const struct layout_context *context,
                      const struct chart_plot *plot);

#endif
