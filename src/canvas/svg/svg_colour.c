#include "canvas/svg/svg_colour.h"

#include <math.h>
#include <string.h>

struct named_colour {
    const char *name;
    unsigned rgb;
};

static const struct named_colour NAMES[] = {
    {"aqua", 0x00ffff},         {"black", 0x000000},
    {"blue", 0x0000ff},         {"brown", 0xa52a2a},
    {"crimson", 0xdc143c},      {"cyan", 0x00ffff},
    {"darkblue", 0x00008b},     {"darkgray", 0xa9a9a9},
    {"darkgreen", 0x006400},    {"darkgrey", 0xa9a9a9},
    {"darkred", 0x8b0000},      {"dimgray", 0x696969},
    {"dimgrey", 0x696969},      {"fuchsia", 0xff00ff},
    {"gold", 0xffd700},         {"gray", 0x808080},
    {"green", 0x008000},        {"grey", 0x808080},
    {"indigo", 0x4b0082},       {"lightgray", 0xd3d3d3},
    {"lightgrey", 0xd3d3d3},    {"lime", 0x00ff00},
    {"magenta", 0xff00ff},      {"maroon", 0x800000},
    {"midnightblue", 0x191970}, {"navy", 0x000080},
    {"olive", 0x808000},        {"orange", 0xffa500},
    {"pink", 0xffc0cb},         {"purple", 0x800080},
    {"red", 0xff0000},          {"royalblue", 0x4169e1},
    {"silver", 0xc0c0c0},       {"steelblue", 0x4682b4},
    {"teal", 0x008080},         {"white", 0xffffff},
    {"yellow", 0xffff00},
};

static struct colour colour_from_rgb(unsigned rgb)
{
    return (struct colour){(rgb >> 16 & 0xff) / 255.0,
                           (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0};
}

/* -1: no hexadecimal digit */
static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdefABCDEF";
    const char *at = c ? strchr(digits, c) : NULL;
    int digit;

    if (!at)
        return -1;
    digit = (int)(at - digits);
    return digit < 16 ? digit : digit - 6;
}

static bool read_hex(struct svg_value *value, struct colour *colour)
{
    const char *at = value->at + 1;
    unsigned rgb = 0;
    int count = 0;

    for (; at < value->end && hex_digit(*at) >= 0 && count < 7; at++, count++)
        rgb = rgb << 4 | (unsigned)hex_digit(*at);
    if (count != 3 && count != 6)
        return svg_value_fail(value, RULE_ARTWORK_SYNTAX,
                              "a colour after # has 3 or 6 digits");
    if (count == 3)
        rgb = (rgb >> 8 & 0xf) * 0x110000 + (rgb >> 4 & 0xf) * 0x1100 +
              (rgb & 0xf) * 0x11;
    value->at = at;
    *colour = colour_from_rgb(rgb);
    return true;
}

static bool read_share(struct svg_value *value, double *share)
{
    double number;

    svg_value_skip_space(value);
    if (!svg_value_number(value, &number))
        return false;
    number /= svg_value_take(value, "%") ? 100 : 255;
    *share = fmin(fmax(number, 0), 1);
    return true;
}

/* What stands behind "rgb(". */
static bool read_shares(struct svg_value *value, struct colour *colour)
{
    if (!read_share(value, &colour->red))
        return false;
    svg_value_skip_comma(value);
    if (!read_share(value, &colour->green))
        return false;
    svg_value_skip_comma(value);
    if (!read_share(value, &colour->blue))
        return false;
    svg_value_skip_space(value);
    return svg_value_take(value, ")") ||
           svg_value_fail(value, RULE_ARTWORK_SYNTAX, "\")\" is expected");
}

static size_t word_length(const struct svg_value *value)
{
    size_t length = 0;

    while (value->at + length < value->end &&
           !strchr(" \t\r\n,;()", value->at[length]))
        length++;
    return length;
}

static bool read_name(struct svg_value *value, struct colour *colour)
{
    const size_t length = word_length(value);

    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (strlen(NAMES[i].name) == length &&
            svg_value_take(value, NAMES[i].name)) {
            *colour = colour_from_rgb(NAMES[i].rgb);
            return true;
        }
    return svg_value_fail(
        value, RULE_ARTWORK_UNSUPPORTED,
        "\"%.*s\" is not supported as a colour; #rrggbb always is",
        (int)(length < 40 ? length : 40), value->at);
}

bool svg_colour_read(struct svg_value *value, struct colour *colour)
{
    const char *const at = value->at;

    if (value->at < value->end && *value->at == '#')
        return read_hex(value, colour);
    if (svg_value_take(value, "rgb("))
        return read_shares(value, colour);
    if (!svg_value_take(value, "url("))
        return read_name(value, colour);
    value->at = at;
    return svg_value_fail(value, RULE_ARTWORK_UNSUPPORTED,
                          "gradients and patterns are not supported");
}
