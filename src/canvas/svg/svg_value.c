#include "canvas/svg/svg_value.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"

static const double LARGEST = 1e6;

struct svg_value svg_value_of(const char *name, const char *text)
{
    return (struct svg_value){
        .name = name,
        .text = text,
        .at = text,
        .end = text ? text + strlen(text) : NULL,
        .rule = RULE_ARTWORK_SYNTAX,
    };
}

bool svg_value_fail(struct svg_value *value, enum diagnostic_id rule,
                    const char *format, ...)
{
    va_list args;

    value->rule = rule;
    va_start(args, format);
    vsnprintf(value->message, sizeof value->message, format, args);
    va_end(args);
    utf8_trim_partial(value->message);
    return false;
}

/* The next byte, or NUL at the end. */
static char peek(const struct svg_value *value)
{
    return value->at < value->end ? *value->at : '\0';
}

void svg_value_skip_space(struct svg_value *value)
{
    while (ascii_is_space(peek(value)))
        value->at++;
}

void svg_value_skip_comma(struct svg_value *value)
{
    svg_value_skip_space(value);
    if (peek(value) == ',') {
        value->at++;
        svg_value_skip_space(value);
    }
}

bool svg_value_is_empty(struct svg_value *value)
{
    svg_value_skip_space(value);
    return value->at >= value->end;
}

/* Fails with a message that quotes the text up to the next gap. */
static bool fail_at_word(struct svg_value *value, const char *wanted)
{
    int length = 0;

    while (value->at + length < value->end && length < 40 &&
           !ascii_is_space(value->at[length]) && value->at[length] != ',')
        length++;
    if (!length)
        return svg_value_fail(value, RULE_ARTWORK_SYNTAX,
                              "%s is expected, the value ends", wanted);
    return svg_value_fail(value, RULE_ARTWORK_SYNTAX,
                          "%s is expected, not \"%.*s\"", wanted, length,
                          value->at);
}

bool svg_value_finish(struct svg_value *value)
{
    return svg_value_is_empty(value) || fail_at_word(value, "the end");
}

bool svg_value_take(struct svg_value *value, const char *word)
{
    const char *at = value->at;

    for (; *word; word++, at++)
        if (at >= value->end || ascii_to_lower(*at) != ascii_to_lower(*word))
            return false;
    value->at = at;
    return true;
}

/* Digits after the seventeenth are irrelevant. */
static const char *read_digits(const struct svg_value *value, const char *at,
                               double *sum, int *digits)
{
    for (; at < value->end && ascii_is_digit(*at); at++, (*digits)++)
        *sum = *sum * 10 + (*at - '0');
    return at;
}

/* Reads an exponent, if a number follows the "e": "1em" has none. */
static const char *read_exponent(const struct svg_value *value, const char *at,
                                 int *exponent)
{
    const char *digit = at + 1;
    bool negative = false;
    int sum = 0;

    if (at >= value->end || ascii_to_lower(*at) != 'e')
        return at;
    if (digit < value->end && (*digit == '+' || *digit == '-'))
        negative = *digit++ == '-';
    if (digit >= value->end || !ascii_is_digit(*digit))
        return at;
    for (; digit < value->end && ascii_is_digit(*digit); digit++)
        sum = sum < 1000 ? sum * 10 + (*digit - '0') : sum;
    *exponent = negative ? -sum : sum;
    return digit;
}

bool svg_value_number(struct svg_value *value, double *number)
{
    const bool has_sign = peek(value) == '-' || peek(value) == '+';
    const bool negative = peek(value) == '-';
    const char *at = value->at + has_sign;
    double sum = 0;
    int whole = 0;
    int decimals = 0;
    int exponent = 0;

    at = read_digits(value, at, &sum, &whole);
    if (at < value->end && *at == '.')
        at = read_digits(value, at + 1, &sum, &decimals);
    if (!whole && !decimals)
        return fail_at_word(value, "a number");
    at = read_exponent(value, at, &exponent);
    sum = exponent < decimals ? sum / pow(10, decimals - exponent)
                              : sum * pow(10, exponent - decimals);
    if (!(sum <= LARGEST))
        return svg_value_fail(value, RULE_ARTWORK_SYNTAX,
                              "the number is larger than a million");
    value->at = at;
    *number = negative ? -sum : sum;
    return true;
}

bool svg_value_length(struct svg_value *value, double *length)
{
    static const struct {
        const char *name;
        double size;
    } units[] = {
        {"px", 1},         {"pt", 96.0 / 72},  {"pc", 16},
        {"mm", 96 / 25.4}, {"cm", 960 / 25.4}, {"in", 96},
    };

    if (!svg_value_number(value, length))
        return false;
    if (value->whole > 0 && svg_value_take(value, "%")) {
        *length *= value->whole / 100;
        return true;
    }
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (svg_value_take(value, units[i].name)) {
            *length *= units[i].size;
            return true;
        }
    if (peek(value) == '%' || (ascii_to_lower(peek(value)) >= 'a' &&
                               ascii_to_lower(peek(value)) <= 'z'))
        return svg_value_fail(value, RULE_ARTWORK_UNSUPPORTED,
                              "the unit is none of px, pt, pc, mm, cm, in");
    return true;
}

bool svg_value_flag(struct svg_value *value, bool *flag)
{
    if (peek(value) != '0' && peek(value) != '1')
        return fail_at_word(value, "0 or 1");
    *flag = *value->at++ == '1';
    return true;
}

bool svg_value_only_length(struct svg_value *value, double *length)
{
    if (!value->text)
        return true;
    svg_value_skip_space(value);
    return svg_value_length(value, length) && svg_value_finish(value);
}
