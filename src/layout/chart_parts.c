#include <math.h>

#include "layout/chart.h"
#include "layout/chart_label.h"
#include "layout/chart_shapes.h"

/* A whole as one upright bar in its parts, in the order of the settings, each
 * with its count and its name beside it. Each label is one line: if a part is
 * lower than that, its label moves down and a leader connects them. An empty
 * part has a label without a leader.
 *
 *     .--.
 *     |  |-- 3 Severe maladministration
 *     |--|
 *     |  |-- 7 No fault
 *     '--'
 */

struct parts {
    struct chart_label *labels;
    double height; ///< of the bar
};

static const double pad_above = 14;
static const double bar_width = 26;
static const double leader = 16; ///< from the bar to the labels
static const double height_roomy = 92;
static const double height_close = 40;
static const double line = 0.8;

static enum status set(const struct layout_context *context,
                       struct chart_plan *plan, struct error *err)
{
    const struct chart_data *data = plan->data;
    struct parts *parts = ARENA_NEW(context->arena, struct parts);
    const double width =
        plan->width - (bar_width + leader + 2) * context->scale.picture;
    enum status status = STATUS_OK;

    *parts = (struct parts){0};
    parts->labels =
        ARENA_ARRAY(context->arena, struct chart_label, data->part_count);
    plan->state = parts;
    for (size_t i = 0; status == STATUS_OK && i < data->part_count; i++)
        status = chart_label_set(context,
                                 ARENA_JOIN(context->arena, data->parts[i].text,
                                            "  ", data->parts[i].label),
                                 plan->location, CHART_LABEL_PLAIN, width,
                                 &parts->labels[i], err);
    return status;
}

static double labels_height(const struct parts *parts, size_t count)
{
    double height = 0;

    for (size_t i = 0; i < count; i++)
        height += parts->labels[i].height;
    return height;
}

static double measure(const struct layout_context *context,
                      const struct chart_plan *plan, double width,
                      double closeness)
{
    struct parts *parts = plan->state;
    const double factor = context->scale.picture;

    (void)width;
    parts->height = fmax(
        factor * (height_roomy + (height_close - height_roomy) * closeness),
        labels_height(parts, plan->data->part_count));
    return pad_above * factor + parts->height;
}

/** Places the labels from the top, each as near to the middle of its part as
 *  the others allow. */
static void place_labels(const struct parts *parts,
                         const struct chart_data *data, const double *middles,
                         struct rect area, double *tops)
{
    double y = area.y;
    double bottom = area.y + area.height;

    for (size_t i = 0; i < data->part_count; i++) {
        tops[i] = fmax(y, middles[i] - parts->labels[i].height / 2);
        y = tops[i] + parts->labels[i].height;
    }
    for (size_t i = data->part_count; i-- > 0;) {
        tops[i] = fmin(tops[i], bottom - parts->labels[i].height);
        bottom = tops[i];
    }
}

/** Alternates darker and lighter; outlines separate the parts. */
static void draw_segment(const struct layout_context *context, struct rect box,
                         size_t i, const struct tag *tag)
{
    const struct theme *theme = &context->kit->theme;
    const struct chart_paint fill = {
        .colour = i % 2 == 0 ? theme->fill : theme->peers, .tag = tag};
    const struct chart_paint outline = {.colour = {1, 1, 1},
                                        .width = line * context->scale.picture,
                                        .tag = tag};

    chart_shapes_box(context, box, &fill);
    if (box.height > 3 * outline.width)
        chart_shapes_box(context, box, &outline);
}

/** @return the points for one case, on a bar of this height */
static double case_height(const struct chart_data *data, double height)
{
    int64_t all = 0;

    for (size_t i = 0; i < data->part_count; i++)
        all += data->parts[i].count;
    return all > 0 ? height / (double)all : 0;
}

static void draw_bar(const struct layout_context *context,
                     const struct chart_data *data, struct rect area,
                     double *middles, const struct tag *tag)
{
    const struct chart_paint outline = {.colour = context->kit->theme.track,
                                        .width = line * context->scale.picture,
                                        .tag = tag};
    const double each = case_height(data, area.height);
    double y = area.y;
    size_t drawn = 0;

    for (size_t i = 0; i < data->part_count; i++) {
        const double height = each * (double)data->parts[i].count;

        middles[i] = y + height / 2;
        if (height > 0)
            draw_segment(context, (struct rect){area.x, y, area.width, height},
                         drawn++, tag);
        y += height;
    }
    chart_shapes_box(context, area, &outline);
}

static void draw(const struct layout_context *context,
                 const struct chart_plan *plan, struct rect box,
                 struct tag *tag)
{
    struct parts *parts = plan->state;
    const struct chart_data *data = plan->data;
    const double factor = context->scale.picture;
    const struct rect area = {box.x, box.y + pad_above * factor,
                              bar_width * factor, parts->height};
    const double right = area.x + area.width + leader * factor;
    const struct chart_paint paint = {.colour = context->kit->theme.quiet,
                                      .width = line * factor};
    double *middles = ARENA_ARRAY(context->arena, double, data->part_count);
    double *tops = ARENA_ARRAY(context->arena, double, data->part_count);

    draw_bar(context, data, area, middles, tag);
    place_labels(parts, data, middles, area, tops);
    for (size_t i = 0; i < data->part_count; i++) {
        struct chart_label *label = &parts->labels[i];

        if (data->parts[i].count > 0)
            chart_shapes_line(
                context, (struct point){area.x + area.width, middles[i]},
                (struct point){right - 2 * factor, tops[i] + label->height / 2},
                &paint);
        chart_label_draw(context, label, (struct point){right, tops[i]});
    }
}

static const char *head(const struct layout_context *context,
                        const struct chart_data *data)
{
    (void)data;
    return context->ui_strings->head_parts;
}

/** "3 Severe maladministration, 7 No fault" */
static const char *alt(const struct layout_context *context,
                       const struct chart_plan *plan, const char *said)
{
    const struct chart_data *data = plan->data;
    const char *text = "";

    (void)said;
    for (size_t i = 0; i < data->part_count; i++)
        text = ARENA_JOIN(context->arena, text, i > 0 ? ", " : "",
                          data->parts[i].text, " ", data->parts[i].label);
    return text;
}

const struct chart chart_parts = {.name = "parts",
                                  .least = 180,
                                  .most = 420,
                                  .set = set,
                                  .measure = measure,
                                  .draw = draw,
                                  .head = head,
                                  .alt = alt};
