#ifndef STATS_RATE_H
#define STATS_RATE_H

#include <stdbool.h>
#include <stdint.h>

/**
 * An exact value as a pair: a count out of a total, a count for a population,
 * a count out of 1, or an amount in parts of its unit. Zero out of zero is no
 * rate, never 0%.
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
