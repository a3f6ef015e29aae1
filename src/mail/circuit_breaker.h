#ifndef MAIL_CIRCUIT_BREAKER_H
#define MAIL_CIRCUIT_BREAKER_H

#include <stdbool.h>
#include <stddef.h>

#include "ledger/ledger.h"

/**
 * The circuit breaker stops a run if several letters in a row are refused or
 * lost, or too large a share of all, or if the server defers all letters.
 */
enum {
    CIRCUIT_BREAKER_IN_A_ROW = 5,   ///< refused or unknown in a row
    CIRCUIT_BREAKER_PERCENT = 10,   ///< maximum share of failures,
    CIRCUIT_BREAKER_MIN_TRIED = 20, ///< after at least this many letters
    CIRCUIT_BREAKER_DEFERRED_IN_A_ROW = 20, ///< deferred in a row
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
