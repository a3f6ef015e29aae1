#ifndef STATS_RATE_H
#define STATS_RATE_H

#include <stdbool.h>
#include <stdint.h>

/**
 * An exact value: a count out of a total, a count for a population, a count of
 * 1, an amount in parts of its unit. It is a pair until it is printed. Zero out
 * of zero is no rate: a third state, never 0%.
 */
struct rate {
    int64_t count;
    int64_t total; ///< 0: no rate
};

bool rate_exists(struct rate rate);

/** @return negative, 0 or positive: @p a below, equal to or above @p b; both
 *  exist */
int rate_compare(struct rate a, struct rate b);

#endif
