#ifndef VERIFY_FIGURES_CHECK_H
#define VERIFY_FIGURES_CHECK_H

#include <stddef.h>

#include "base/arena.h"

/**
 * Recomputes a letter's figures.csv: no count may exceed its total, and every
 * rate, and every count per head, must follow from count and total. Parts that
 * the letter does not print are empty. The columns are those of
 * run/figures_csv.h, or the eight that letters had before statistics had forms.
 *
 * @param arena  owns the words
 * @param bytes  the file; any bytes
 * @param size   how many
 * @param count  [out] the number of statistics
 * @return NULL, or the error in
 *               words, with the line
 */
const char *figures_check_csv(struct arena *arena, const void *bytes,
                              size_t size, size_t *count);

#endif
