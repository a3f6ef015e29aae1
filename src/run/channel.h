#ifndef RUN_CHANNEL_H
#define RUN_CHANNEL_H

#include "base/diagnostics.h"
#include "letter/covering_text.h"
#include "letter/letter.h"

struct engine;

/**
 * A way in which letters go out that has a text of its own: what its module
 * adds to the engine and to the preflight. The checks are called where the
 * campaign has such a text, by many threads at a time.
 */
struct channel {
    struct covering_text text;

    /** @return checks that have seen no row */
    void *(*checks_new)(const struct engine *engine);

    /**
     * Checks a row.
     *
     * @param checks       locks itself
     * @param council      once each
     * @param letter       the row's; NULL: it has none, or is only a neighbour
     * @param arena        scratch
     * @param diagnostics  gets the row's faults; NULL: it is only a neighbour
     */
    enum status (*check)(void *checks, const struct council *council,
                         const struct letter *letter, struct arena *arena,
                         struct diagnostics *diagnostics);

    /** Compares the rows that were added, and frees the checks. */
    void (*checks_finish)(void *checks, struct diagnostics *diagnostics);
};

#endif
