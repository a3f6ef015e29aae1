#ifndef STATS_EXACT_SUM_H
#define STATS_EXACT_SUM_H

#include <stdint.h>

#include "stats/rate.h"

/**
 * Sums of rates, exact however many there are: a mean of 50.5 per cent must
 * round up on every machine, and no floating point can say that it is one.
 */
struct exact_sum;

/** @return zero; the caller frees it with exact_sum_free() */
struct exact_sum *exact_sum_new(void);

void exact_sum_free(struct exact_sum *exact_sum);

/** Adds a rate that exists: a/b + c/d. */
void exact_sum_add(struct exact_sum *exact_sum, struct rate rate);

/** Pools a rate that exists: (a + c) / (b + d). Not to be mixed with adding. */
void exact_sum_pool(struct exact_sum *exact_sum, struct rate rate);

/**
 * The whole per cent of a share of the sum: halves up; never 100 unless it is
 * exactly that, never 0 unless it is.
 *
 * @param exact_sum  a sum that is at most @p shares
 * @param shares     what to divide by: 1, or for a mean the number of rates
 * @return 0 to 100
 */
int exact_sum_percent(const struct exact_sum *exact_sum, uint64_t shares);

#endif
