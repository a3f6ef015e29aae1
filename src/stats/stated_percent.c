#include "stats/stated_percent.h"

#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"

enum { DECIMALS = 6 };

static const char *skip_spaces(const char *at)
{
    return at + strspn(at, " \t");
}

static const char *read_digits(const char *at, int max, int64_t *value)
{
    for (; ascii_is_digit(*at) && max > 0; max--)
        *value = *value * 10 + (*at++ - '0');
    return at;
}

bool stated_percent_parse(const char *text, struct stated_percent *stated)
{
    struct stated_percent read = {0, 1};
    const char *at = skip_spaces(text);

    if (!ascii_is_digit(*at))
        return false;
    at = read_digits(at, 3, &read.value);
    if (at[0] == '.' && ascii_is_digit(at[1])) {
        const char *point = at++;
        at = read_digits(at, DECIMALS, &read.value);
        for (const char *digit = point + 1; digit < at; digit++)
            read.scale *= 10;
    }
    at = skip_spaces(at);
    if (*at == '%')
        at = skip_spaces(at + 1);
    if (*at || read.value > 100 * read.scale)
        return false;
    *stated = read;
    return true;
}

bool stated_percent_is_none(const char *text, struct rate rate)
{
    return utf8_is_blank(text) ||
           (!rate_exists(rate) && !strpbrk(text, "0123456789"));
}

/* |100 c/t - v/s| <= 1/(2 s), that is 2 |100 c s - v t| <= t. */
bool stated_percent_fits(struct stated_percent stated, struct rate rate,
                         const struct figure_format *format)
{
    __extension__ const __int128 apart =
        (__int128)rate.count * 100 * stated.scale -
        (__int128)stated.value * rate.total;

    if (!rate_exists(rate))
        return false;
    if (stated.value * format_power(format->decimals) ==
        format_scale(format, rate) * stated.scale)
        return true;
    return 2 * (apart < 0 ? -apart : apart) <= rate.total;
}

bool stated_percent_agrees(const char *text, struct rate rate,
                           const struct figure_format *format)
{
    struct stated_percent stated;

    return stated_percent_parse(text, &stated)
               ? stated_percent_fits(stated, rate, format)
               : stated_percent_is_none(text, rate);
}
