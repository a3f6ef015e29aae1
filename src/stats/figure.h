#ifndef STATS_FIGURE_H
#define STATS_FIGURE_H

#include "stats/figures.h"

/**
 * The one printer of figures: letters, e-mails, attachments and proofs print
 * through it.
 *
 * Below a statistic's `minimum` neither rate nor count is printed: the count
 * beside the total would give the rate away. The total alone gives nothing
 * away and is printed.
 */

enum { FIGURE_TEXT_SIZE = 32 };

/** Prints "71%", "12", "17" or "64%"; "" where there is nothing to print.
 *  @return @p text */
const char *figure_print(char text[static FIGURE_TEXT_SIZE],
                         const struct figure *figure, enum figure_part part);

/** The same, but "" also for what the council's letter does not print. */
const char *figure_print_given(char text[static FIGURE_TEXT_SIZE],
                               const struct figure *figure,
                               enum figure_part part);

/** @return whether a part of the figure may be given beside the letter: it is
 *  not `shown: false`, and the letter prints it */
bool figure_gives(const struct figure *figure, enum figure_part part);

/** @return whether rate or count may be given beside the letter, so that the
 *  figure is one of its figures */
bool figure_is_given(const struct figure *figure);

/**
 * @param arena   owns the text
 * @param figure  whose rate is not withheld
 * @param out_of  the word between count and total, with spaces: " of "
 * @return "12 of 17 investigations"; "12 of 17" where the settings do not say
 *         what the total counts
 */
const char *figure_cases(struct arena *arena, const struct figure *figure,
                         const char *out_of);

#endif
