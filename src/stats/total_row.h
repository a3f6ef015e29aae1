#ifndef STATS_TOTAL_ROW_H
#define STATS_TOTAL_ROW_H

#include "data/campaign.h"
#include "stats/averages.h"

/**
 * Recognises a row of totals in a table. It is not a council and must not get
 * a letter.
 */

/** @return true if a council's name or code is that of a total: "Total", "All
 *  councils", "Sub-total county", "England", "Sum of all authorities" */
bool total_row_is_named(const struct council *council);

/**
 * @return true if a row's figures are sums: of all rows above it in the file,
 *         of those since the previous total, or of all other rows. Rows with a
 *         total's name and cells without a whole number are not added. The
 *         figures are those of the statistics; without statistics, all whole
 *         numbers.
 *
 * @param campaign  an open campaign
 * @param averages  with the columns
 * @param council   with the name of a total
 */
bool total_row_adds_up(const struct campaign *campaign,
                       const struct averages *averages,
                       const struct council *council);

#endif
