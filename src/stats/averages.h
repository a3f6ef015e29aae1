#ifndef STATS_AVERAGES_H
#define STATS_AVERAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostics.h"
#include "base/hash.h"
#include "data/campaign.h"
#include "stats/exact_sum.h"
#include "stats/figure_cells.h"
#include "stats/history.h"

/**
 * What councils are compared with: the average of each group and statistic,
 * given in a file or computed over the rows; averages of earlier years; the
 * values of all councils of a group; a council's own earlier years.
 */
struct averages;

/** The values of a group's councils, those without a value or below the
 *  minimum left out. */
struct peers {
    const struct rate *rates; ///< lowest first
    const double *positions;  ///< the same, for charts
    const char *values;       ///< printed: "29%; 31%", the same in all letters
    size_t count;
    const char *lacking;             ///< as averages_lacking() has it, or NULL
    unsigned char digest[HASH_SIZE]; ///< of the positions
};

/**
 * Finds the columns of the statistics and of the groups, reads the history, and
 * reads or computes the averages.
 *
 * Given: `group`, a column for each statistic, and optionally `year`; a cell
 * with `none` is no average. The row `all` is the average of everybody. Each
 * group that a row belongs to has a line without a year, and each of its cells
 * holds something.
 * Pooled: sum of counts over sum of totals, or of populations; of counts and
 * amounts, which are out of nothing, the mean. Mean: the mean of the exact
 * values of the councils that have one. A computed average needs two councils
 * with a value: a group of one is compared with nobody. It needs the figures of
 * every row: a row refused for its name or code alone is counted; a row whose
 * figures are at fault, or unknown, leaves its group without an average, or all
 * groups where its own is unknown.
 * Averages of earlier years are given, or computed in the same way over the
 * history of the group's councils; no letter prints those of everybody.
 *
 * @param arena     owns the result
 * @param averages  [out] usable whatever is wrong, so that rows can be checked
 * @return STATUS_OK, or the status of the first error
 * @errors RULE_COLUMN_MISSING, RULE_AVERAGE_*, RULE_HISTORY_*, those of
 *         csv_table_open() and campaign_find_file()
 */
enum status averages_open(struct arena *arena, const struct campaign *campaign,
                          struct averages **averages,
                          struct diagnostics *diagnostics) MUST_CHECK;

/** Collects the values of all groups, for averages_peers(). */
void averages_collect_peers(struct averages *averages, struct arena *arena);

/**
 * @param group      the council's group, as its cell has it; NULL: everybody
 * @param statistic  index in the settings
 * @return the average; none where the group is not compared
 */
struct average averages_find(const struct averages *averages, const char *group,
                             size_t statistic);

/** @return the average of an earlier year */
struct average averages_of_year(const struct averages *averages,
                                const char *group, size_t statistic, int year);

/**
 * @return the rows whose figures are at fault and without which the group's
 *         average would be wrong, in words; there is no average then. NULL: all
 *         rows are in it, or the settings say incomplete: allow
 */
const char *averages_lacking(const struct averages *averages, const char *group,
                             size_t statistic);

/** @return the group's values; NULL: not compared, or not collected */
const struct peers *averages_peers(const struct averages *averages,
                                   const char *group, size_t statistic);

/** @return the earlier years; NULL: none are set */
const struct history *averages_history(const struct averages *averages);

/** @return the columns of a statistic, by its index in the settings */
struct average_columns averages_columns(const struct averages *averages,
                                        size_t statistic);

/** @return the column with the councils' groups; SIZE_MAX: nobody is grouped */
size_t averages_group_column(const struct averages *averages);

/** @return where an average was given; no file: it was computed, or is none */
struct location averages_location(const struct averages *averages,
                                  const char *group, size_t statistic);

#endif
