#include "layout/type_scale.h"

#include <math.h>

/** Rounds the frame inwards, so that every page begins on the grid. */
static struct rect frame_make(const struct theme *theme, double grid)
{
    double top = ceil(theme->margin_top / grid - 0.01) * grid;
    double bottom = A4_HEIGHT - theme->margin_bottom;
    double steps = floor((bottom - top) / grid + 0.01);

    return (struct rect){theme->margin_left, top,
                         A4_WIDTH - theme->margin_left - theme->margin_right,
                         steps * grid};
}

struct type_scale type_scale_make(const struct theme *theme)
{
    double factor = theme->text_size / 12;
    double picture = (1 + factor) / 2;
    double grid = round(8 * factor);

    return (struct type_scale){
        .factor = factor,
        .picture = picture,
        .text = theme->text_size,
        .leading = 2 * grid,
        .grid = grid,
        .subject = 16 * factor,
        .section = 13 * factor,
        .title = 14 * factor,
        .headline = 13 * factor,
        .number = 28 * factor,
        .small = 10.5 * factor,
        .running = 9.5,
        .chart = 9 * picture,
        .indent = 16 * factor,
        .frame = frame_make(theme, grid),
    };
}
