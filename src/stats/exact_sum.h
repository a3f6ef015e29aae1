#ifndef STATS_EXACT_SUM_H
#define STATS_EXACT_SUM_H

#include <stdbool.h>
#include <stdint.h>

#include "stats/format.h"

/**
 * Sums of values, exact however many there are: a mean of 50.5 per cent must
 * round up on every machine, which floating point cannot promise.
 */
struct exact_sum;

/** @return zero; the caller frees it with exact_sum_free() */
struct exact_sum *exact_sum_new(void);

void exact_sum_free(struct exact_sum *exact_sum);

/** Adds a value that exists: a/b + c/d. */
void exact_sum_add(struct exact_sum *exact_sum, struct rate rate);

/** Pools a value that exists: (a + c) / (b + d). Not to be mixed with adding.
 *  */
void exact_sum_pool(struct exact_sum *exact_sum, struct rate rate);

/** What values are compared with. */
struct average {
    bool exists;
    int64_t scaled;  ///< as format_print() takes it
    double position; ///< the exact average, for charts
};

/**
 * Divides the sum, and scales it as format_scale() scales a value: halves up,
 * and for rates never 100% or 0% unless it is exactly that.
 *
 * @param exact_sum  a sum; of rates at most @p shares
 * @param shares     what to divide by: 1, or for a mean the number of values
 */
struct average exact_sum_average(const struct exact_sum *exact_sum,
                                 uint64_t shares,
                                 const struct figure_format *format);

#endif
