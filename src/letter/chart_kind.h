#ifndef LETTER_CHART_KIND_H
#define LETTER_CHART_KIND_H

#include "letter/letter.h"

/** The table of charts, chart.def. */

/** The values that a chart can draw. */
enum chart_feed {
    CHART_FEED_SHARE, ///< a count out of a total
    CHART_FEED_VALUE, ///< any form with a value
    CHART_FEED_PARTS, ///< a whole in parts
};

/** @return a chart's name in `charts:` of a panel */
const char *chart_kind_name(enum chart_kind chart);

/** @return the names of all CHART_KINDS charts */
const char *const *chart_kind_names(void);

/** @return true if a chart can draw figures of a form */
bool chart_kind_fits(enum chart_kind chart, const struct statistic_form *form);

/** @return the parts of a figure (enum figure_part) that charts show besides
 *         value, count and total */
unsigned chart_kind_parts(const enum chart_kind *charts, size_t count);

#endif
