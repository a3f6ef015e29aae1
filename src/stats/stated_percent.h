#ifndef STATS_STATED_PERCENT_H
#define STATS_STATED_PERCENT_H

#include <stdbool.h>
#include <stdint.h>

#include "stats/format.h"

/**
 * A percentage that a spreadsheet states besides its counts. It is right if
 * the counts round to it at its own decimals, or if it equals the printed rate.
 */
struct stated_percent {
    int64_t value; ///< per cent times the scale
    int64_t scale; ///< 1, 10, 100 and so on
};

/**
 * Reads "71", "71%", " 70.6 % ".
 *
 * @param text    a cell
 * @param stated  [out], 0 to 100 with at most six decimals
 */
bool stated_percent_parse(const char *text, struct stated_percent *stated);

/** @return true if a cell without a percentage is right: an empty one always,
 *         one without digits ("n/a") if there is no rate */
bool stated_percent_is_none(const char *text, struct rate rate);

/** @return true if the counts confirm the percentage; false if there is no rate
 */
bool stated_percent_fits(struct stated_percent stated, struct rate rate,
                         const struct figure_format *format);

/** @return true if a cell is right: a percentage that fits, or none */
bool stated_percent_agrees(const char *text, struct rate rate,
                           const struct figure_format *format);

#endif
