#ifndef DATA_STATISTIC_FORM_H
#define DATA_STATISTIC_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/yaml.h"

/** What an interval of chance is worked out by. */
enum interval_method {
    INTERVAL_NONE,
    INTERVAL_WILSON, ///< of a proportion
    INTERVAL_BYAR,   ///< of a count for each head
};

/**
 * A form of statistic: which columns it has, and how it is averaged, compared
 * and printed. A new form is a row of the table in statistic_form.c.
 */
struct statistic_form {
    const char *name;        ///< "a rate", for messages
    const char *numerator;   ///< key of its column; NULL: it has parts
    const char *denominator; ///< key of its column, or NULL
    const char *keys[6];     ///< keys that it takes besides those of every form
    int64_t per;             ///< the factor that is printed; 0: `per` says it
    bool is_share;    ///< count out of total: "71%", and changes in points
    bool pools;       ///< pooled averages divide sums; else they are means
    bool takes_money; ///< cells have decimals and a unit
    bool needs_total; ///< `minimum` is about the total; else the count
    enum interval_method interval;
    const char *charts; ///< of a panel without `charts:`
};

/** Every form, the rate first. */
extern const struct statistic_form statistic_forms[];
extern const size_t statistic_form_count;

/** @return the form of a statistic by the keys that its setting has */
const struct statistic_form *statistic_form_of(const struct yaml *setting);

/** How a statistic's values are printed. All zeros: a rate in whole per cent.
 *  */
struct figure_format {
    const struct statistic_form *form; ///< NULL: a rate
    int64_t per;                       ///< the factor of a count for each head
    int decimals;                      ///< 0 to FORMAT_DECIMALS_MAX
    const char *unit;                  ///< of money; or NULL
};

enum {
    FORMAT_DECIMALS_MAX = 3,
    FORMAT_UNIT_MAX = 12, ///< bytes
};

/** Years that figures may be of. */
enum { YEAR_MIN = 1900, YEAR_MAX = 2999 };

/** The largest `per`. */
#define FORMAT_PER_MAX INT64_C(10000000)

#endif
