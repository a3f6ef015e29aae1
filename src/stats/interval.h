#ifndef STATS_INTERVAL_H
#define STATS_INTERVAL_H

#include "stats/format.h"

/** What chance alone could make of a value, in the units that are printed. */
struct interval {
    double low;
    double high;
};

/**
 * Works out the 95% interval of a value: Wilson's of a rate, Byar's of a count
 * for each head.
 *
 * @param rate      a value that exists
 * @param interval  [out]
 * @return false if the form has no interval
 * @source Wilson 1927; Byar's approximation as in Breslow and Day 1987
 */
bool interval_find(const struct figure_format *format, struct rate rate,
                   struct interval *interval);

#endif
