#ifndef STATS_GROUP_TALLY_H
#define STATS_GROUP_TALLY_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "stats/averages.h"

/**
 * One statistic of one group over its rows: the sum for the average, the values
 * if they are kept, and the rows at fault that the sum lacks.
 */
struct group_tally;

/**
 * @param mean  true: the average is the mean of the values; else their counts
 *              and totals are pooled
 * @param keep  true: values are kept for group_tally_peers()
 * @owner the caller, who frees it with group_tally_free()
 */
struct group_tally *group_tally_new(bool mean, bool keep);

void group_tally_free(struct group_tally *tally);

/** Counts a row's value, if it has one. @param withheld  true: it is below its
 *  minimum, and no peer */
void group_tally_add(struct group_tally *tally, struct rate rate,
                     bool withheld);

/**
 * Records a row that cannot be counted.
 *
 * @param tally     the tally
 * @param code      the row's, or ""; must outlive the tally
 * @param location  of its fault; its file must outlive the tally
 */
void group_tally_lack(struct group_tally *tally, const char *code,
                      struct location location);

/** @return the average; none where fewer than two councils have a value, for a
 *  group of one is compared with nobody */
struct average group_tally_average(const struct group_tally *tally,
                                   const struct figure_format *format);

/** Sorts the values that were kept. @owner @p arena */
struct peers group_tally_peers(struct group_tally *tally, struct arena *arena,
                               const struct figure_format *format);

/** @return the rows it lacks, "X2 (figures.csv:3:5) and 4 more", in @p arena;
 *  NULL: it lacks none */
const char *group_tally_lacking(struct arena *arena,
                                const struct group_tally *tally);

#endif
