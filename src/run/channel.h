#ifndef RUN_CHANNEL_H
#define RUN_CHANNEL_H

#include "base/diagnostics.h"
#include "letter/covering_text.h"
#include "letter/letter.h"

struct engine;

/**
 * A way of sending letters with a text of its own: the functions that its
 * module adds to the engine and to the preflight. If the campaign has such a
 * text, the checks are called by many threads at once.
 */
struct channel {
    struct covering_text text;

    /** @return new checks */
    void *(*checks_new)(const struct engine *engine);

    /**
     * Checks a row.
     *
     * @param checks       has its own lock
     * @param council      once each
     * @param letter       the row's; NULL: it has none, or is only compared
     *                     with others
     * @param arena        scratch
     * @param diagnostics  errors in the row; NULL: it is only compared with
     *                     others
     */
    enum status (*check)(void *checks, const struct council *council,
                         const struct letter *letter, struct arena *arena,
                         struct diagnostics *diagnostics);

    /** Compares the rows that were added, and frees the checks. */
    void (*checks_finish)(void *checks, struct diagnostics *diagnostics);
};

#endif
