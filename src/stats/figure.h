#ifndef STATS_FIGURE_H
#define STATS_FIGURE_H

#include "stats/figures.h"

/**
 * Prints figures, for letters, e-mails, attachments and proofs alike.
 *
 * Below a statistic's `minimum` neither the value, nor the count, nor anything
 * computed from them is printed: count and total would disclose the rate. The
 * total alone is printed. The same rule applies to earlier years.
 */

enum { FIGURE_TEXT_SIZE = 160 };

/** The name of a part in placeholders: ((upheld.previous.value)). */
struct figure_attribute {
    const char *name; ///< "previous.value"
    enum figure_part part;
};

extern const struct figure_attribute figure_attributes[];
extern const size_t figure_attribute_count;

/** @return true if figures of a form have the attribute */
bool figure_attribute_fits(const struct figure_attribute *attribute,
                           const struct figure_format *format);

/** Prints "71%", "12", "up 8 points"; "" if there is no value. @return @p
 *  text, or a text of the figure */
const char *figure_print(char text[static FIGURE_TEXT_SIZE],
                         const struct figure *figure, enum figure_part part);

/** Like figure_print(), but "" also for a part that the council's letter does
 *  not print. */
const char *figure_print_given(char text[static FIGURE_TEXT_SIZE],
                               const struct figure *figure,
                               enum figure_part part);

/** @return true if outputs other than the letter may give a part: the letter
 *         prints it, and the statistic is not `shown: false` */
bool figure_gives(const struct figure *figure, enum figure_part part);

/** @return true if outputs other than the letter may give rate or count */
bool figure_is_given(const struct figure *figure);

/** Prints a year's value; "" for a gap. @return @p text */
const char *figure_print_year(char text[static FIGURE_TEXT_SIZE],
                              const struct figure *figure,
                              const struct figure_year *year);

/** Prints an average. @return @p text */
const char *figure_print_average(char text[static FIGURE_TEXT_SIZE],
                                 const struct figure *figure,
                                 struct average average);

/** @return the rows with errors because of which a part has no value, as text;
 *         or NULL */
const char *figure_lacking(const struct figure *figure, enum figure_part part);

/** @return true if a part would disclose a withheld figure */
bool figure_part_tells(enum figure_part part);

/**
 * @param arena   owns the text
 * @param figure  with a rate that is not withheld
 * @param out_of  the word between count and total, with spaces: " of "
 * @return "12 of 17 investigations"; "12 of 17" if the settings do not name
 *         what the total counts; "86 complaints" for a count; "" for other
 *         forms
 */
const char *figure_cases(struct arena *arena, const struct figure *figure,
                         const char *out_of);

#endif
