#ifndef MAIL_CIRCUIT_BREAKER_H
#define MAIL_CIRCUIT_BREAKER_H

#include <stdbool.h>
#include <stddef.h>

#include "ledger/ledger.h"

/**
 * The circuit breaker stops a run that fails: several letters in a row are
 * refused or lost, or too large a share of those tried, or the server defers
 * all of them.
 */
enum {
    CIRCUIT_BREAKER_IN_A_ROW = 5, ///< refused or unknown, none accepted between
    CIRCUIT_BREAKER_PERCENT = 10, ///< more than this of all that were tried,
    CIRCUIT_BREAKER_MIN_TRIED = 20, ///< once so many were
    CIRCUIT_BREAKER_DEFERRED_IN_A_ROW =
        20, ///< deferred, none with another outcome between
};

struct circuit_breaker {
    size_t tried;  ///< accepted, refused or unknown
    size_t failed; ///< of these, refused or unknown
    size_t in_a_row;
    size_t put_off; ///< in a row
};

/** Counts the outcome of one letter. */
void circuit_breaker_count(struct circuit_breaker *circuit_breaker,
                           enum ledger_state state);

/** @return true if too many failed, so that sending must stop */
bool circuit_breaker_is_open(const struct circuit_breaker *circuit_breaker);

/** @return true if the server defers everything */
bool circuit_breaker_is_stalled(const struct circuit_breaker *circuit_breaker);

#endif
