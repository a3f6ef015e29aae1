#include "canvas/svg/svg_colour.h"

#include <math.h>
#include <string.h>

#include "base/ascii.h"

struct named_colour {
    const char *name;
    unsigned rgb;
};

static const struct named_colour NAMES[] = {
    {"aliceblue", 0xf0f8ff},
    {"antiquewhite", 0xfaebd7},
    {"aqua", 0x00ffff},
    {"aquamarine", 0x7fffd4},
    {"azure", 0xf0ffff},
    {"beige", 0xf5f5dc},
    {"bisque", 0xffe4c4},
    {"black", 0x000000},
    {"blanchedalmond", 0xffebcd},
    {"blue", 0x0000ff},
    {"blueviolet", 0x8a2be2},
    {"brown", 0xa52a2a},
    {"burlywood", 0xdeb887},
    {"cadetblue", 0x5f9ea0},
    {"chartreuse", 0x7fff00},
    {"chocolate", 0xd2691e},
    {"coral", 0xff7f50},
    {"cornflowerblue", 0x6495ed},
    {"cornsilk", 0xfff8dc},
    {"crimson", 0xdc143c},
    {"cyan", 0x00ffff},
    {"darkblue", 0x00008b},
    {"darkcyan", 0x008b8b},
    {"darkgoldenrod", 0xb8860b},
    {"darkgray", 0xa9a9a9},
    {"darkgreen", 0x006400},
    {"darkgrey", 0xa9a9a9},
    {"darkkhaki", 0xbdb76b},
    {"darkmagenta", 0x8b008b},
    {"darkolivegreen", 0x556b2f},
    {"darkorange", 0xff8c00},
    {"darkorchid", 0x9932cc},
    {"darkred", 0x8b0000},
    {"darksalmon", 0xe9967a},
    {"darkseagreen", 0x8fbc8f},
    {"darkslateblue", 0x483d8b},
    {"darkslategray", 0x2f4f4f},
    {"darkslategrey", 0x2f4f4f},
    {"darkturquoise", 0x00ced1},
    {"darkviolet", 0x9400d3},
    {"deeppink", 0xff1493},
    {"deepskyblue", 0x00bfff},
    {"dimgray", 0x696969},
    {"dimgrey", 0x696969},
    {"dodgerblue", 0x1e90ff},
    {"firebrick", 0xb22222},
    {"floralwhite", 0xfffaf0},
    {"forestgreen", 0x228b22},
    {"fuchsia", 0xff00ff},
    {"gainsboro", 0xdcdcdc},
    {"ghostwhite", 0xf8f8ff},
    {"gold", 0xffd700},
    {"goldenrod", 0xdaa520},
    {"gray", 0x808080},
    {"green", 0x008000},
    {"greenyellow", 0xadff2f},
    {"grey", 0x808080},
    {"honeydew", 0xf0fff0},
    {"hotpink", 0xff69b4},
    {"indianred", 0xcd5c5c},
    {"indigo", 0x4b0082},
    {"ivory", 0xfffff0},
    {"khaki", 0xf0e68c},
    {"lavender", 0xe6e6fa},
    {"lavenderblush", 0xfff0f5},
    {"lawngreen", 0x7cfc00},
    {"lemonchiffon", 0xfffacd},
    {"lightblue", 0xadd8e6},
    {"lightcoral", 0xf08080},
    {"lightcyan", 0xe0ffff},
    {"lightgoldenrodyellow", 0xfafad2},
    {"lightgray", 0xd3d3d3},
    {"lightgreen", 0x90ee90},
    {"lightgrey", 0xd3d3d3},
    {"lightpink", 0xffb6c1},
    {"lightsalmon", 0xffa07a},
    {"lightseagreen", 0x20b2aa},
    {"lightskyblue", 0x87cefa},
    {"lightslategray", 0x778899},
    {"lightslategrey", 0x778899},
    {"lightsteelblue", 0xb0c4de},
    {"lightyellow", 0xffffe0},
    {"lime", 0x00ff00},
    {"limegreen", 0x32cd32},
    {"linen", 0xfaf0e6},
    {"magenta", 0xff00ff},
    {"maroon", 0x800000},
    {"mediumaquamarine", 0x66cdaa},
    {"mediumblue", 0x0000cd},
    {"mediumorchid", 0xba55d3},
    {"mediumpurple", 0x9370db},
    {"mediumseagreen", 0x3cb371},
    {"mediumslateblue", 0x7b68ee},
    {"mediumspringgreen", 0x00fa9a},
    {"mediumturquoise", 0x48d1cc},
    {"mediumvioletred", 0xc71585},
    {"midnightblue", 0x191970},
    {"mintcream", 0xf5fffa},
    {"mistyrose", 0xffe4e1},
    {"moccasin", 0xffe4b5},
    {"navajowhite", 0xffdead},
    {"navy", 0x000080},
    {"oldlace", 0xfdf5e6},
    {"olive", 0x808000},
    {"olivedrab", 0x6b8e23},
    {"orange", 0xffa500},
    {"orangered", 0xff4500},
    {"orchid", 0xda70d6},
    {"palegoldenrod", 0xeee8aa},
    {"palegreen", 0x98fb98},
    {"paleturquoise", 0xafeeee},
    {"palevioletred", 0xdb7093},
    {"papayawhip", 0xffefd5},
    {"peachpuff", 0xffdab9},
    {"peru", 0xcd853f},
    {"pink", 0xffc0cb},
    {"plum", 0xdda0dd},
    {"powderblue", 0xb0e0e6},
    {"purple", 0x800080},
    {"red", 0xff0000},
    {"rosybrown", 0xbc8f8f},
    {"royalblue", 0x4169e1},
    {"saddlebrown", 0x8b4513},
    {"salmon", 0xfa8072},
    {"sandybrown", 0xf4a460},
    {"seagreen", 0x2e8b57},
    {"seashell", 0xfff5ee},
    {"sienna", 0xa0522d},
    {"silver", 0xc0c0c0},
    {"skyblue", 0x87ceeb},
    {"slateblue", 0x6a5acd},
    {"slategray", 0x708090},
    {"slategrey", 0x708090},
    {"snow", 0xfffafa},
    {"springgreen", 0x00ff7f},
    {"steelblue", 0x4682b4},
    {"tan", 0xd2b48c},
    {"teal", 0x008080},
    {"thistle", 0xd8bfd8},
    {"tomato", 0xff6347},
    {"turquoise", 0x40e0d0},
    {"violet", 0xee82ee},
    {"wheat", 0xf5deb3},
    {"white", 0xffffff},
    {"whitesmoke", 0xf5f5f5},
    {"yellow", 0xffff00},
    {"yellowgreen", 0x9acd32},
};

static struct colour colour_from_rgb(unsigned rgb)
{
    return (struct colour){(rgb >> 16 & 0xff) / 255.0,
                           (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0};
}

/* An opacity of 0 is transparent. Marks are opaque, so partial transparency is
 * refused. */
static bool take_alpha(struct svg_value *value, const char *at, double alpha,
                       bool *clear)
{
    *clear = alpha <= 0;
    if (alpha <= 0 || alpha >= 1)
        return true;
    value->at = at;
    return svg_value_fail(value, RULE_ARTWORK_UNSUPPORTED,
                          "transparency is not drawn; flatten it before "
                          "exporting, or use the paler colour itself");
}

static unsigned read_digits(const char *at, int count)
{
    unsigned sum = 0;

    for (int i = 0; i < count; i++)
        sum = sum << 4 | (unsigned)ascii_hex_value(at[i]);
    return sum;
}

static bool read_hex(struct svg_value *value, struct colour *colour,
                     bool *clear)
{
    const char *const hash = value->at;
    const char *at = hash + 1;
    unsigned rgb;
    int count = 0;
    int width;

    while (at + count < value->end && count < 9 &&
           ascii_hex_value(at[count]) >= 0)
        count++;
    if (count != 3 && count != 4 && count != 6 && count != 8)
        return svg_value_fail(value, RULE_ARTWORK_SYNTAX,
                              "a colour after # has 3 or 6 digits");
    width = count < 6 ? 1 : 2;
    rgb = read_digits(at, 3 * width);
    if (width == 1)
        rgb = (rgb >> 8 & 0xf) * 0x110000 + (rgb >> 4 & 0xf) * 0x1100 +
              (rgb & 0xf) * 0x11;
    value->at = at + count;
    *colour = colour_from_rgb(rgb);
    return count == 3 * width || take_alpha(value, hash,
                                            read_digits(at + 3 * width, width) /
                                                (width == 1 ? 15.0 : 255.0),
                                            clear);
}

static bool read_share(struct svg_value *value, double whole, double *share)
{
    double number;

    svg_value_skip_space(value);
    if (!svg_value_number(value, &number))
        return false;
    number /= svg_value_take(value, "%") ? 100 : whole;
    *share = fmin(fmax(number, 0), 1);
    return true;
}

/* Reads the opacity after a comma or slash, if any, and the bracket. */
static bool read_alpha(struct svg_value *value, const char *begin, bool *clear)
{
    double alpha = 1;

    svg_value_skip_comma(value);
    if (svg_value_take(value, "/"))
        svg_value_skip_space(value);
    if (!svg_value_take(value, ")")) {
        if (!read_share(value, 1, &alpha))
            return false;
        svg_value_skip_space(value);
        if (!svg_value_take(value, ")"))
            return svg_value_fail(value, RULE_ARTWORK_SYNTAX,
                                  "\")\" is expected");
    }
    return take_alpha(value, begin, alpha, clear);
}

/* Reads the rest of "rgb(" or "rgba(". */
static bool read_shares(struct svg_value *value, const char *begin,
                        struct colour *colour, bool *clear)
{
    double *const shares[] = {&colour->red, &colour->green, &colour->blue};

    for (int i = 0; i < 3; i++) {
        if (i)
            svg_value_skip_comma(value);
        if (!read_share(value, 255, shares[i]))
            return false;
    }
    return read_alpha(value, begin, clear);
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
        "\"%.*s\" is not read as a colour; write it as #rrggbb",
        (int)(length < 40 ? length : 40), value->at);
}

bool svg_colour_read(struct svg_value *value, struct colour *colour,
                     bool *clear)
{
    const char *const at = value->at;

    *clear = false;
    if (value->at < value->end && *value->at == '#')
        return read_hex(value, colour, clear);
    if (svg_value_take(value, "rgb(") || svg_value_take(value, "rgba("))
        return read_shares(value, at, colour, clear);
    if (!svg_value_take(value, "url("))
        return read_name(value, colour);
    value->at = at;
    return svg_value_fail(value, RULE_ARTWORK_UNSUPPORTED,
                          "gradients and patterns are not drawn; use one plain "
                          "colour");
}
