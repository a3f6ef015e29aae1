#ifndef LAYOUT_CHART_LABEL_H
#define LAYOUT_CHART_LABEL_H

#include "layout/text_block.h"

/**
 * A label in a chart: one line of text and its box.
 *
 * Charts position labels by their boxes. A label's text is an artifact: the
 * Alt of its figure contains it.
 */

enum chart_label_kind {
    CHART_LABEL_AXIS,  ///< quiet: values of the axis, years
    CHART_LABEL_PLAIN, ///< averages, other councils
    CHART_LABEL_OWN,   ///< the council's own figure
    CHART_LABEL_HEAD,  ///< over a column of charts
};

struct chart_label {
    struct text_block text_block;
    double width;  ///< points; 0: there is no label
    double height; ///< from ascent to descent
    double ascent; ///< of it, above the baseline
};

/**
 * Sets a label.
 *
 * @param context   the letter's
 * @param text      its text; NULL and "" make no label
 * @param location  the panel's, for errors
 * @param kind      its style
 * @param width     maximum width; a longer label is set smaller
 * @param label     [out] the label
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status chart_label_set(const struct layout_context *context,
                            const char *text, struct location location,
                            enum chart_label_kind kind, double width,
                            struct chart_label *label,
                            struct error *err) MUST_CHECK;

/** Sets a label whose text has one address for all letters. */
enum status chart_label_set_constant(const struct layout_context *context,
                                     const char *text, struct location location,
                                     enum chart_label_kind kind,
                                     struct chart_label *label,
                                     struct error *err) MUST_CHECK;

/** Draws a label that fills the box whose top left is @p corner. */
void chart_label_draw(const struct layout_context *context,
                      struct chart_label *label, struct point corner);

/** @return the box of a label centred on @p x, from @p top, moved if needed to
 *         lie between @p left and @p right */
struct rect chart_label_box(const struct chart_label *label, double x,
                            double top, double left, double right);

#endif
