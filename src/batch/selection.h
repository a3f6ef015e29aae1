#ifndef BATCH_SELECTION_H
#define BATCH_SELECTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/report.h"
#include "batch/shard.h"
#include "data/roster.h"

/** The rows that a command is about. */
struct selection {
    size_t *rows; ///< indices in the roster, rising
    size_t count;
};

/**
 * Finds the rows of `--only`, or all.
 *
 * @errors RULE_CODE_UNKNOWN with a suggestion
 */
enum status selection_make(struct arena *arena, const struct roster *roster,
                           const char *const *only, size_t count,
                           struct selection *selection,
                           struct report *report) MUST_CHECK;

/** Leaves the rows of a shard. */
void selection_keep_shard(struct selection *selection,
                          const struct roster *roster,
                          const struct shard *shard);

/** @return whether @p row is among them */
bool selection_holds(const struct selection *selection, size_t row);

#endif
