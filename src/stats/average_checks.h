#ifndef STATS_AVERAGE_CHECKS_H
#define STATS_AVERAGE_CHECKS_H

#include "base/diagnostics.h"
#include "data/campaign.h"
#include "stats/averages.h"

/** Minimum councils with a rate before a group's average is checked: a
 *  campaign may hold only a few of the group. */
enum { AVERAGE_CHECKS_COUNCILS_MIN = 10 };

/**
 * Checks groups, totals and averages as a whole.
 *
 * Error: a row with the name of a total whose figures are the sums of other
 * rows. Warnings: a row that only has the name of a total; a group that
 * resembles one of the compared groups, for a misspelt group gets no
 * comparison; a given average outside the range of its group's rates, for it is
 * the average of something else.
 *
 * Not thread-safe: threads need a lock.
 */
struct average_checks;

/**
 * Begins the checks.
 *
 * @param campaign  an open campaign
 * @param averages  as opened
 * @owner the caller, who ends it with average_checks_finish()
 */
struct average_checks *average_checks_new(const struct campaign *campaign,
                                          const struct averages *averages);

/** Checks a row. @param diagnostics may be NULL
 *  @errors RULE_GROUP_UNKNOWN */
void average_checks_add(struct average_checks *average_checks,
                        const struct council *council,
                        struct diagnostics *diagnostics);

/** Checks the averages and totals of all added rows, and frees the checks.
 *  @errors RULE_AVERAGE_IMPLAUSIBLE, RULE_TOTAL_ROW, RULE_TOTAL_NAME */
void average_checks_finish(struct average_checks *average_checks,
                           struct diagnostics *diagnostics);

#endif
