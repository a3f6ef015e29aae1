#include "layout/chart_shapes.h"

#include <math.h>

static const double dash_length = 3;
static const double dash_gap = 2;
static const double dot_gap = 2.5;

void chart_shapes_add(const struct layout_context *context,
                      const struct chart_paint *paint)
{
    struct mark mark = {.kind = paint->width > 0 ? MARK_STROKE : MARK_FILL,
                        .artifact = paint->tag == NULL ? ARTIFACT_DECORATION
                                                       : ARTIFACT_NONE,
                        .tag = paint->tag,
                        .colour = paint->colour};

    mark.line_width = paint->width;
    mark.round_caps = paint->round;
    mark.path = path_finish(context->tools->builder, context->arena);
    if (mark.path.operator_count > 0)
        display_list_add_mark(context->display_list, &mark);
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

/** Adds pieces of a line, the first at its beginning and the last at its end,
 *  pieces as near to @p piece as that allows. */
static void add_pieces(const struct layout_context *context, struct point from,
                       struct point to, double piece, double gap)
{
    struct path_builder *builder = context->tools->builder;
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

void chart_shapes_dash(const struct layout_context *context, struct point from,
                       struct point to)
{
    add_pieces(context, from, to, dash_length, dash_gap);
}

void chart_shapes_dashed(const struct layout_context *context,
                         struct point from, struct point to,
                         const struct chart_paint *paint)
{
    chart_shapes_dash(context, from, to);
    chart_shapes_add(context, paint);
}

void chart_shapes_dotted(const struct layout_context *context,
                         struct point from, struct point to,
                         const struct chart_paint *paint)
{
    add_pieces(context, from, to, paint->width, dot_gap);
    chart_shapes_add(context, paint);
}
