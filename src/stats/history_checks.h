#ifndef STATS_HISTORY_CHECKS_H
#define STATS_HISTORY_CHECKS_H

#include "stats/averages.h"

/**
 * Looks for a number that changes from one year to the next as that of no other
 * council does: ten times as large or as small, where no other changes half as
 * much. It is a warning, for such a number may be right.
 *
 * @param averages  knows the history and the columns
 * @errors RULE_HISTORY_JUMP
 */
void history_checks_run(const struct averages *averages,
                        const struct campaign *campaign,
                        struct diagnostics *diagnostics);

#endif
