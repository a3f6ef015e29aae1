#include "canvas/svg/svg_transform.h"

#include <math.h>

static const double DEGREE = 0.017453292519943295;

static struct matrix make_matrix(const double n[6], int count)
{
    (void)count;
    return (struct matrix){n[0], n[1], n[2], n[3], n[4], n[5]};
}

static struct matrix make_translate(const double n[6], int count)
{
    return (struct matrix){1, 0, 0, 1, n[0], count > 1 ? n[1] : 0};
}

static struct matrix make_scale(const double n[6], int count)
{
    return (struct matrix){n[0], 0, 0, count > 1 ? n[1] : n[0], 0, 0};
}

static struct matrix make_rotate(const double n[6], int count)
{
    const double c = cos(n[0] * DEGREE);
    const double s = sin(n[0] * DEGREE);
    const double x = count > 1 ? n[1] : 0;
    const double y = count > 1 ? n[2] : 0;

    return (struct matrix){c, s, -s, c, x - c * x + s * y, y - s * x - c * y};
}

static struct matrix make_skew_x(const double n[6], int count)
{
    (void)count;
    return (struct matrix){1, 0, tan(n[0] * DEGREE), 1, 0, 0};
}

static struct matrix make_skew_y(const double n[6], int count)
{
    (void)count;
    return (struct matrix){1, tan(n[0] * DEGREE), 0, 1, 0, 0};
}

struct transform {
    const char *name;
    unsigned counts; ///< bit n: it may have n numbers
    struct matrix (*make)(const double n[6], int count);
};

static const struct transform TRANSFORMS[] = {
    {"matrix", 1u << 6, make_matrix},
    {"translate", 1u << 1 | 1u << 2, make_translate},
    {"scale", 1u << 1 | 1u << 2, make_scale},
    {"rotate", 1u << 1 | 1u << 3, make_rotate},
    {"skewX", 1u << 1, make_skew_x},
    {"skewY", 1u << 1, make_skew_y},
};

static const struct transform *take_name(struct svg_value *value)
{
    for (size_t i = 0; i < sizeof TRANSFORMS / sizeof *TRANSFORMS; i++)
        if (svg_value_take(value, TRANSFORMS[i].name))
            return &TRANSFORMS[i];
    return NULL;
}

/* The numbers and the closing bracket. */
static bool read_numbers(struct svg_value *value, double numbers[6], int *count)
{
    for (*count = 0; *count < 6;) {
        svg_value_skip_space(value);
        if (!svg_value_number(value, &numbers[(*count)++]))
            return false;
        svg_value_skip_comma(value);
        if (svg_value_take(value, ")"))
            return true;
    }
    return svg_value_fail(value, RULE_ARTWORK_SYNTAX, "\")\" is expected");
}

static bool read_one(struct svg_value *value, struct matrix *matrix)
{
    const struct transform *transform = take_name(value);
    double numbers[6] = {0};
    const char *opening;
    int count;

    if (!transform)
        return svg_value_fail(
            value, RULE_ARTWORK_UNSUPPORTED,
            "the transform is none of matrix, translate, scale, rotate, "
            "skewX, skewY");
    svg_value_skip_space(value);
    opening = value->at;
    if (!svg_value_take(value, "("))
        return svg_value_fail(value, RULE_ARTWORK_SYNTAX, "\"(\" is expected");
    if (!read_numbers(value, numbers, &count))
        return false;
    if (!(transform->counts >> count & 1)) {
        value->at = opening;
        return svg_value_fail(value, RULE_ARTWORK_SYNTAX,
                              "%s does not take %d numbers", transform->name,
                              count);
    }
    *matrix = transform->make(numbers, count);
    return true;
}

bool svg_transform_read(struct svg_value *value, struct matrix *matrix)
{
    struct matrix one;

    *matrix = MATRIX_IDENTITY;
    if (svg_value_take(value, "none"))
        return svg_value_finish(value);
    while (!svg_value_is_empty(value)) {
        if (!read_one(value, &one))
            return false;
        *matrix = matrix_multiply(one, *matrix);
        svg_value_skip_comma(value);
    }
    return true;
}
