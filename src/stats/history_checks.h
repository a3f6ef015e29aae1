#ifndef STATS_HISTORY_CHECKS_H
#define STATS_HISTORY_CHECKS_H

#include "stats/averages.h"

/**
 * Warns of a number that changes from one year to the next far more than any
 * other council's: by a factor of ten, if no other changes by half as much.
 *
 * @param averages  with the history and the columns
 * @errors RULE_HISTORY_JUMP
 */
void history_checks_run(const struct averages *averages,
                        const struct campaign *campaign,
                        struct diagnostics *diagnostics);

#endif
