#ifndef STATS_EXACT_SUM_H
#define STATS_EXACT_SUM_H

#include <stdbool.h>
#include <stdint.h>

#include "stats/format.h"

/**
 * Exact sums of any number of values: a mean of 50.5 per cent must round up on
 * every machine, which floating point does not guarantee.
 */
struct exact_sum;

/** @return zero; the caller frees it with exact_sum_free() */
struct exact_sum *exact_sum_new(void);

void exact_sum_free(struct exact_sum *exact_sum);

/** Adds a value that exists: a/b + c/d. */
void exact_sum_add(struct exact_sum *exact_sum, struct rate rate);

/** Pools a value that exists: (a + c) / (b + d). Not to be mixed with adding.
 */
void exact_sum_pool(struct exact_sum *exact_sum, struct rate rate);

/** An average, for comparison. */
struct average {
    bool exists;
    int64_t scaled;  ///< for format_print()
    double position; ///< the exact average, for charts
};

/**
 * Divides the sum, and scales it as format_scale() scales a value: halves up,
 * and a rate to 100% or 0% only if it is exactly that.
 *
 * @param exact_sum  a sum; of rates at most @p shares
 * @param shares     the divisor: 1, or the number of values for a mean
 */
struct average exact_sum_average(const struct exact_sum *exact_sum,
                                 uint64_t shares,
                                 const struct figure_format *format);

#endif
