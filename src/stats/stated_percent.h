#ifndef STATS_STATED_PERCENT_H
#define STATS_STATED_PERCENT_H

#include <stdbool.h>
#include <stdint.h>

#include "stats/format.h"

/**
 * A percentage that a spreadsheet states beside the counts it was made from.
 * It holds where the counts round to it at the decimals it was written with,
 * or where it is what the letter prints.
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

/** @return true if a cell that is no percentage may stand beside the rate: an
 *  empty one always, one without digits ("n/a") where there is no rate */
bool stated_percent_is_none(const char *text, struct rate rate);

/** @return true if the counts bear it out; without a rate nothing does */
bool stated_percent_fits(struct stated_percent stated, struct rate rate,
                         const struct figure_format *format);

/** @return true if a cell may stand beside the rate: a percentage that holds,
 *  or none */
bool stated_percent_agrees(const char *text, struct rate rate,
                           const struct figure_format *format);

#endif
