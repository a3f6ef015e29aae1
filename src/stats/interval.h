#ifndef STATS_INTERVAL_H
#define STATS_INTERVAL_H

#include "stats/format.h"

/** A confidence interval, in printed units. */
struct interval {
    double low;
    double high;
};

/**
 * Computes the 95% interval of a value: Wilson's for a rate, Byar's for a
 * count per head.
 *
 * @param rate      a value that exists
 * @param interval  [out]
 * @return false if the form has no interval
 * @source Wilson 1927; Byar's approximation as in Breslow and Day 1987
 */
bool interval_find(const struct figure_format *format, struct rate rate,
                   struct interval *interval);

#endif
