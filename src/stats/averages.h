#ifndef STATS_AVERAGES_H
#define STATS_AVERAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostics.h"
#include "data/campaign.h"

/**
 * What councils are compared with: a whole per cent for each group and
 * statistic, given in a file or computed over the rows.
 */
struct averages;

/** Where the roster keeps a statistic; SIZE_MAX: no such column, reported. */
struct average_columns {
    size_t count;
    size_t total;
    size_t stated; ///< SIZE_MAX also where the settings name none
};

/**
 * Finds the columns of the statistics and of the groups, and reads or computes
 * the averages.
 *
 * Given: `group` and a column for each statistic; a cell with `none` is no
 * average. The row `all` is the average of everybody. Each group that a row
 * belongs to has a line, and each of its cells holds something.
 * Pooled: sum of counts over sum of totals. Mean: the mean of the exact rates
 * of the councils that have one, rounded as a rate is. A computed average
 * needs two councils with a rate: a group of one is compared with nobody.
 * It needs the figures of every row: one that is refused for its name or code
 * alone is counted; one whose figures are at fault, or cannot be told, leaves
 * its group without an average, or all groups where its own cannot be told.
 *
 * @param arena        owns the result
 * @param campaign     an open campaign
 * @param averages     filled in, whatever is wrong, so that rows can be checked
 * @param diagnostics  gets what is wrong
 * @return STATUS_OK, or the status of the first error
 * @errors RULE_COLUMN_MISSING, RULE_AVERAGE_*, those of csv_table_open() and
 *         campaign_find_file()
 */
enum status averages_open(struct arena *arena, const struct campaign *campaign,
                          struct averages **averages,
                          struct diagnostics *diagnostics) MUST_CHECK;

/**
 * @param averages   as opened
 * @param group      the council's group, as its cell has it
 * @param statistic  index in the settings
 * @return the whole per cent, or -1: not compared, or no average
 */
int averages_find(const struct averages *averages, const char *group,
                  size_t statistic);

/**
 * @return the rows whose figures are at fault and without which the group's
 *         average would be wrong, in words; there is no average then. NULL: all
 *         rows are in it, or the settings say incomplete: allow
 */
const char *averages_lacking(const struct averages *averages, const char *group,
                             size_t statistic);

/** @return the columns of a statistic, by its index in the settings */
struct average_columns averages_columns(const struct averages *averages,
                                        size_t statistic);

/** @return the column with the councils' groups; SIZE_MAX: nobody is grouped */
size_t averages_group_column(const struct averages *averages);

/** @return where an average was given; no file: it was computed, or is none */
struct location averages_location(const struct averages *averages,
                                  const char *group, size_t statistic);

#endif
