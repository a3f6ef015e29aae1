#include "canvas/path_to_cairo.h"

#include <cairo.h>

void path_to_cairo(cairo_t *cairo, const struct path *path)
{
    struct path_walk walk = {0};
    const struct point *p = walk.points;

    while (path_walk_next(&walk, path))
        switch (walk.operator) {
        case PATH_MOVE:
            cairo_move_to(cairo, p[0].x, p[0].y);
            break;
        case PATH_LINE:
            cairo_line_to(cairo, p[0].x, p[0].y);
            break;
        case PATH_CURVE:
            cairo_curve_to(cairo, p[0].x, p[0].y, p[1].x, p[1].y, p[2].x,
                           p[2].y);
            break;
        case PATH_CLOSE:
            cairo_close_path(cairo);
            break;
        }
}

void path_to_cairo_line(cairo_t *cairo, double width, bool round_caps,
                        bool round_joins)
{
    cairo_set_line_width(cairo, width);
    cairo_set_line_cap(cairo,
                       round_caps ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
    cairo_set_line_join(cairo, round_joins ? CAIRO_LINE_JOIN_ROUND
                                           : CAIRO_LINE_JOIN_MITER);
}
