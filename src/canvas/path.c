#include "canvas/path.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "canvas/path_buffer.h"
#include "canvas/path_cache.h"

static const double HALF = 3.141592653589793;
static const double TURN = 6.283185307179586;

/** Maximum distance of a curve from its arc, in points. */
static const double tolerance = 0.1 / 16;

enum {
    CURVES_MAX = 8, ///< for half a turn
    ARC_BITS = 6
};

/** An arc of radius 1, at most half a turn, in curves of one length. */
struct arc {
    double from;                       ///< radians
    double to;                         ///< radians
    double lever;                      ///< from an end to its control point
    int count;                         ///< of curves; 0: free
    struct point ends[CURVES_MAX + 1]; ///< of the curves
};

struct path_builder {
    struct path_buffer outline;     ///< rounded
    bool down;                      ///< there is a current point
    struct arc arcs[1 << ARC_BITS]; ///< cache of earlier arcs, by hash
    struct path_cache *cache;
};

struct path_builder *path_builder_new(void)
{
    struct path_builder *builder = memory_alloc(sizeof *builder);

    memset(builder, 0, sizeof *builder);
    builder->cache = path_cache_new();
    return builder;
}

void path_builder_free(struct path_builder *builder)
{
    if (!builder)
        return;
    path_buffer_free(&builder->outline);
    path_cache_free(builder->cache);
    free(builder);
}

void path_builder_begin(struct path_builder *builder)
{
    path_cache_trim(builder->cache);
}

struct path_cache *path_builder_cache(struct path_builder *builder)
{
    return builder->cache;
}

/* From 2^40 to 2^41, numbers are 1/4096 apart: the sum is rounded to that. */
static double rounded(double value)
{
    static const double far_off = 0x1.8p40;

    return value + far_off - far_off;
}

static struct point rounded_point(double x, double y)
{
    return (struct point){rounded(x), rounded(y)};
}

void path_move(struct path_builder *builder, double x, double y)
{
    path_buffer_move(&builder->outline, rounded_point(x, y));
    builder->down = true;
}

void path_line(struct path_builder *builder, double x, double y)
{
    if (builder->down)
        path_buffer_line(&builder->outline, rounded_point(x, y));
    else
        path_move(builder, x, y);
}

void path_curve(struct path_builder *builder, double x1, double y1, double x2,
                double y2, double x3, double y3)
{
    if (!builder->down)
        path_move(builder, x1, y1);
    path_buffer_curve(&builder->outline, rounded_point(x1, y1),
                      rounded_point(x2, y2), rounded_point(x3, y3));
}

void path_close(struct path_builder *builder)
{
    if (builder->down)
        path_buffer_close(&builder->outline);
}

/* Ends the subpath: the next operator has no current point. */
static void lift(struct path_builder *builder)
{
    builder->down = false;
}

/* A line to the current point is left out. */
static void reach(struct path_builder *builder, double x, double y)
{
    const struct point at = builder->outline.at;
    const struct point to = rounded_point(x, y);

    if (!builder->down || at.x != to.x || at.y != to.y)
        path_line(builder, x, y);
}

/* The error of a curve for 1/1, 1/2, 1/3 ... of half a turn, at radius 1: 2/27
 * sin^6(angle/4) / cos^2(angle/4). The last suffices for a page of 90,000
 * points. Tor Dokken et al., "Good approximation of circles by
 * curvature-continuous Bezier curves", Computer Aided Geometric Design 7
 * (1990). */
static const double arc_errors[CURVES_MAX] = {
    1.85185e-2, 2.72567e-4, 2.38647e-5, 4.24554e-6,
    1.11281e-6, 3.72662e-7, 1.47784e-7, 6.63240e-8};

/* @return the curves that an arc of up to half a turn needs */
static int curves_needed(double radius, double angle)
{
    int halves = 1;

    while (halves < CURVES_MAX && arc_errors[halves - 1] * radius >= tolerance)
        halves++;
    return (int)ceil(angle / (HALF / halves));
}

static struct arc make_arc(double from, double to, int count)
{
    const double step = (to - from) / count;
    struct arc arc = {from, to, 4.0 / 3 * tan(step / 4), count, {{0, 0}}};

    for (int i = 0; i < count; i++, from += step)
        arc.ends[i] = (struct point){cos(from), sin(from)};
    arc.ends[count] = (struct point){cos(to), sin(to)};
    return arc;
}

static size_t arc_place(double from, double to)
{
    uint64_t bits[2];

    memcpy(&bits[0], &from, sizeof from);
    memcpy(&bits[1], &to, sizeof to);
    bits[0] = bits[0] * 3 + bits[1];
    return bits[0] * UINT64_C(0x9E3779B97F4A7C15) >> (64 - ARC_BITS);
}

/* Caches arcs: most are those of circles and corners. */
static const struct arc *find_arc(struct path_builder *builder, double from,
                                  double to, int count)
{
    struct arc *arc = &builder->arcs[arc_place(from, to) ^ (size_t)count];

    if (arc->count != count || arc->from != from || arc->to != to)
        *arc = make_arc(from, to, count);
    return arc;
}

/* A part of half a turn at most. */
static void add_curves(struct path_builder *builder, struct point centre,
                       double radius, double from, double to)
{
    const int count = curves_needed(radius, fabs(to - from));
    const struct arc *arc = find_arc(builder, from, to, count);
    struct point a = {radius * arc->ends[0].x, radius * arc->ends[0].y};

    reach(builder, centre.x + a.x, centre.y + a.y);
    for (int i = 1; i <= count; i++) {
        const struct point b = {radius * arc->ends[i].x,
                                radius * arc->ends[i].y};

        path_curve(builder, centre.x + a.x - arc->lever * a.y,
                   centre.y + a.y + arc->lever * a.x,
                   centre.x + b.x + arc->lever * b.y,
                   centre.y + b.y - arc->lever * b.x, centre.x + b.x,
                   centre.y + b.y);
        a = b;
    }
}

/* Halves an arc until its parts are half a turn at most. */
static void add_arc(struct path_builder *builder, struct point centre,
                    double radius, double from, double to)
{
    const double min = fmin(from, to);
    const double middle = min + (fmax(from, to) - min) / 2;

    if (fabs(to - from) > HALF) {
        add_arc(builder, centre, radius, from, middle);
        add_arc(builder, centre, radius, middle, to);
        return;
    }
    add_curves(builder, centre, radius, from, to);
}

void path_arc(struct path_builder *builder, double x, double y, double radius,
              double from, double to)
{
    if (radius > 0 && from != to)
        add_arc(builder, (struct point){x, y}, radius, from, to);
    else
        reach(builder, x + fmax(0, radius) * cos(from),
              y + fmax(0, radius) * sin(from));
}

void path_rectangle(struct path_builder *builder, struct rect rect)
{
    const double right = rounded(rect.x) + rounded(rect.width);
    const double lower = rounded(rect.y) + rounded(rect.height);

    path_move(builder, rect.x, rect.y);
    path_line(builder, right, rect.y);
    path_line(builder, right, lower);
    path_line(builder, rect.x, lower);
    path_close(builder);
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
    path_arc(builder, right, rect.y + r, r, -quarter, 0);
    path_arc(builder, right, bottom, r, 0, quarter);
    path_arc(builder, rect.x + r, bottom, r, quarter, 2 * quarter);
    path_arc(builder, rect.x + r, rect.y + r, r, 2 * quarter, 3 * quarter);
    path_close(builder);
}

void path_circle(struct path_builder *builder, double x, double y,
                 double radius)
{
    lift(builder);
    path_arc(builder, x, y, radius, 0, TURN);
    path_close(builder);
}

/* The two circles have opposite directions, so that the hole is a hole under
 * non-zero winding. */
static void whole_ring(struct path_builder *builder, double x, double y,
                       double inner, double outer)
{
    path_circle(builder, x, y, outer);
    if (inner <= 0)
        return;
    lift(builder);
    path_arc(builder, x, y, inner, 0, -TURN);
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
    path_arc(builder, x, y, outer, start, end);
    if (inner > 0)
        path_arc(builder, x, y, inner, end, start);
    else
        path_line(builder, x, y);
    path_close(builder);
}

struct path path_finish(struct path_builder *builder, struct arena *arena)
{
    struct path path = path_buffer_view(&builder->outline);

    path.operators = arena_copy(arena, path.operators, path.operator_count);
    path.points =
        arena_copy(arena, path.points, path.point_count * sizeof *path.points);
    path_buffer_clear(&builder->outline);
    builder->down = false;
    return path;
}

struct path path_transform(struct arena *arena, const struct path *path,
                           struct matrix matrix)
{
    struct point *points =
        ARENA_ARRAY_RAW(arena, struct point, path->point_count);
    struct path moved = *path;

    assert(path->copies == 1 && !path->shared);
    for (size_t i = 0; i < path->point_count; i++)
        points[i] = matrix_apply(matrix, path->points[i]);
    moved.operators = arena_copy(arena, path->operators, path->operator_count);
    moved.points = points;
    return moved;
}

/* fmin() and fmax() are function calls, because they handle NaN. */
static double lesser(double a, double b)
{
    return b < a ? b : a;
}

static double greater(double a, double b)
{
    return b > a ? b : a;
}

static void find_corners(const struct point *points, size_t count,
                         struct point *low, struct point *high)
{
    *low = *high = points[0];
    for (size_t i = 1; i < count; i++) {
        const struct point point = points[i];
        *low = (struct point){lesser(low->x, point.x), lesser(low->y, point.y)};
        *high = (struct point){greater(high->x, point.x),
                               greater(high->y, point.y)};
    }
}

static void rect_corners(struct rect rect, struct point *low,
                         struct point *high)
{
    *low = (struct point){rect.x, rect.y};
    *high = (struct point){rect.x + rect.width, rect.y + rect.height};
}

/* Rounding preserves the order of sums: the lowest point of all copies is
 * exactly the sum of the outline's lowest point and the lowest move. */
struct rect path_box(const struct path *path)
{
    struct point low, high, min, max;

    if (!path->point_count)
        return (struct rect){0, 0, 0, 0};
    if (path->shared && path->shared->stamp)
        rect_corners(path->shared->box, &low, &high);
    else
        find_corners(path->points, path->point_count, &low, &high);
    find_corners(path->moves, path->copies, &min, &max);
    low = (struct point){low.x + min.x, low.y + min.y};
    high = (struct point){high.x + max.x, high.y + max.y};
    return (struct rect){low.x, low.y, high.x - low.x, high.y - low.y};
}

bool path_walk_next(struct path_walk *walk, const struct path *path)
{
    static const unsigned char counts[] = {
        [PATH_MOVE] = 1, [PATH_LINE] = 1, [PATH_CURVE] = 3, [PATH_CLOSE] = 0};
    struct point move;

    if (walk->position == path->operator_count) {
        walk->copy++;
        walk->position = walk->passed = 0;
    }
    if (walk->copy >= path->copies || !path->operator_count)
        return false;
    move = path->moves[walk->copy];
    walk->operator= path->operators[walk->position++];
    walk->point_count = counts[walk->operator];
    for (size_t i = 0; i < walk->point_count; i++, walk->passed++)
        walk->points[i] = (struct point){path->points[walk->passed].x + move.x,
                                         path->points[walk->passed].y + move.y};
    return true;
}
