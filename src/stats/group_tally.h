#ifndef STATS_GROUP_TALLY_H
#define STATS_GROUP_TALLY_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "stats/rate.h"

/**
 * One statistic of one group over its rows: the sum for the average, and the
 * rows at fault that the sum lacks.
 */
struct group_tally;

/**
 * @param mean  whether the average is the mean of the rates; else their counts
 *              and totals are pooled
 * @owner the caller, who frees it with group_tally_free()
 */
struct group_tally *group_tally_new(bool mean);

void group_tally_free(struct group_tally *tally);

/** Counts a row's rate, if it has one. */
void group_tally_add(struct group_tally *tally, struct rate rate);

/**
 * Notes a row that cannot be counted.
 *
 * @param tally     the tally
 * @param code      the row's, or ""; must outlive the tally
 * @param location  of its fault; its file must outlive the tally
 */
void group_tally_lack(struct group_tally *tally, const char *code,
                      struct location location);

/** @return the average as a whole per cent; -1: fewer than two councils have a
 *  rate, for a group of one is compared with nobody */
int group_tally_percent(const struct group_tally *tally);

/** @return the rows it lacks, "X2 (figures.csv:3:5) and 4 more", in @p arena;
 *  NULL: it lacks none */
const char *group_tally_lacking(struct arena *arena,
                                const struct group_tally *tally);

#endif
