#ifndef STATS_HISTORY_H
#define STATS_HISTORY_H

#include "base/diagnostics.h"
#include "data/campaign.h"
#include "stats/rate.h"

/**
 * Figures of earlier years, from the file of `history:`: a row for each
 * council, year and statistic, with the columns code, year, statistic, count,
 * total, part and note (which is ignored).
 */
struct history;

/** A council's figure of one earlier year. */
struct history_entry {
    size_t row;       ///< of the roster
    size_t statistic; ///< index in the settings
    int year;
    struct rate rate; ///< the exact value
    struct location location;
};

/**
 * Reads the file. One warning gives the number of codes that the campaign
 * lacks.
 *
 * @param history  [out] NULL if the settings name no file
 * @return STATUS_OK, or the status of the first error
 * @errors RULE_HISTORY_*, RULE_COLUMN_MISSING, RULE_VALUE_NOT_COUNT,
 *         RULE_COUNT_OVER_TOTAL, those of csv_table_open()
 */
enum status history_open(struct arena *arena, const struct campaign *campaign,
                         const struct history **history,
                         struct diagnostics *diagnostics) MUST_CHECK;

/** @return all entries, by row, statistic and year; @p history may be NULL */
const struct history_entry *history_entries(const struct history *history,
                                            size_t *count);

/** @return a council's entries of one statistic, oldest first */
const struct history_entry *history_find(const struct history *history,
                                         size_t row, size_t statistic,
                                         size_t *count);

/** @return the campaign's year; 0 if its settings do not give it */
int history_campaign_year(const struct settings *settings);

/** @return why figures from this year on are not comparable with earlier ones,
 *         or NULL */
const char *history_break(const struct settings *settings, int year);

#endif
