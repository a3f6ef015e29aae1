#ifndef LAYOUT_TYPE_SCALE_H
#define LAYOUT_TYPE_SCALE_H

#include "base/geometry.h"
#include "layout/theme.h"

/**
 * The sizes and distances of a letter, derived from the text size.
 *
 * Text is on a grid of half a line. A line of text is a whole number of grid
 * steps high, and its baseline is a quarter of a body line above its bottom, so
 * that baselines of all sizes are aligned.
 *
 * @units  points
 */
struct type_scale {
    double factor;  ///< 1 for 12 point text
    double picture; ///< of charts, which grow half as much
    double text;    ///< body size
    double leading; ///< of the body; two grid steps
    double grid;    ///< half a line
    double subject; ///< the H1; three grid steps high
    double section; ///< an H2; two
    double title;   ///< of a panel
    double headline;
    double number;     ///< the large number of a panel
    double small;      ///< basis and notes
    double running;    ///< running head
    double chart;      ///< labels in a chart
    double indent;     ///< of a list
    struct rect frame; ///< text area, on the grid
};

/** @return the scale of a theme, on A4 */
struct type_scale type_scale_make(const struct theme *theme);

#endif
