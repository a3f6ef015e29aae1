#ifndef STATS_FIGURE_H
#define STATS_FIGURE_H

#include "stats/figures.h"

/**
 * The one printer of figures: letters, e-mails, attachments and proofs print
 * through it.
 *
 * Below a statistic's `minimum` neither value nor count is printed, nor what is
 * worked out of them: the count beside the total would give a rate away. The
 * total alone gives nothing away and is printed. So it is with an earlier year.
 */

enum { FIGURE_TEXT_SIZE = 160 };

/** A part as placeholders name it: ((upheld.previous.value)). */
struct figure_attribute {
    const char *name; ///< "previous.value"
    enum figure_part part;
};

extern const struct figure_attribute figure_attributes[];
extern const size_t figure_attribute_count;

/** @return true if figures of a form have the attribute */
bool figure_attribute_fits(const struct figure_attribute *attribute,
                           const struct figure_format *format);

/** Prints "71%", "12", "up 8 points"; "" where there is nothing to print.
 *  @return the text: @p text, or the figure's own */
const char *figure_print(char text[static FIGURE_TEXT_SIZE],
                         const struct figure *figure, enum figure_part part);

/** Like figure_print(), but "" also for what the council's letter does not
 *  print. */
const char *figure_print_given(char text[static FIGURE_TEXT_SIZE],
                               const struct figure *figure,
                               enum figure_part part);

/** @return true if a part of the figure may be given beside the letter: it is
 *  not `shown: false`, and the letter prints it */
bool figure_gives(const struct figure *figure, enum figure_part part);

/** @return true if rate or count may be given beside the letter, so that the
 *  figure is one of its figures */
bool figure_is_given(const struct figure *figure);

/** Prints a year's value; "" for a gap. @return @p text */
const char *figure_print_year(char text[static FIGURE_TEXT_SIZE],
                              const struct figure *figure,
                              const struct figure_year *year);

/** Prints an average. @return @p text */
const char *figure_print_average(char text[static FIGURE_TEXT_SIZE],
                                 const struct figure *figure,
                                 struct average average);

/** @return the rows at fault for which a part cannot be printed, or NULL */
const char *figure_lacking(const struct figure *figure, enum figure_part part);

/** @return true if a part gives away the figure where that is withheld */
bool figure_part_tells(enum figure_part part);

/**
 * @param arena   owns the text
 * @param figure  whose rate is not withheld
 * @param out_of  the word between count and total, with spaces: " of "
 * @return "12 of 17 investigations"; "12 of 17" where the settings do not say
 *         what the total counts; "86 complaints" of a count; "" of other forms
 */
const char *figure_cases(struct arena *arena, const struct figure *figure,
                         const char *out_of);

#endif
