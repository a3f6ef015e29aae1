#ifndef STATS_GROUP_TALLY_H
#define STATS_GROUP_TALLY_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "stats/averages.h"

/**
 * Adds up one statistic of one group: the sum for the average, optionally the
 * values, and the rows with errors that the sum lacks.
 */
struct group_tally;

/**
 * @param mean  true: mean of the values; false: pooled counts and totals
 * @param keep  true: keep the values for group_tally_peers()
 * @owner the caller, who frees it with group_tally_free()
 */
struct group_tally *group_tally_new(bool mean, bool keep);

void group_tally_free(struct group_tally *tally);

/** Counts a row's value, if it has one. @param withheld  true: below its
 *  minimum, so not a peer */
void group_tally_add(struct group_tally *tally, struct rate rate,
                     bool withheld);

/**
 * Records a row that cannot be counted.
 *
 * @param tally     the tally
 * @param code      the row's, or ""; must outlive the tally
 * @param location  of its error; its file must outlive the tally
 */
void group_tally_lack(struct group_tally *tally, const char *code,
                      struct location location);

/** @return the average; none if fewer than two councils have a value */
struct average group_tally_average(const struct group_tally *tally,
                                   const struct figure_format *format);

/** Sorts the kept values. @owner @p arena */
struct peers group_tally_peers(struct group_tally *tally, struct arena *arena,
                               const struct figure_format *format);

/** @return the rows with errors that the sum lacks, "X2 (figures.csv:3:5) and 4
 *         more", in @p arena; NULL if it lacks none */
const char *group_tally_lacking(struct arena *arena,
                                const struct group_tally *tally);

#endif
