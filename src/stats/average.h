#ifndef STATS_AVERAGE_H
#define STATS_AVERAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/report.h"
#include "data/campaign.h"

/**
 * What councils are compared with: a whole per cent for each group and
 * statistic, given in a file or computed over the rows.
 */
struct averages;

/**
 * Reads or computes the averages.
 *
 * Given: `group` and a column for each statistic; an empty cell is no average.
 * Pooled: sum of counts over sum of totals. Mean: the mean of the exact rates
 * of the councils that have one, rounded as a rate is. A computed average
 * needs two councils with a rate: a group of one is compared with nobody.
 *
 * @param arena     owns the result
 * @param campaign  an open campaign
 * @param averages  filled in
 * @param report    gets what is wrong
 * @return STATUS_OK, or the status of the first error
 */
enum status averages_open(struct arena *arena, const struct campaign *campaign,
                          struct averages **averages,
                          struct report *report) MUST_CHECK;

/**
 * @param averages   as opened
 * @param group      the council's group, as its cell has it
 * @param statistic  index in the settings
 * @return the whole per cent, or -1: not compared, or no average
 */
int averages_find(const struct averages *averages, const char *group,
                  size_t statistic);

#endif
