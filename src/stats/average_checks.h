#ifndef STATS_PLAUSIBILITY_H
#define STATS_PLAUSIBILITY_H

#include "base/diagnostics.h"
#include "data/campaign.h"
#include "stats/averages.h"

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
 * Each thread may have its own, over rows of its own; in the end they are
 * joined.
 */
struct plausibility;

/**
 * Begins.
 *
 * @param campaign  an open campaign
 * @param averages  as opened
 * @owner the caller, who ends it with plausibility_finish()
 */
struct plausibility *plausibility_new(const struct campaign *campaign,
                                      const struct averages *averages);

/** Looks at a row. @param report  gets what is found; or NULL
 *  @errors RULE_GROUP_UNKNOWN */
void plausibility_look(struct plausibility *plausibility,
                       const struct council *council, struct report *report);

/** Takes over what @p other has seen, and frees it. */
void plausibility_join(struct plausibility *plausibility,
                       struct plausibility *other);

/** Looks at the averages of the rows that were seen, and frees.
 *  @errors RULE_AVERAGE_IMPLAUSIBLE */
void plausibility_finish(struct plausibility *plausibility,
                         struct report *report);

/** All of it, for each row of a campaign. */
void plausibility_check(const struct campaign *campaign,
                        const struct averages *averages, struct report *report);

#endif
