#include "canvas/svg/svg_clip.h"

#include <cairo.h>
#include <math.h>

#include "canvas/path_to_cairo.h"

enum {
    MOST_EDGES = 1000,
    CURVE_EDGES = 16, ///< that a curve becomes
};

/** A cut of less than this share of the longer side is invisible. */
static const double SLACK = 0.0005;

/** cairo's numbers have eight binary digits after the point. */
static const double EXTENTS_SCALE = 1024;

/* ---- regions ---- */

struct tracer {
    struct point *edges;
    size_t count;
    struct point at;
    struct point start;
};

static void trace_line(struct tracer *tracer, struct point to)
{
    if (tracer->at.x == to.x && tracer->at.y == to.y)
        return;
    if (tracer->count < MOST_EDGES) {
        tracer->edges[2 * tracer->count] = tracer->at;
        tracer->edges[2 * tracer->count + 1] = to;
    }
    tracer->count++;
    tracer->at = to;
}

static void trace_curve(struct tracer *tracer, const struct point p[3])
{
    const struct point from = tracer->at;

    for (int i = 1; i <= CURVE_EDGES; i++) {
        const double t = (double)i / CURVE_EDGES;
        const double u = 1 - t;
        const double a = u * u * u;
        const double b = 3 * u * u * t;
        const double c = 3 * u * t * t;
        const double d = t * t * t;
        trace_line(tracer,
                   (struct point){
                       a * from.x + b * p[0].x + c * p[1].x + d * p[2].x,
                       a * from.y + b * p[0].y + c * p[1].y + d * p[2].y,
                   });
    }
}

/* Open outlines are closed, as for filling. */
static void trace_step(struct tracer *tracer, const struct path_walk *walk)
{
    switch (walk->operator) {
    case PATH_MOVE:
        trace_line(tracer, tracer->start);
        tracer->start = tracer->at = walk->points[0];
        break;
    case PATH_LINE:
        trace_line(tracer, walk->points[0]);
        break;
    case PATH_CURVE:
        trace_curve(tracer, walk->points);
        break;
    case PATH_CLOSE:
        trace_line(tracer, tracer->start);
        break;
    }
}

struct svg_region *svg_clip_region(struct arena *arena, const struct path *path)
{
    struct point edges[2 * MOST_EDGES];
    struct tracer tracer = {.edges = edges};
    struct svg_region *region = ARENA_NEW(arena, struct svg_region);
    struct path_walk walk = {0};

    while (path_walk_next(&walk, path))
        trace_step(&tracer, &walk);
    trace_line(&tracer, tracer.start);
    if (tracer.count > MOST_EDGES)
        return NULL;
    *region = (struct svg_region){
        .edges = arena_copy(arena, edges, 2 * tracer.count * sizeof *edges),
        .edge_count = tracer.count,
        .box = path_box(path),
    };
    return region;
}

/* ---- what a shape covers ---- */

static struct rect stroke_extents(cairo_t *cairo,
                                  const struct artwork_shape *shape)
{
    double x1, y1, x2, y2;

    path_to_cairo_line(cairo, shape->line_width, shape->round_caps,
                       shape->round_joins);
    cairo_set_miter_limit(cairo, shape->miter_limit);
    cairo_stroke_extents(cairo, &x1, &y1, &x2, &y2);
    return (struct rect){x1, y1, x2 - x1, y2 - y1};
}

static struct rect extents(const struct artwork_shape *shape, double side)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    cairo_t *cairo = cairo_create(surface);
    struct rect box = {0, 0, 0, 0};
    double x1, y1, x2, y2;

    cairo_scale(cairo, EXTENTS_SCALE / side, EXTENTS_SCALE / side);
    path_to_cairo(cairo, &shape->path);
    if (shape->filled) {
        cairo_fill_extents(cairo, &x1, &y1, &x2, &y2);
        box = (struct rect){x1, y1, x2 - x1, y2 - y1};
    }
    if (shape->stroked)
        box = rect_union(box, stroke_extents(cairo, shape));
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    return box;
}

static struct rect intersect(struct rect a, struct rect b)
{
    const double x = fmax(a.x, b.x);
    const double y = fmax(a.y, b.y);

    return (struct rect){x, y, fmin(a.x + a.width, b.x + b.width) - x,
                         fmin(a.y + a.height, b.y + b.height) - y};
}

/* ---- what is cut ---- */

/* Clips a line's parameter range, within 0 to 1, at one side. */
static bool clip_range(double from, double change, double low, double high,
                       double *begin, double *end)
{
    double first, last;

    if (change == 0)
        return from > low && from < high;
    first = (low - from) / change;
    last = (high - from) / change;
    *begin = fmax(*begin, fmin(first, last));
    *end = fmin(*end, fmax(first, last));
    return *begin < *end;
}

/* @return true if a line goes through the inside of a box (Liang and Barsky) */
static bool crosses(const struct point edge[2], struct rect box)
{
    double begin = 0;
    double end = 1;

    return clip_range(edge[0].x, edge[1].x - edge[0].x, box.x,
                      box.x + box.width, &begin, &end) &&
           clip_range(edge[0].y, edge[1].y - edge[0].y, box.y,
                      box.y + box.height, &begin, &end);
}

/* @return true if a point is inside by either fill rule */
static bool is_inside(const struct svg_region *region, struct point p)
{
    int turns = 0;
    int hits = 0;

    for (size_t i = 0; i < region->edge_count; i++) {
        const struct point a = region->edges[2 * i];
        const struct point b = region->edges[2 * i + 1];
        if ((a.y <= p.y) == (b.y <= p.y) ||
            a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x) <= p.x)
            continue;
        hits++;
        turns += a.y < b.y ? 1 : -1;
    }
    return turns != 0 && hits % 2 != 0;
}

/* If no edge crosses the box and one point is inside, the whole box is. */
static bool holds(const struct svg_region *region, struct rect box)
{
    const struct point centre = {box.x + box.width / 2, box.y + box.height / 2};

    for (size_t i = 0; i < region->edge_count; i++)
        if (crosses(&region->edges[2 * i], box))
            return false;
    return is_inside(region, centre);
}

static enum svg_clip_effect effect_of(const struct svg_clip *clip,
                                      struct rect box, double slack)
{
    const struct rect smaller = {
        box.x + slack,
        box.y + slack,
        fmax(box.width - 2 * slack, 0),
        fmax(box.height - 2 * slack, 0),
    };
    bool touched = false;

    for (const struct svg_region *region = clip->regions; region;
         region = region->next) {
        if (holds(region, smaller))
            return SVG_CLIP_KEEPS;
        touched |= rect_overlaps(region->box, box, 0);
    }
    return touched ? SVG_CLIP_CUTS : SVG_CLIP_REMOVES;
}

enum svg_clip_effect svg_clip_effect(const struct svg_clip *clip,
                                     const struct artwork_shape *shape,
                                     struct rect view)
{
    const double side = fmax(view.width, view.height);
    enum svg_clip_effect worst = SVG_CLIP_KEEPS;
    struct rect box;

    if (!clip)
        return SVG_CLIP_KEEPS;
    box = intersect(extents(shape, side), view);
    if (box.width < 0 || box.height < 0)
        return SVG_CLIP_KEEPS; /* not visible */
    for (; clip; clip = clip->outer) {
        const enum svg_clip_effect effect = effect_of(clip, box, SLACK * side);
        if (effect == SVG_CLIP_REMOVES)
            return SVG_CLIP_REMOVES;
        if (effect == SVG_CLIP_CUTS)
            worst = SVG_CLIP_CUTS;
    }
    return worst;
}
