#ifndef BASE_GEOMETRY_H
#define BASE_GEOMETRY_H

#include <stdbool.h>

/**
 * Points in the plane.
 *
 * @units  points (1/72 inch); x right, y down, origin at the page's top left
 */
struct point {
    double x;
    double y;
};

struct rect {
    double x; ///< left edge
    double y; ///< top edge
    double width;
    double height;
};

/** x' = xx x + xy y + x0, y' = yx x + yy y + y0, as in cairo. */
struct matrix {
    double xx, yx, xy, yy, x0, y0;
};

/** sRGB, each 0 to 1. */
struct colour {
    double red, green, blue;
};

#define MATRIX_IDENTITY ((struct matrix){1, 0, 0, 1, 0, 0})

/** ISO 216 A4 in points: 210 mm by 297 mm. */
#define A4_WIDTH 595.276
#define A4_HEIGHT 841.89

/** @return @p mm millimetres in points */
double geometry_points(double mm);

struct point matrix_apply(struct matrix m, struct point p);

/** @return the matrix that applies @p inner first, then @p outer */
struct matrix matrix_multiply(struct matrix inner, struct matrix outer);

/** @return the smallest rectangle that holds both; an empty one adds nothing */
struct rect rect_union(struct rect a, struct rect b);

/** @return true if @p inner extends at most @p slack points beyond @p outer */
bool rect_contains(struct rect outer, struct rect inner, double slack);

/** @return true if the two overlap by more than @p slack points */
bool rect_overlaps(struct rect a, struct rect b, double slack);

#endif
