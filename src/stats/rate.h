#ifndef STATS_RATE_H
#define STATS_RATE_H

#include <stdbool.h>
#include <stdint.h>

/**
 * A rate is an exact pair until it is printed. Nought out of zero is no
 * rate: a third state, never 0%.
 */
struct rate {
    int64_t count; ///< 0 to total
    int64_t total; ///< 0: no rate
};

enum { RATE_TEXT_SIZE = 16 };

bool rate_exists(struct rate rate);

/** @return the whole per cent that is printed; only for a rate that exists */
int rate_percent(struct rate rate);

/** Prints "71%", or "" where there is no rate. @return @p text */
const char *rate_print(char text[static RATE_TEXT_SIZE], struct rate rate);

/** Reads a rate from two cells. @return false where either is not a whole
 *  number, or the count is over the total */
bool rate_parse(const char *count, const char *total, struct rate *rate);

#endif
