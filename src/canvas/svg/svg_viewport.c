#include "canvas/svg/svg_viewport.h"

#include <math.h>

bool svg_viewport_box(struct svg_value *value, struct rect *box)
{
    double *const numbers[] = {&box->x, &box->y, &box->width, &box->height};

    svg_value_skip_space(value);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (!svg_value_number(value, numbers[i]))
            return false;
        svg_value_skip_comma(value);
    }
    return svg_value_finish(value);
}

/* Reads an alignment: 0, a half or 1 of the free space. */
static bool take_place(struct svg_value *value, const char *low,
                       const char *middle, const char *high, double *share)
{
    *share = svg_value_take(value, low)      ? 0
             : svg_value_take(value, middle) ? 0.5
             : svg_value_take(value, high)   ? 1
                                             : -1;
    return *share >= 0 ||
           svg_value_fail(value, RULE_ARTWORK_SYNTAX,
                          "\"none\" or a place such as xMidYMid is expected");
}

static bool read_aspect(struct svg_value *value, double *x, double *y,
                        bool *slice)
{
    svg_value_skip_space(value);
    if (!take_place(value, "xMin", "xMid", "xMax", x) ||
        !take_place(value, "YMin", "YMid", "YMax", y))
        return false;
    svg_value_skip_space(value);
    *slice = svg_value_take(value, "slice");
    if (!*slice)
        (void)svg_value_take(value, "meet");
    return svg_value_finish(value);
}

bool svg_viewport_fit(struct svg_value *aspect, struct rect box,
                      struct rect viewport, struct matrix *matrix)
{
    double width = viewport.width / box.width;
    double height = viewport.height / box.height;
    double x = 0.5;
    double y = 0.5;
    bool slice = false;

    if (aspect->text && svg_value_take(aspect, "none")) {
        x = y = 0;
    } else {
        if (aspect->text && !read_aspect(aspect, &x, &y, &slice))
            return false;
        width = height = slice ? fmax(width, height) : fmin(width, height);
    }
    *matrix = (struct matrix){
        width,
        0,
        0,
        height,
        viewport.x + x * (viewport.width - width * box.width) - width * box.x,
        viewport.y + y * (viewport.height - height * box.height) -
            height * box.y,
    };
    return true;
}
