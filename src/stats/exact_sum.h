#ifndef STATS_FRACTION_H
#define STATS_FRACTION_H

#include <stdint.h>

#include "stats/rate.h"

/**
 * Sums of rates, exact however many there are: a mean of 50.5 per cent must
 * round up on every machine, and no floating point can say that it is one.
 */
struct fraction;

/** @return nought; the caller frees it with fraction_free() */
struct fraction *fraction_new(void);

void fraction_free(struct fraction *fraction);

/** Adds a rate that exists: a/b + c/d. */
void fraction_add(struct fraction *fraction, struct rate rate);

/** Pools a rate that exists: (a + c) / (b + d). Not to be mixed with adding. */
void fraction_pool(struct fraction *fraction, struct rate rate);

/**
 * The whole per cent of a share of the sum: halves up; never 100 unless it is
 * exactly that, never 0 unless it is.
 *
 * @param fraction  a sum that is at most @p shares
 * @param shares    what to divide by: 1, or for a mean the number of rates
 * @return 0 to 100
 */
int fraction_percent(const struct fraction *fraction, uint64_t shares);

#endif
