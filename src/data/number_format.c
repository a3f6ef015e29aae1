#include "data/number_format.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/time.h"
#include "base/utf8.h"

enum {
    DIGITS = 15, /* that a spreadsheet knows of a number */
    EXPONENT_LIMIT = 20,
    DAY = 24 * 60 * 60,
    /* Days from 30 December 1899 to the first day of 1904, of 1970, and to
     * 10000. */
    DAYS_1904 = 1462,
    DAYS_1970 = 25569,
    DAYS_LIMIT = 2958466,
};

/* --- formats ------------------------------------------------------------- */

struct number_format number_format_built_in(int id)
{
    struct number_format format = {NUMBER_FORMAT_PLAIN, -1};

    if (id == 2 || id == 4 || id == 39 || id == 40)
        format.decimals = 2;
    else if (id == 9 || id == 10)
        format = (struct number_format){NUMBER_FORMAT_PERCENT, id == 9 ? 0 : 2};
    else if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47))
        format.kind = NUMBER_FORMAT_TIME;
    else if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) ||
             (id >= 50 && id <= 58))
        format.kind = NUMBER_FORMAT_DATE;
    return format;
}

/* The first section of a format code, without its literal parts. */
struct format_marks {
    bool day, hour, month, percent, elapsed, exponent;
    int decimals;
};

/* @return the end of a bracket; [h] and the like are elapsed time, others
 * colours, conditions and languages. */
static const char *read_bracket(const char *at, struct format_marks *marks)
{
    const size_t length = strcspn(at, "]");

    marks->elapsed = marks->elapsed || strspn(at + 1, "hHmMsS") == length - 1;
    return at[length] ? at + length : at + length - 1;
}

/* @return the last of the decimals */
static const char *read_decimals(const char *at, struct format_marks *marks)
{
    const size_t count = strspn(at + 1, "0#?");

    marks->decimals = (int)count;
    return at + count;
}

static struct format_marks read_marks(const char *code)
{
    struct format_marks marks = {.decimals = 0};

    for (const char *at = code; *at && *at != ';'; at++) {
        const char letter = ascii_to_lower(*at);
        if (*at == '"')
            at += 1 + strcspn(at + 1, "\"");
        else if (*at == '\\' || *at == '_' || *at == '*')
            at += at[1] != '\0';
        else if (*at == '[')
            at = read_bracket(at, &marks);
        else if (*at == '.')
            at = read_decimals(at, &marks);
        marks.percent = marks.percent || letter == '%';
        marks.exponent = marks.exponent || letter == 'e';
        marks.day = marks.day || letter == 'd' || letter == 'y';
        marks.hour = marks.hour || letter == 'h' || letter == 's';
        marks.month = marks.month || letter == 'm';
        if (!*at)
            break;
    }
    return marks;
}

struct number_format number_format_read(const char *code)
{
    const struct format_marks marks = read_marks(code);
    struct number_format format = {NUMBER_FORMAT_PLAIN, -1};

    if (strncmp(code, "General", 7) == 0)
        return format;
    if (marks.day)
        format.kind = NUMBER_FORMAT_DATE;
    else if (marks.hour || marks.elapsed)
        format.kind = NUMBER_FORMAT_TIME;
    else if (marks.month)
        format.kind = NUMBER_FORMAT_DATE;
    else if (marks.percent)
        format = (struct number_format){NUMBER_FORMAT_PERCENT, marks.decimals};
    else if (marks.decimals && !marks.exponent)
        format.decimals = marks.decimals;
    return format;
}

/* --- numbers ------------------------------------------------------------- */

/* A number of 15 digits: 0.d1 d2 ... times ten to the exponent. */
struct decimal {
    char digits[DIGITS + 1];
    int exponent;
    bool negative;
};

static struct decimal read_decimal(double number)
{
    struct decimal decimal = {.negative = number < 0};
    char text[DIGITS + 16];

    snprintf(text, sizeof text, "%.*e", DIGITS - 1, fabs(number));
    decimal.digits[0] = text[0];
    memcpy(decimal.digits + 1, text + 2, DIGITS - 1);
    decimal.exponent = (int)strtol(strchr(text, 'e') + 1, NULL, 10) + 1;
    return decimal;
}

/* Rounds to @p kept digits, halves up; @p kept may be zero or negative. */
static void round_digits(struct decimal *decimal, int kept)
{
    bool up = kept >= 0 && kept < DIGITS && decimal->digits[kept] >= '5';

    for (int i = kept < 0 ? 0 : kept; i < DIGITS; i++)
        decimal->digits[i] = '0';
    for (int i = kept - 1; up && i >= 0; i--) {
        up = decimal->digits[i] == '9';
        decimal->digits[i] = up ? '0' : (char)(decimal->digits[i] + 1);
    }
    if (!up)
        return;
    memmove(decimal->digits + 1, decimal->digits, DIGITS - 1);
    decimal->digits[0] = '1';
    decimal->exponent++;
}

static char digit_at(const struct decimal *decimal, int at)
{
    return at < 0 || at >= DIGITS ? '0' : decimal->digits[at];
}

/* Prints with a number of decimals; -1: all. */
static void print_decimal(struct decimal decimal, int decimals,
                          char text[static NUMBER_FORMAT_SIZE])
{
    const bool all = decimals < 0;
    size_t at = 0;

    if (all)
        decimals = decimal.exponent < DIGITS ? DIGITS - decimal.exponent : 0;
    else
        round_digits(&decimal, decimal.exponent + decimals);
    if (decimal.negative && strspn(decimal.digits, "0") < DIGITS)
        text[at++] = '-';
    if (decimal.exponent <= 0)
        text[at++] = '0';
    for (int i = 0; i < decimal.exponent; i++)
        text[at++] = digit_at(&decimal, i);
    if (decimals > 0)
        text[at++] = '.';
    for (int i = 0; i < decimals; i++)
        text[at++] = digit_at(&decimal, decimal.exponent + i);
    while (all && decimals > 0 && text[at - 1] == '0')
        at--;
    at -= all && decimals > 0 && text[at - 1] == '.';
    text[at] = '\0';
}

/* --- dates --------------------------------------------------------------- */

/* Adds a time of day, or hours, to a date, which may be "". */
static void print_time(const char *date, long seconds,
                       char text[static NUMBER_FORMAT_SIZE])
{
    const long hours = seconds / 3600;
    const long minutes = seconds / 60 % 60;

    if (seconds % 60)
        snprintf(text, NUMBER_FORMAT_SIZE, "%.10s%s%02ld:%02ld:%02ld", date,
                 *date ? " " : "", hours, minutes, seconds % 60);
    else
        snprintf(text, NUMBER_FORMAT_SIZE, "%.10s%s%02ld:%02ld", date,
                 *date ? " " : "", hours, minutes);
}

/* @return false if a number is not a spreadsheet's date. Spreadsheets treat
 *         1900 as a leap year: dates before March 1900 are one day off, and 60
 *         is not a date. */
static bool print_day(double number, bool since_1904,
                      char text[static NUMBER_FORMAT_SIZE])
{
    char date[TIME_SIZE];
    long days, seconds;

    if (since_1904)
        number += DAYS_1904;
    if (number < 1 || number >= DAYS_LIMIT || (long)number == 60)
        return false;
    days = (long)number;
    seconds = lround((number - (double)days) * DAY);
    if (seconds == DAY) {
        days++;
        seconds = 0;
    }
    time_print_day(date, (int64_t)(days + (days < 60) - DAYS_1970) * DAY);
    if (seconds) {
        print_time(date, seconds, text);
    } else {
        utf8_copy(text, NUMBER_FORMAT_SIZE, date);
    }
    return true;
}

const char *number_format_print(const char *number, struct number_format format,
                                bool since_1904,
                                char text[static NUMBER_FORMAT_SIZE])
{
    char *end;
    const double value = strtod(number, &end);
    struct decimal decimal = read_decimal(isfinite(value) ? value : 0);

    if (end == number || *end || !isfinite(value) ||
        decimal.exponent > EXPONENT_LIMIT ||
        decimal.exponent < -EXPONENT_LIMIT) {
        utf8_copy(text, NUMBER_FORMAT_SIZE, number);
        return text;
    }
    switch (format.kind) {
    case NUMBER_FORMAT_DATE:
        if (print_day(value, since_1904, text))
            return text;
        break;
    case NUMBER_FORMAT_TIME:
        if (value < 0 || value >= DAYS_LIMIT)
            break;
        print_time("", lround(value * DAY), text);
        return text;
    case NUMBER_FORMAT_PERCENT:
        decimal.exponent += 2;
        break;
    case NUMBER_FORMAT_PLAIN:
        break;
    }
    print_decimal(decimal, format.decimals > DIGITS ? DIGITS : format.decimals,
                  text);
    if (format.kind == NUMBER_FORMAT_PERCENT) {
        text[strlen(text) + 1] = '\0';
        text[strlen(text)] = '%';
    }
    return text;
}
