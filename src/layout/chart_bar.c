#include <math.h>

#include "layout/chart.h"
#include "layout/chart_label.h"
#include "layout/chart_shapes.h"

/* The figure as a bar from zero, its value above the bar's end, and the average
 * as a dashed line across, with its label below.
 *
 *                  you 71%
 *     [###############:#############             |
 *                     average 64%
 */

struct bar {
    struct chart_label own;
    struct chart_label average;
};

static const double pad_above = 8;
static const double label_gap = 3;
static const double bar_height = 20;
static const double overhang = 4; ///< of the average's line over the bar
static const double line = 0.8;

static enum status set(const struct layout_context *context,
                       struct chart_plan *plan, struct error *err)
{
    const struct chart_data *data = plan->data;
    const struct ui_strings *words = context->ui_strings;
    struct bar *bar = ARENA_NEW(context->arena, struct bar);
    enum status status = STATUS_OK;

    *bar = (struct bar){0};
    plan->state = bar;
    if (data->exists)
        status = chart_label_set(
            context, ARENA_JOIN(context->arena, words->you, data->text),
            plan->location, CHART_LABEL_OWN, plan->width, &bar->own, err);
    else
        status = chart_label_set_constant(context, words->no_figure_alone,
                                          plan->location, CHART_LABEL_AXIS,
                                          &bar->own, err);
    if (status == STATUS_OK && data->average_text != NULL)
        status = chart_label_set(
            context,
            ARENA_JOIN(context->arena, words->average, data->average_text),
            plan->location, CHART_LABEL_PLAIN, plan->width, &bar->average, err);
    return status;
}

static double measure(const struct layout_context *context,
                      const struct chart_plan *plan, double width,
                      double closeness)
{
    const struct bar *bar = plan->state;

    (void)width;
    (void)closeness;
    return (pad_above + bar_height + 2 * label_gap + overhang) *
               context->scale.picture +
           bar->own.height + bar->average.height;
}

/** @return the distance of a value from the bar's beginning */
static double reach(const struct chart_data *data, double value, double width)
{
    return width * fmax(0, fmin(1, value / data->maximum));
}

static void draw_average(const struct layout_context *context, struct bar *bar,
                         double x, struct rect area, const struct tag *tag)
{
    const double factor = context->scale.picture;
    const double bottom = area.y + area.height + overhang * factor;
    const struct chart_paint paint = {
        .colour = context->kit->theme.text, .width = 1.2 * factor, .tag = tag};
    const struct chart_paint casing = {
        .colour = {1, 1, 1}, .width = 2.8 * factor, .tag = tag};
    const struct rect box =
        chart_label_box(&bar->average, x, bottom + label_gap * factor / 2,
                        area.x, area.x + area.width);

    chart_shapes_line(context, (struct point){x, area.y},
                      (struct point){x, area.y + area.height}, &casing);
    chart_shapes_dashed(context, (struct point){x, area.y - 2 * factor},
                        (struct point){x, bottom}, &paint);
    chart_label_draw(context, &bar->average, (struct point){box.x, box.y});
}

static void draw(const struct layout_context *context,
                 const struct chart_plan *plan, struct rect box,
                 struct tag *tag)
{
    struct bar *bar = plan->state;
    const struct chart_data *data = plan->data;
    const double factor = context->scale.picture;
    const double top = box.y + pad_above * factor;
    const struct rect area = {box.x, top + bar->own.height + label_gap * factor,
                              box.width, bar_height * factor};
    const double end = area.x + reach(data, data->value, area.width);
    const struct chart_paint outline = {.colour = context->kit->theme.track,
                                        .width = line * factor,
                                        .tag = tag};
    const struct chart_paint fill = {.colour = context->kit->theme.fill,
                                     .tag = tag};
    const struct rect label =
        chart_label_box(&bar->own, data->exists ? end : area.x, top, area.x,
                        area.x + area.width);

    chart_shapes_box(context, area, &outline);
    if (data->exists && end > area.x)
        chart_shapes_box(
            context, (struct rect){area.x, area.y, end - area.x, area.height},
            &fill);
    chart_label_draw(context, &bar->own, (struct point){label.x, label.y});
    if (data->average_text != NULL)
        draw_average(context, bar,
                     area.x + reach(data, data->average, area.width), area,
                     tag);
}

static const char *head(const struct layout_context *context,
                        const struct chart_data *data)
{
    (void)data;
    return context->ui_strings->head_bar;
}

static const char *alt(const struct layout_context *context,
                       const struct chart_plan *plan, const char *said)
{
    const struct chart_data *data = plan->data;
    const struct ui_strings *words = context->ui_strings;
    const bool value = data->exists && !chart_is_said(said, data->text);

    if (chart_average_is_said(said, data))
        return value ? data->text : "";
    if (!value)
        return ARENA_JOIN(context->arena, words->average_upper,
                          data->average_text);
    return ARENA_JOIN(context->arena, data->text, "; ", words->average,
                      data->average_text);
}

const struct chart chart_bar = {.name = "bar",
                                .least = 140,
                                .most = 300,
                                .set = set,
                                .measure = measure,
                                .draw = draw,
                                .head = head,
                                .alt = alt};
