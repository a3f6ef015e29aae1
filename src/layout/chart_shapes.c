#include "layout/chart_shapes.h"

#include <math.h>
#include <string.h>

#include "canvas/path_cache.h"

static const double dash_length = 3;
static const double dash_gap = 2;
static const double dot_gap = 2.5;

static void add_mark(const struct layout_context *context, struct path path,
                     const struct chart_paint *paint)
{
    struct mark mark = {.kind = paint->width > 0 ? MARK_STROKE : MARK_FILL,
                        .artifact = paint->tag == NULL ? ARTIFACT_DECORATION
                                                       : ARTIFACT_NONE,
                        .tag = paint->tag,
                        .colour = paint->colour};

    mark.line_width = paint->width;
    mark.round_caps = paint->round;
    mark.path = path;
    if (path.operator_count > 0)
        display_list_add_mark(context->display_list, &mark);
}

void chart_shapes_add(const struct layout_context *context,
                      const struct chart_paint *paint)
{
    add_mark(context, path_finish(context->tools->builder, context->arena),
             paint);
}

void chart_shapes_add_shared(const struct layout_context *context,
                             const struct shared_shape *shape,
                             struct point origin,
                             const struct chart_paint *paint)
{
    struct path_builder *builder = context->tools->builder;
    struct path_cache *cache = path_builder_cache(builder);
    struct path path;

    if (!path_cache_find(cache, shape->numbers, shape->count, &path)) {
        shape->build(builder, shape);
        path = path_finish(builder, context->arena);
        path = path_cache_add(cache, shape->numbers, shape->count, &path);
    }
    path.moves = arena_copy(context->arena, &origin, sizeof origin);
    add_mark(context, path, paint);
}

void chart_shapes_dot(const struct layout_context *context, struct point at)
{
    path_move(context->tools->builder, at.x, at.y);
    path_line(context->tools->builder, at.x, at.y);
}

void chart_shapes_box(const struct layout_context *context, struct rect box,
                      const struct chart_paint *paint)
{
    const double half = paint->width / 2;

    path_rectangle(context->tools->builder,
                   (struct rect){box.x + half, box.y + half,
                                 box.width - paint->width,
                                 box.height - paint->width});
    chart_shapes_add(context, paint);
}

void chart_shapes_line(const struct layout_context *context, struct point from,
                       struct point to, const struct chart_paint *paint)
{
    path_move(context->tools->builder, from.x, from.y);
    path_line(context->tools->builder, to.x, to.y);
    chart_shapes_add(context, paint);
}

/** Adds dashes to a line, with one at each end, of a length as near to @p
 *  piece as possible. */
static void add_pieces(struct path_builder *builder, struct point from,
                       struct point to, double piece, double gap)
{
    const double length = hypot(to.x - from.x, to.y - from.y);
    const double steps = fmax(1, round((length + gap) / (piece + gap)));
    const double period = (length + gap) / steps;
    const struct point way = {(to.x - from.x) / length,
                              (to.y - from.y) / length};

    if (length <= 0)
        return;
    for (int i = 0; i < (int)steps; i++) {
        const double start = i * period;
        const double end = start + period - gap;

        path_move(builder, from.x + start * way.x, from.y + start * way.y);
        path_line(builder, from.x + end * way.x, from.y + end * way.y);
    }
}

/** The numbers of dashes are their kind and the ends of the lines. */
static void build_dashes(struct path_builder *builder,
                         const struct shared_shape *shape)
{
    for (size_t i = 1; i < shape->count; i += 4) {
        const double *ends = shape->numbers + i;

        add_pieces(builder, (struct point){ends[0], ends[1]},
                   (struct point){ends[2], ends[3]}, dash_length, dash_gap);
    }
}

void chart_shapes_dashes(const struct layout_context *context,
                         const struct point *ends, size_t count,
                         struct point origin, const struct chart_paint *paint)
{
    double *numbers = ARENA_ARRAY_RAW(context->arena, double, 1 + 2 * count);

    numbers[0] = SHARED_SHAPE_DASHES;
    memcpy(numbers + 1, ends, count * sizeof *ends);
    chart_shapes_add_shared(
        context, &(struct shared_shape){numbers, 1 + 2 * count, build_dashes},
        origin, paint);
}

void chart_shapes_dashed(const struct layout_context *context,
                         struct point from, struct point to,
                         const struct chart_paint *paint)
{
    const struct point ends[] = {{0, 0}, {to.x - from.x, to.y - from.y}};

    chart_shapes_dashes(context, ends, 2, from, paint);
}

void chart_shapes_dotted(const struct layout_context *context,
                         struct point from, struct point to,
                         const struct chart_paint *paint)
{
    add_pieces(context->tools->builder, from, to, paint->width, dot_gap);
    chart_shapes_add(context, paint);
}
