#ifndef STATS_FORMAT_H
#define STATS_FORMAT_H

#include "data/statistic_form.h"
#include "stats/rate.h"

/**
 * Converts exact values to and from printed text. To be printed, a value is
 * scaled: converted to a whole number of units of the last decimal.
 *
 * A rate is scaled halves up, but never to 100% unless count = total, and never
 * to 0% unless count = 0. Other forms are scaled halves up.
 */

enum { FORMAT_TEXT_SIZE = 64 };

/** @return true if a scaled value is small enough to print */
bool format_holds(const struct figure_format *format, struct rate rate);

/** @return a value in units of its last decimal; it must exist and
 *         format_holds() be true */
int64_t format_scale(const struct figure_format *format, struct rate rate);

/** @return the value's position on a chart, in printed units */
double format_position(const struct figure_format *format, struct rate rate);

/** @return format_scale() of a floating-point value */
int64_t format_scale_real(const struct figure_format *format, double value);

/** Prints a scaled value, which may be negative: "71%", "5.5", "1,234",
 *  "£1,250", "3 days". @return @p text */
const char *format_print(char text[static FORMAT_TEXT_SIZE],
                         const struct figure_format *format, int64_t scaled);

/**
 * Reads the output of format_print(), with or without the unit: "64%",
 * "64.25", "£1,250.50".
 *
 * @param decimals  maximum decimals, trailing zeros not counted
 * @param rate      [out] [out] format_scale() returns the read value for it
 * @return false for anything else
 */
bool format_parse(const struct figure_format *format, const char *text,
                  int decimals, struct rate *rate);

/** @return true if values are shares of a whole, printed in per cent */
bool format_is_share(const struct figure_format *format);

/** @return the scale of an exact value: 100 for a rate in whole per cent */
int64_t format_factor(const struct figure_format *format);

/** @return 10 to the power of @p decimals */
int64_t format_power(int decimals);

#endif
