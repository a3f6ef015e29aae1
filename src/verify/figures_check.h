#ifndef VERIFY_FIGURES_CHECK_H
#define VERIFY_FIGURES_CHECK_H

#include <stddef.h>

#include "base/arena.h"

/**
 * Recomputes a letter's figures.csv: every count is within its total and
 * every rate is the one that count and total make. What the letter does not
 * print is empty.
 *
 *     statistic,count,total,rate,average,group,period_start,period_end
 *
 * @param arena  owns the words
 * @param bytes  the file; any bytes
 * @param size   how many
 * @param count  gets the number of statistics
 * @return NULL, or what is wrong in words, with the line
 */
const char *figures_check_csv(struct arena *arena, const void *bytes,
                              size_t size, size_t *count);

#endif
