#include "base/geometry.h"

#include <math.h>

double geometry_points(double mm)
{
    return mm * 72.0 / 25.4;
}

struct point matrix_apply(struct matrix m, struct point p)
{
    return (struct point){m.xx * p.x + m.xy * p.y + m.x0,
                          m.yx * p.x + m.yy * p.y + m.y0};
}

struct matrix matrix_multiply(struct matrix inner, struct matrix outer)
{
    return (struct matrix){
        outer.xx * inner.xx + outer.xy * inner.yx,
        outer.yx * inner.xx + outer.yy * inner.yx,
        outer.xx * inner.xy + outer.xy * inner.yy,
        outer.yx * inner.xy + outer.yy * inner.yy,
        outer.xx * inner.x0 + outer.xy * inner.y0 + outer.x0,
        outer.yx * inner.x0 + outer.yy * inner.y0 + outer.y0,
    };
}

struct rect rect_union(struct rect a, struct rect b)
{
    struct rect both;

    if (a.width <= 0 && a.height <= 0)
        return b;
    if (b.width <= 0 && b.height <= 0)
        return a;
    both.x = fmin(a.x, b.x);
    both.y = fmin(a.y, b.y);
    both.width = fmax(a.x + a.width, b.x + b.width) - both.x;
    both.height = fmax(a.y + a.height, b.y + b.height) - both.y;
    return both;
}

bool rect_contains(struct rect outer, struct rect inner, double slack)
{
    return inner.x >= outer.x - slack && inner.y >= outer.y - slack &&
           inner.x + inner.width <= outer.x + outer.width + slack &&
           inner.y + inner.height <= outer.y + outer.height + slack;
}

bool rect_overlaps(struct rect a, struct rect b, double slack)
{
    return fmin(a.x + a.width, b.x + b.width) - fmax(a.x, b.x) > slack &&
           fmin(a.y + a.height, b.y + b.height) - fmax(a.y, b.y) > slack;
}
