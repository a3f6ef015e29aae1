#ifndef LETTER_CHART_KIND_H
#define LETTER_CHART_KIND_H

#include "letter/letter.h"

/** What is known of a chart before it is drawn: the table of chart.def. */

/** What a chart can draw. */
enum chart_feed {
    CHART_FEED_SHARE, ///< a count out of a total
    CHART_FEED_VALUE, ///< any form that has a value
    CHART_FEED_PARTS, ///< a whole in parts
};

/** @return the name that a panel's charts: calls it by */
const char *chart_kind_name(enum chart_kind chart);

/** @return the names of all charts, CHART_KINDS of them */
const char *const *chart_kind_names(void);

/** @return true if a chart can draw figures of a form */
bool chart_kind_fits(enum chart_kind chart, const struct statistic_form *form);

/** @return the parts of a figure (enum figure_part) that a panel's charts show
 *  besides its value, its count and total */
unsigned chart_kind_parts(const enum chart_kind *charts, size_t count);

#endif
