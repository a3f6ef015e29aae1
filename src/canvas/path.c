#include "canvas/path.h"

#include <cairo.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "canvas/stencil.h"

/*
 * cairo keeps coordinates in 24.8 fixed point. A context enlarged by SCALE
 * keeps 1/4096 of a point and still reaches to half a million points; it also
 * makes cairo split arcs to a tolerance of 0.1/SCALE points.
 */
enum { SCALE = 16 };

static const double TURN = 6.283185307179586;

/* A call of cairo's. */
enum stroke_kind {
    STROKE_MOVE,
    STROKE_LINE,
    STROKE_CURVE,
    STROKE_CLOSE,
    STROKE_LIFT, /* what follows begins anew, wherever it begins */
    STROKE_ARC,
    STROKE_ARC_BACK,
    STROKE_RECTANGLE,
};

/* Strokes are gathered first: what was built before need not be again. */
struct path_builder {
    cairo_t *cairo;
    struct stencils *stencils;
    struct path_stroke *strokes;
    size_t count;
    size_t room;
};

struct path_builder *path_builder_new(void)
{
    struct path_builder *builder = memory_alloc(sizeof *builder);
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);

    *builder = (struct path_builder){.cairo = cairo_create(surface),
                                     .stencils = stencils_new()};
    cairo_surface_destroy(surface);
    cairo_scale(builder->cairo, SCALE, SCALE);
    return builder;
}

void path_builder_free(struct path_builder *builder)
{
    if (!builder)
        return;
    cairo_destroy(builder->cairo);
    stencils_free(builder->stencils);
    free(builder->strokes);
    free(builder);
}

static void add(struct path_builder *builder, struct path_stroke stroke)
{
    if (builder->count == builder->room) {
        builder->room = builder->room ? builder->room * 2 : 16;
        builder->strokes = memory_resize(builder->strokes, builder->room,
                                         sizeof *builder->strokes);
    }
    builder->strokes[builder->count++] = stroke;
}

void path_move(struct path_builder *builder, double x, double y)
{
    add(builder, (struct path_stroke){STROKE_MOVE, {x, y}});
}

void path_line(struct path_builder *builder, double x, double y)
{
    add(builder, (struct path_stroke){STROKE_LINE, {x, y}});
}

void path_curve(struct path_builder *builder, double x1, double y1, double x2,
                double y2, double x3, double y3)
{
    add(builder, (struct path_stroke){STROKE_CURVE, {x1, y1, x2, y2, x3, y3}});
}

void path_close(struct path_builder *builder)
{
    add(builder, (struct path_stroke){STROKE_CLOSE, {0}});
}

static void lift(struct path_builder *builder)
{
    add(builder, (struct path_stroke){STROKE_LIFT, {0}});
}

static void arc(struct path_builder *builder, double x, double y, double radius,
                double from, double to)
{
    add(builder, (struct path_stroke){STROKE_ARC, {x, y, radius, from, to}});
}

static void arc_back(struct path_builder *builder, double x, double y,
                     double radius, double from, double to)
{
    add(builder,
        (struct path_stroke){STROKE_ARC_BACK, {x, y, radius, from, to}});
}

void path_rectangle(struct path_builder *builder, struct rect rect)
{
    add(builder,
        (struct path_stroke){STROKE_RECTANGLE,
                             {rect.x, rect.y, rect.width, rect.height}});
}

void path_rounded_rectangle(struct path_builder *builder, struct rect rect,
                            double radius)
{
    const double quarter = TURN / 4;
    double r = fmin(radius, fmin(rect.width, rect.height) / 2);
    double right = rect.x + rect.width - r;
    double bottom = rect.y + rect.height - r;

    if (r <= 0) {
        path_rectangle(builder, rect);
        return;
    }
    lift(builder);
    arc(builder, right, rect.y + r, r, -quarter, 0);
    arc(builder, right, bottom, r, 0, quarter);
    arc(builder, rect.x + r, bottom, r, quarter, 2 * quarter);
    arc(builder, rect.x + r, rect.y + r, r, 2 * quarter, 3 * quarter);
    path_close(builder);
}

void path_circle(struct path_builder *builder, double x, double y,
                 double radius)
{
    lift(builder);
    arc(builder, x, y, radius, 0, TURN);
    path_close(builder);
}

void path_arc(struct path_builder *builder, double x, double y, double radius,
              double from, double to)
{
    if (to < from)
        arc_back(builder, x, y, radius, from, to);
    else
        arc(builder, x, y, radius, from, to);
}

/* The two circles run in opposite directions, so that the hole stays a hole
 * under non-zero winding. */
static void whole_ring(struct path_builder *builder, double x, double y,
                       double inner, double outer)
{
    path_circle(builder, x, y, outer);
    if (inner <= 0)
        return;
    lift(builder);
    arc_back(builder, x, y, inner, 0, -TURN);
    path_close(builder);
}

void path_ring(struct path_builder *builder, double x, double y, double inner,
               double outer, double from, double to)
{
    const double start = fmin(from, to);
    const double end = fmax(from, to);

    if (end - start >= TURN - 1e-9) {
        whole_ring(builder, x, y, inner, outer);
        return;
    }
    if (end <= start)
        return;
    lift(builder);
    arc(builder, x, y, outer, start, end);
    if (inner > 0)
        arc_back(builder, x, y, inner, end, start);
    else
        path_line(builder, x, y);
    path_close(builder);
}

static size_t operator_points(unsigned char operator)
{
    switch ((enum path_operator) operator) {
    case PATH_MOVE:
    case PATH_LINE:
        return 1;
    case PATH_CURVE:
        return 3;
    case PATH_CLOSE:
        return 0;
    }
    return 0;
}

static unsigned char operator_from_cairo(cairo_path_data_type_t type)
{
    switch (type) {
    case CAIRO_PATH_MOVE_TO:
        return PATH_MOVE;
    case CAIRO_PATH_LINE_TO:
        return PATH_LINE;
    case CAIRO_PATH_CURVE_TO:
        return PATH_CURVE;
    case CAIRO_PATH_CLOSE_PATH:
        return PATH_CLOSE;
    }
    return PATH_CLOSE;
}

/* Whether the element at @p at moves the pen and nothing is drawn from there:
 * cairo adds such a move after each close. */
static bool is_idle_move(const cairo_path_t *path, int at)
{
    const int next = at + path->data[at].header.length;

    return path->data[at].header.type == CAIRO_PATH_MOVE_TO &&
           (next >= path->num_data ||
            path->data[next].header.type == CAIRO_PATH_MOVE_TO);
}

static struct path copy_cairo_path(const cairo_path_t *from,
                                   struct arena *arena)
{
    const size_t most = (size_t)from->num_data;
    unsigned char *operators = arena_alloc(arena, most);
    struct point *points = ARENA_ARRAY(arena, struct point, most);
    struct path path = {operators, 0, points, 0};

    for (int at = 0; at < from->num_data; at += from->data[at].header.length) {
        const cairo_path_data_t *data = &from->data[at];
        unsigned char operator= operator_from_cairo(data->header.type);
        if (is_idle_move(from, at))
            continue;
        operators[path.operator_count++] = operator;
        for (size_t i = 1; i <= operator_points(operator); i++)
            points[path.point_count++] =
                (struct point){data[i].point.x, data[i].point.y};
    }
    return path;
}

static void draw_stroke(cairo_t *cairo, const struct path_stroke *stroke)
{
    const double *v = stroke->values;

    switch ((enum stroke_kind)stroke->kind) {
    case STROKE_MOVE:
        cairo_move_to(cairo, v[0], v[1]);
        return;
    case STROKE_LINE:
        cairo_line_to(cairo, v[0], v[1]);
        return;
    case STROKE_CURVE:
        cairo_curve_to(cairo, v[0], v[1], v[2], v[3], v[4], v[5]);
        return;
    case STROKE_CLOSE:
        cairo_close_path(cairo);
        return;
    case STROKE_LIFT:
        cairo_new_sub_path(cairo);
        return;
    case STROKE_ARC:
        cairo_arc(cairo, v[0], v[1], v[2], v[3], v[4]);
        return;
    case STROKE_ARC_BACK:
        cairo_arc_negative(cairo, v[0], v[1], v[2], v[3], v[4]);
        return;
    case STROKE_RECTANGLE:
        cairo_rectangle(cairo, v[0], v[1], v[2], v[3]);
        return;
    }
}

static struct path draw(const struct path_builder *builder, struct arena *arena)
{
    cairo_path_t *drawn;
    struct path path;

    for (size_t i = 0; i < builder->count; i++)
        draw_stroke(builder->cairo, &builder->strokes[i]);
    drawn = cairo_copy_path(builder->cairo);
    /* Memory is the only thing that can fail here. */
    if (drawn->status != CAIRO_STATUS_SUCCESS)
        memory_exhausted();
    path = copy_cairo_path(drawn, arena);
    cairo_path_destroy(drawn);
    cairo_new_path(builder->cairo);
    return path;
}

struct path path_finish(struct path_builder *builder, struct arena *arena)
{
    const struct path_stroke *strokes = builder->strokes;
    const size_t count = builder->count;
    struct path path;

    if (!stencils_find(builder->stencils, strokes, count, arena, &path)) {
        path = draw(builder, arena);
        stencils_keep(builder->stencils, strokes, count, &path);
    }
    builder->count = 0;
    return path;
}

static void move_points(const struct path *path, struct point move,
                        struct point *points)
{
    for (size_t i = 0; i < path->point_count; i++)
        points[i] = (struct point){path->points[i].x + move.x,
                                   path->points[i].y + move.y};
}

struct path path_repeat(struct arena *arena, const struct path *path,
                        const struct point *moves, size_t count)
{
    const size_t operators = path->operator_count;
    struct point *points =
        arena_alloc_array(arena, count, path->point_count * sizeof *points);
    unsigned char *copies = arena_alloc_array(arena, count, operators);

    for (size_t i = 0; i < count; i++) {
        memcpy(copies + i * operators, path->operators, operators);
        move_points(path, moves[i], points + i * path->point_count);
    }
    return (struct path){copies, count * operators, points,
                         count * path->point_count};
}

struct path path_transform(struct arena *arena, const struct path *path,
                           struct matrix matrix)
{
    struct point *points = ARENA_ARRAY(arena, struct point, path->point_count);
    struct path moved = *path;

    for (size_t i = 0; i < path->point_count; i++)
        points[i] = matrix_apply(matrix, path->points[i]);
    moved.operators = arena_copy(arena, path->operators, path->operator_count);
    moved.points = points;
    return moved;
}

/* fmin() and fmax() are calls, for the sake of what is no number. */
static double lesser(double a, double b)
{
    return b < a ? b : a;
}

static double greater(double a, double b)
{
    return b > a ? b : a;
}

struct rect path_box(const struct path *path)
{
    struct point low, high;

    if (!path->point_count)
        return (struct rect){0, 0, 0, 0};
    low = high = path->points[0];
    for (size_t i = 1; i < path->point_count; i++) {
        const struct point point = path->points[i];
        low = (struct point){lesser(low.x, point.x), lesser(low.y, point.y)};
        high =
            (struct point){greater(high.x, point.x), greater(high.y, point.y)};
    }
    return (struct rect){low.x, low.y, high.x - low.x, high.y - low.y};
}
