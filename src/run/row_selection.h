#ifndef RUN_ROW_SELECTION_H
#define RUN_ROW_SELECTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostics.h"
#include "data/roster.h"
#include "run/shard.h"

/** The rows that a command selects. */
struct row_selection {
    size_t *rows; ///< indices in the roster, rising
    size_t count;
    bool *absent; ///< for each row that the roster refused: true if selected
    size_t absent_count;
};

/**
 * Selects the rows of `--only`, or all, including those that the roster
 * refused.
 *
 * @param arena        owns the selection
 * @param roster       the rows
 * @param only         codes, or NULL: all
 * @param count        of the codes
 * @param selection    [out]
 * @param diagnostics  gets what is wrong
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_CODE_UNKNOWN with a suggestion
 */
enum status row_selection_make(struct arena *arena, const struct roster *roster,
                               const char *const *only, size_t count,
                               struct row_selection *selection,
                               struct diagnostics *diagnostics) MUST_CHECK;

/** Removes the rows that do not belong to a shard. */
void row_selection_limit_to_shard(struct row_selection *selection,
                                  const struct roster *roster,
                                  const struct shard *shard);

/** @return true if @p row is selected */
bool row_selection_contains(const struct row_selection *selection, size_t row);

#endif
