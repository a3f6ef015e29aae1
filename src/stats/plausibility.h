#ifndef STATS_PLAUSIBILITY_H
#define STATS_PLAUSIBILITY_H

#include "base/report.h"
#include "data/campaign.h"
#include "stats/average.h"

/** Councils with a rate that a group needs before its average is doubted: a
 *  campaign may hold a few of many. */
enum { PLAUSIBILITY_COUNCILS = 10 };

/**
 * Looks at groups and averages as a whole, and warns.
 *
 * A group that is nearly, but not quite, one of those compared is a slip of
 * the pen: its council would get no comparison. A given average that is below
 * the least or above the greatest rate of its group's councils is the average
 * of something else.
 *
 * @param campaign  an open campaign
 * @param averages  as opened
 * @param report    gets what is found
 * @errors RULE_GROUP_UNKNOWN, RULE_AVERAGE_IMPLAUSIBLE
 */
void plausibility_check(const struct campaign *campaign,
                        const struct averages *averages, struct report *report);

#endif
