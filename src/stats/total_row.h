#ifndef STATS_TOTAL_ROW_H
#define STATS_TOTAL_ROW_H

#include "data/campaign.h"
#include "stats/averages.h"

/**
 * A row that sums up others, left in a table by whoever added them up: no
 * council, and no letter may be made of it.
 */

/** @return true if a council's name or code is that of a total: "Total", "All
 *  councils", "Sub-total county", "England", "Sum of all authorities" */
bool total_row_is_named(const struct council *council);

/**
 * Looks whether a row's figures are the sums of those above it in the file: of
 * all, or of those since the total before it; or of all other rows. Rows with
 * a total's name are not added, nor is a cell without a whole number. The
 * figures are those of the statistics; without statistics, all whole numbers.
 *
 * @param campaign  an open campaign
 * @param averages  knows the columns
 * @param council   with the name of a total
 */
bool total_row_adds_up(const struct campaign *campaign,
                       const struct averages *averages,
                       const struct council *council);

#endif
