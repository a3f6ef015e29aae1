#ifndef DATA_STATISTIC_FORM_H
#define DATA_STATISTIC_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/yaml.h"

/** The formula of a confidence interval. */
enum interval_method {
    INTERVAL_NONE,
    INTERVAL_WILSON, ///< of a proportion
    INTERVAL_BYAR,   ///< of a count per head
};

/**
 * A form of statistic: its columns, and how it is averaged, compared and
 * printed. statistic_form.c has the table of forms.
 */
struct statistic_form {
    const char *name;        ///< "a rate", for messages
    const char *numerator;   ///< key of its column; NULL: it has parts
    const char *denominator; ///< key of its column, or NULL
    const char *keys[6];     ///< its keys besides those of all forms
    int64_t per;             ///< the printed factor; 0: from the setting `per`
    bool is_share;           ///< count out of total: "71%", changes in points
    bool pools;              ///< pooled averages divide sums; false: means
    bool takes_money;        ///< cells have decimals and a unit
    bool needs_total;        ///< `minimum` limits the total; false: the count
    enum interval_method interval;
    const char *charts; ///< of a panel without `charts:`
};

/** Every form, the rate first. */
extern const struct statistic_form statistic_forms[];
extern const size_t statistic_form_count;

/** @return the form of a statistic, by the keys of its setting */
const struct statistic_form *statistic_form_of(const struct yaml *setting);

/** The print format of a statistic's values. All zeros: a rate in whole per
 *  cent.
 */
struct figure_format {
    const struct statistic_form *form; ///< NULL: a rate
    int64_t per;                       ///< the factor of a count per head
    int decimals;                      ///< 0 to FORMAT_DECIMALS_MAX
    const char *unit;                  ///< of money; or NULL
};

enum {
    FORMAT_DECIMALS_MAX = 3,
    FORMAT_UNIT_MAX = 12, ///< bytes
};

/** Limits of figures' years. */
enum { YEAR_MIN = 1900, YEAR_MAX = 2999 };

/** The largest `per`. */
#define FORMAT_PER_MAX INT64_C(10000000)

#endif
