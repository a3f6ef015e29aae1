#ifndef STATS_FORMAT_H
#define STATS_FORMAT_H

#include "data/statistic_form.h"
#include "stats/rate.h"

/**
 * Exact values to and from the text that a statistic's form prints. A value is
 * printed once it is scaled: a whole number of the form's last decimal.
 *
 * A rate is scaled halves up, but never to 100% unless count = total, and never
 * to 0% unless count = 0. Other forms are scaled halves up.
 */

enum { FORMAT_TEXT_SIZE = 64 };

/** @return true if scaled values of this size are printed in full */
bool format_holds(const struct figure_format *format, struct rate rate);

/** @return a value in units of its last decimal; only for one that exists and
 *  that the format holds */
int64_t format_scale(const struct figure_format *format, struct rate rate);

/** @return where a chart draws the value, in the units that are printed */
double format_position(const struct figure_format *format, struct rate rate);

/** @return format_scale() of a value worked out in floating point */
int64_t format_scale_real(const struct figure_format *format, double value);

/** Prints "71%", "5.5", "1,234", "£1,250", "3 days" of a scaled value, which
 *  may be negative. @return @p text */
const char *format_print(char text[static FORMAT_TEXT_SIZE],
                         const struct figure_format *format, int64_t scaled);

/**
 * Reads what format_print() prints, with or without the unit: "64%", "64.25",
 * "£1,250.50".
 *
 * @param decimals  the maximum of decimals; zeros at the end do not count
 * @param rate      [out] such that format_scale() gives the value again
 * @return false for anything else
 */
bool format_parse(const struct figure_format *format, const char *text,
                  int decimals, struct rate *rate);

/** @return true if values are shares of a whole, printed in per cent */
bool format_is_share(const struct figure_format *format);

/** @return the factor by which an exact value is scaled: 100 for a rate in
 *  whole per cent */
int64_t format_factor(const struct figure_format *format);

/** @return 10 to the power of @p decimals */
int64_t format_power(int decimals);

#endif
