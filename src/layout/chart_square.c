#include "layout/chart.h"

/* A square whose area is the rate. */

static enum status set(const struct layout_context *context,
                       const struct figure *figure, struct location location,
                       struct chart_plan *plan, struct error *err)
{
    double *share = ARENA_NEW(context->arena, double);

    (void)location;
    (void)err;
    *share = (double)figure->rate.count / (double)figure->rate.total;
    plan->state = share;
    plan->width = 100 * context->scale.picture;
    return STATUS_OK;
}

static double measure(const struct layout_context *context, void *state,
                      double width, double closeness)
{
    (void)state;
    (void)width;
    return (100 - 20 * closeness) * context->scale.picture;
}

static void draw(const struct layout_context *context,
                 const struct chart_plan *plan, struct point top,
                 struct tag *tag)
{
    const double *share = plan->state;
    const double side = plan->height;
    struct mark mark = {
        .kind = MARK_FILL, .tag = tag, .colour = context->kit->theme.fill};

    path_rectangle(context->tools->builder,
                   (struct rect){top.x - side / 2, top.y, side * *share, side});
    mark.path = path_finish(context->tools->builder, context->arena);
    display_list_add_mark(context->display_list, &mark);
}

const struct chart chart_square = {"square", set, measure, draw};
