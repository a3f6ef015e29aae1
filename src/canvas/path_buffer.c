#include "canvas/path_buffer.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"

static const double QUARTER = 1.5707963267948966;

void path_buffer_free(struct path_buffer *outline)
{
    free(outline->operators);
    free(outline->points);
    *outline = (struct path_buffer){0};
}

void path_buffer_clear(struct path_buffer *outline)
{
    outline->operator_count = 0;
    outline->point_count = 0;
    outline->start = outline->at = (struct point){0, 0};
}

static void add_operator(struct path_buffer *outline,
                         enum path_operator operator)
{
    ARRAY_GROW(outline->operators, outline->operator_count,
               outline->operator_capacity);
    outline->operators[outline->operator_count++] = (unsigned char)operator;
}

static void add_point(struct path_buffer *outline, struct point point)
{
    ARRAY_GROW(outline->points, outline->point_count, outline->point_capacity);
    outline->points[outline->point_count++] = point;
    outline->at = point;
}

static bool ends_with(const struct path_buffer *outline,
                      enum path_operator last)
{
    return outline->operator_count &&
           outline->operators[outline->operator_count - 1] == last;
}

void path_buffer_move(struct path_buffer *outline, struct point to)
{
    if (ends_with(outline, PATH_MOVE)) {
        outline->operator_count--;
        outline->point_count--;
    }
    add_operator(outline, PATH_MOVE);
    add_point(outline, to);
    outline->start = to;
}

/* After a close, the next subpath begins where the last one began. */
static void begin_again(struct path_buffer *outline)
{
    if (ends_with(outline, PATH_CLOSE))
        path_buffer_move(outline, outline->start);
}

void path_buffer_line(struct path_buffer *outline, struct point to)
{
    begin_again(outline);
    add_operator(outline, PATH_LINE);
    add_point(outline, to);
}

void path_buffer_curve(struct path_buffer *outline, struct point first,
                       struct point second, struct point to)
{
    begin_again(outline);
    add_operator(outline, PATH_CURVE);
    add_point(outline, first);
    add_point(outline, second);
    add_point(outline, to);
}

void path_buffer_close(struct path_buffer *outline)
{
    if (ends_with(outline, PATH_CLOSE))
        return;
    add_operator(outline, PATH_CLOSE);
    outline->at = outline->start;
}

/* @return the matrix from the unit circle to the ellipse */
static struct matrix ellipse_matrix(const struct ellipse *ellipse)
{
    const double c = cos(ellipse->turn);
    const double s = sin(ellipse->turn);

    return (struct matrix){
        ellipse->radius_x * c, ellipse->radius_x * s, -ellipse->radius_y * s,
        ellipse->radius_y * c, ellipse->centre.x,     ellipse->centre.y,
    };
}

/* Pieces of a quarter turn at most: 0.03% of the radius off at worst. */
void path_buffer_arc(struct path_buffer *outline, const struct ellipse *ellipse,
                     double from, double sweep)
{
    const struct matrix matrix = ellipse_matrix(ellipse);
    const int pieces = (int)fmax(1, ceil(fabs(sweep) / QUARTER - 1e-9));
    const double step = sweep / pieces;
    const double reach = 4.0 / 3 * tan(step / 4);

    for (int i = 0; i < pieces; i++) {
        const double a = from + i * step;
        const double b = a + step;
        const struct point first = {cos(a) - reach * sin(a),
                                    sin(a) + reach * cos(a)};
        const struct point second = {cos(b) + reach * sin(b),
                                     sin(b) - reach * cos(b)};
        const struct point end = {cos(b), sin(b)};
        path_buffer_curve(outline, matrix_apply(matrix, first),
                          matrix_apply(matrix, second),
                          matrix_apply(matrix, end));
    }
}

struct path path_buffer_view(const struct path_buffer *outline)
{
    static const struct point in_place = {0, 0};
    const size_t idle = ends_with(outline, PATH_MOVE);

    return (struct path){.operators = outline->operators,
                         .operator_count = outline->operator_count - idle,
                         .points = outline->points,
                         .point_count = outline->point_count - idle,
                         .moves = &in_place,
                         .copies = 1};
}

struct path path_buffer_copy(const struct path_buffer *outline,
                             struct arena *arena, struct matrix matrix)
{
    const struct path path = path_buffer_view(outline);

    return path_transform(arena, &path, matrix);
}
