#ifndef STATS_AVERAGE_CHECKS_H
#define STATS_AVERAGE_CHECKS_H

#include "base/diagnostics.h"
#include "data/campaign.h"
#include "stats/averages.h"

/** Councils with a rate that a group needs before its average is doubted: a
 *  campaign may hold a few of many. */
enum { AVERAGE_CHECKS_COUNCILS_MIN = 10 };

/**
 * Checks groups, totals and averages as a whole.
 *
 * A row with the name of a total whose figures are the sums of other rows is an
 * error; one that has the name alone is a warning, as are the others.
 *
 * A group that is nearly, but not quite, one of those compared is a
 * typing error: its council would get no comparison. A given average
 * that is below the lowest or above the highest rate of its group's councils is
 * the average of something else.
 *
 * They are added a row at a time: threads need a lock.
 */
struct average_checks;

/**
 * Begins.
 *
 * @param campaign  an open campaign
 * @param averages  as opened
 * @owner the caller, who ends it with average_checks_finish()
 */
struct average_checks *average_checks_new(const struct campaign *campaign,
                                          const struct averages *averages);

/** Checks a row. @param diagnostics  gets what is found; or NULL
 *  @errors RULE_GROUP_UNKNOWN */
void average_checks_add(struct average_checks *average_checks,
                        const struct council *council,
                        struct diagnostics *diagnostics);

/** Checks the averages and totals of the rows that were seen, and frees the
 *  checks. @errors RULE_AVERAGE_IMPLAUSIBLE, RULE_TOTAL_ROW, RULE_TOTAL_NAME */
void average_checks_finish(struct average_checks *average_checks,
                           struct diagnostics *diagnostics);

#endif
