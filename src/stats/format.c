#include "stats/format.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/ascii.h"
#include "base/number.h"

__extension__ typedef __int128 wide;

/* Digits of a scaled value, its decimals included. */
#define SCALED_MAX INT64_C(1000000000000000000)

static const struct statistic_form *form_of(const struct figure_format *format)
{
    return format->form ? format->form : &statistic_forms[0];
}

int64_t format_power(int decimals)
{
    int64_t power = 1;

    while (decimals-- > 0)
        power *= 10;
    return power;
}

static int64_t per_of(const struct figure_format *format)
{
    const int64_t per = form_of(format)->per;

    return per ? per : format->per;
}

bool format_is_share(const struct figure_format *format)
{
    return form_of(format)->is_share;
}

int64_t format_factor(const struct figure_format *format)
{
    return per_of(format) * format_power(format->decimals);
}

static wide scale(const struct figure_format *format, struct rate rate)
{
    const wide count = (wide)rate.count * format_factor(format);

    return (2 * count + rate.total) / (2 * (wide)rate.total);
}

bool format_holds(const struct figure_format *format, struct rate rate)
{
    return !rate_exists(rate) || scale(format, rate) < SCALED_MAX;
}

int64_t format_scale(const struct figure_format *format, struct rate rate)
{
    const int64_t whole = 100 * format_power(format->decimals);
    int64_t scaled;

    assert(rate_exists(rate) && format_holds(format, rate));
    scaled = (int64_t)scale(format, rate);
    if (!form_of(format)->is_share)
        return scaled;
    if (scaled == whole && rate.count < rate.total)
        return whole - 1;
    return scaled == 0 && rate.count > 0 ? 1 : scaled;
}

double format_position(const struct figure_format *format, struct rate rate)
{
    return (double)per_of(format) * (double)rate.count / (double)rate.total;
}

int64_t format_scale_real(const struct figure_format *format, double value)
{
    const double scaled =
        floor(value * (double)format_power(format->decimals) + 0.5);

    return scaled < (double)SCALED_MAX ? (int64_t)scaled : SCALED_MAX;
}

/* A text and its full length, which may exceed the capacity. */
struct printing {
    char *text; /* FORMAT_TEXT_SIZE bytes */
    size_t length;
};

static void add(struct printing *printing, const char *text)
{
    const size_t size = strlen(text);

    if (printing->length + size < FORMAT_TEXT_SIZE)
        memcpy(printing->text + printing->length, text, size + 1);
    printing->length += size;
}

/* "1,234.5" */
static void add_number(struct printing *printing, int decimals, int64_t scaled)
{
    const int64_t power = format_power(decimals);
    char whole[NUMBER_COUNT_SIZE];
    char digits[NUMBER_DIGITS_MAX + 1] = "";
    char *point;

    add(printing, number_print_count(whole, scaled / power));
    if (!decimals)
        return;
    point = number_put_digits(digits + NUMBER_DIGITS_MAX,
                              (uint64_t)(power + scaled % power));
    *point = '.'; /* replaces the power's 1 */
    add(printing, point);
}

/* A word as unit follows the number, a sign precedes it. */
static bool is_word(const char *unit)
{
    return ascii_is_letter(unit[strlen(unit) - 1]);
}

const char *format_print(char text[static FORMAT_TEXT_SIZE],
                         const struct figure_format *format, int64_t scaled)
{
    const char *unit = format->unit ? format->unit : "";
    const bool after = *unit && is_word(unit);
    struct printing printing = {text, 0};

    text[0] = '\0';
    add(&printing, scaled < 0 ? "-" : "");
    add(&printing, after ? "" : unit);
    add_number(&printing, format->decimals, scaled < 0 ? -scaled : scaled);
    add(&printing, after ? "\u00a0" : "");
    add(&printing, after ? unit : "");
    add(&printing, form_of(format)->is_share ? "%" : "");
    if (printing.length >= FORMAT_TEXT_SIZE)
        text[0] = '\0'; /* no text rather than a cut one */
    return text;
}

static const char *skip_blanks(const char *at)
{
    for (;;)
        if (ascii_is_blank(*at))
            at++;
        else if (strncmp(at, "\u00a0", 2) == 0)
            at += 2;
        else
            return at;
}

static const char *skip_unit(const struct figure_format *format, const char *at)
{
    const char *unit = form_of(format)->is_share ? "%" : format->unit;

    at = skip_blanks(at);
    if (unit && *unit && strncmp(at, unit, strlen(unit)) == 0)
        at = skip_blanks(at + strlen(unit));
    return at;
}

/* Reads the decimals after a point. @return their end, or NULL: too many */
static const char *read_decimals(const char *at, int decimals,
                                 struct rate *rate)
{
    for (; ascii_is_digit(*at); at++) {
        if (decimals-- <= 0 && *at != '0')
            return NULL;
        if (decimals < 0)
            continue;
        if (rate->count > NUMBER_COUNT_MAX || rate->total > NUMBER_COUNT_MAX)
            return NULL;
        rate->count = rate->count * 10 + (*at - '0');
        rate->total *= 10;
    }
    return at;
}

bool format_parse(const struct figure_format *format, const char *text,
                  int decimals, struct rate *rate)
{
    const char *at = skip_unit(format, text);
    const size_t length = strspn(at, "0123456789,");
    struct rate read = {0, 1};
    char whole[NUMBER_COUNT_SIZE];

    if (!length || length >= sizeof whole)
        return false;
    memcpy(whole, at, length);
    whole[length] = '\0';
    if (!number_parse_count(whole, &read.count))
        return false;
    at += length;
    if (*at == '.')
        at = ascii_is_digit(at[1]) ? read_decimals(at + 1, decimals, &read)
                                   : NULL;
    if (!at || *skip_unit(format, at))
        return false;
    if (read.total > INT64_MAX / per_of(format) / 10)
        return false;
    read.total *= per_of(format);
    if (form_of(format)->is_share && read.count > read.total)
        return false;
    *rate = read;
    return format_holds(format, read);
}
