#include "stats/interval.h"

#include <math.h>

/* The normal distribution's 97.5th percentile. */
static const double z = 1.959963984540054;

static struct interval wilson(double count, double total)
{
    const double rest = count * (total - count) / total;
    const double middle = 2 * count + z * z;
    const double width = z * sqrt(z * z + 4 * rest);
    const double scale = 2 * (total + z * z);

    return (struct interval){(middle - width) / scale,
                             (middle + width) / scale};
}

static double cube(double value)
{
    return value * value * value;
}

static struct interval byar(double count)
{
    const double next = count + 1;

    return (struct interval){
        count > 0 ? count * cube(1 - 1 / (9 * count) - z / (3 * sqrt(count)))
                  : 0,
        next * cube(1 - 1 / (9 * next) + z / (3 * sqrt(next)))};
}

bool interval_find(const struct figure_format *format, struct rate rate,
                   struct interval *interval)
{
    const enum interval_method method =
        format->form ? format->form->interval : INTERVAL_WILSON;
    const double count = (double)rate.count;
    const double total = (double)rate.total;
    double factor =
        (double)(format_factor(format) / format_power(format->decimals));

    switch (method) {
    case INTERVAL_NONE:
        return false;
    case INTERVAL_WILSON:
        *interval = wilson(count, total);
        /* exact at the ends, where the square root may be inexact */
        if (rate.count == 0)
            interval->low = 0;
        if (rate.count == rate.total)
            interval->high = 1;
        break;
    case INTERVAL_BYAR:
        *interval = byar(count);
        factor /= total;
        break;
    }
    interval->low *= factor;
    interval->high *= factor;
    return true;
}
