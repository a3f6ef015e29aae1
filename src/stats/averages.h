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
 * The comparisons of councils: the average of each group and statistic, given
 * in a file or computed over the rows; averages of earlier years; the values of
 * a group's councils; a council's own earlier years.
 */
struct averages;

/** The values of a group's councils, without those that have no value or are
 *  below the minimum. */
struct peers {
    const struct rate *rates; ///< lowest first
    const double *positions;  ///< of the rates, for charts
    const char *values;       ///< printed: "29%; 31%", the same in all letters
    size_t count;
    const char *lacking; ///< the text of averages_lacking(), or NULL
    unsigned char digest[HASH_SIZE]; ///< of the positions
};

/**
 * Finds the columns of statistics and groups, reads the history, and reads or
 * computes the averages.
 *
 * Given averages have the columns `group`, one for each statistic, and
 * optionally `year`; `none` in a cell means no average. The row `all` is the
 * average of all councils. Each group with a council needs a line without a
 * year and without empty cells. A pooled average is the sum of counts over the
 * sum of totals or populations; counts and amounts have no total, so it is
 * their mean. A mean is the mean of the councils' exact values. A computed
 * average needs two councils with a value, and the figures of every row. A row
 * refused only for its name or code counts; one with wrong or unknown figures
 * leaves its group without an average, or all groups if its group is unknown.
 * Averages of earlier years are given, or computed in the same way over the
 * history of the group's councils; no letter prints those of all councils.
 *
 * @param arena     owns the result
 * @param averages  [out] usable even after errors, so that rows can be checked
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
 * @param group      the text of the council's group cell; NULL: all councils
 * @param statistic  index in the settings
 * @return the average; none if the group is not compared
 */
struct average averages_find(const struct averages *averages, const char *group,
                             size_t statistic);

/** @return the average of an earlier year */
struct average averages_of_year(const struct averages *averages,
                                const char *group, size_t statistic, int year);

/**
 * @return the rows with errors that leave the group without an average, as
 *         text; NULL if the average is complete, or the settings have
 *         incomplete: allow
 */
const char *averages_lacking(const struct averages *averages, const char *group,
                             size_t statistic);

/** @return the group's values; NULL if it is not compared, or not collected */
const struct peers *averages_peers(const struct averages *averages,
                                   const char *group, size_t statistic);

/** @return the earlier years; NULL if the settings have none */
const struct history *averages_history(const struct averages *averages);

/** @return the columns of a statistic, by its index in the settings */
struct average_columns averages_columns(const struct averages *averages,
                                        size_t statistic);

/** @return the column with the councils' groups; SIZE_MAX if there are no
 *         groups */
size_t averages_group_column(const struct averages *averages);

/** @return the location of a given average; its file is NULL if the average was
 *         computed or is none */
struct location averages_location(const struct averages *averages,
                                  const char *group, size_t statistic);

#endif
