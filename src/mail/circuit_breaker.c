#include "mail/circuit_breaker.h"

void circuit_breaker_count(struct circuit_breaker *circuit_breaker,
                           enum ledger_state state)
{
    const bool failed = state == LEDGER_REFUSED || state == LEDGER_UNKNOWN;

    if (state == LEDGER_DEFERRED) {
        circuit_breaker->put_off++;
        return;
    }
    circuit_breaker->put_off = 0;
    circuit_breaker->tried++;
    circuit_breaker->failed += failed;
    circuit_breaker->in_a_row = failed ? circuit_breaker->in_a_row + 1 : 0;
}

bool circuit_breaker_is_open(const struct circuit_breaker *circuit_breaker)
{
    return circuit_breaker->in_a_row >= CIRCUIT_BREAKER_IN_A_ROW ||
           (circuit_breaker->tried >= CIRCUIT_BREAKER_MIN_TRIED &&
            circuit_breaker->failed * 100 >
                circuit_breaker->tried * CIRCUIT_BREAKER_PERCENT);
}

bool circuit_breaker_is_stalled(const struct circuit_breaker *circuit_breaker)
{
    return circuit_breaker->put_off >= CIRCUIT_BREAKER_DEFERRED_IN_A_ROW;
}
