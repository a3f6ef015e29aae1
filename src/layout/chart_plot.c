#include "layout/chart_plot.h"

#include <math.h>

#include "layout/chart_shapes.h"

/** Points at 12 point text. */
static const double headroom = 14;
static const double height_roomy = 92;
static const double height_close = 40;
static const double gutter_gap = 5;
static const double gutter_share = 0.3; ///< of the width, at most
static const double row_gap = 5;
static const double row_height = 13;
static const double caption_gap = 3;
static const double thin = 0.6;

static enum status set_axis_label(const struct layout_context *context,
                                  const struct chart_plan *plan, size_t i,
                                  struct chart_label *label, struct error *err)
{
    /* A rate's labels are the same texts in all letters. */
    if (plan->data->is_rate)
        return chart_label_set_constant(context, plan->data->axis[i],
                                        plan->location, CHART_LABEL_AXIS, label,
                                        err);
    return chart_label_set(context, plan->data->axis[i], plan->location,
                           CHART_LABEL_AXIS, gutter_share * plan->width, label,
                           err);
}

enum status chart_plot_set(const struct layout_context *context,
                           struct chart_plan *plan, const char *caption,
                           bool row, struct chart_plot *plot, struct error *err)
{
    const double factor = context->scale.picture;
    const struct text_style style = {.size = 9.5 * factor,
                                     .leading = 12 * factor,
                                     .colour = context->kit->theme.text};
    enum status status = STATUS_OK;

    *plot = (struct chart_plot){.rows = row ? row_height * factor : 0};
    for (size_t i = 0; plan->axis && status == STATUS_OK && i < 3; i++) {
        status = set_axis_label(context, plan, i, &plot->axis[i], err);
        plot->gutter = fmax(plot->gutter, plot->axis[i].width);
    }
    if (plan->axis)
        plot->gutter += gutter_gap * factor;
    plan->inset = plot->gutter;
    if (status == STATUS_OK)
        status = text_block_set_text(context, caption, plan->location, &style,
                                     plan->width - plot->gutter, &plot->caption,
                                     err);
    return status;
}

double chart_plot_measure(const struct layout_context *context,
                          struct chart_plot *plot, double closeness)
{
    const double factor = context->scale.picture;

    plot->height =
        factor * (height_roomy + (height_close - height_roomy) * closeness);
    return headroom * factor + plot->height + row_gap * factor + plot->rows +
           caption_gap * factor + text_block_height(&plot->caption);
}

void chart_plot_place(const struct layout_context *context,
                      struct chart_plot *plot, struct rect box, double aside)
{
    plot->area = (struct rect){box.x + plot->gutter,
                               box.y + headroom * context->scale.picture,
                               box.width - plot->gutter - aside, plot->height};
}

/** @return the height on the page of a label of the axis, zero being 0 */
static double axis_y(const struct chart_plot *plot, int i)
{
    return plot->area.y + plot->area.height * (1 - i / 2.0);
}

static void add_line(const struct layout_context *context,
                     const struct chart_plot *plot, int i)
{
    struct path_builder *builder = context->tools->builder;
    const double y = axis_y(plot, i);

    path_move(builder, plot->area.x, y);
    path_line(builder, plot->area.x + plot->area.width, y);
}

static void draw_lines(const struct layout_context *context,
                       const struct chart_plot *plot, bool grid)
{
    const struct theme *theme = &context->kit->theme;
    const double width = thin * context->scale.picture;

    for (int i = 1; grid && i < 3; i++)
        add_line(context, plot, i);
    chart_shapes_add(
        context, &(struct chart_paint){.colour = theme->grid, .width = width});
    add_line(context, plot, 0);
    chart_shapes_add(
        context, &(struct chart_paint){.colour = theme->quiet, .width = width});
}

void chart_plot_draw(const struct layout_context *context,
                     struct chart_plot *plot, bool grid)
{
    const double factor = context->scale.picture;

    draw_lines(context, plot, grid);
    for (int i = 0; i < 3; i++) {
        struct chart_label *label = &plot->axis[i];

        chart_label_draw(
            context, label,
            (struct point){plot->area.x - gutter_gap * factor - label->width,
                           axis_y(plot, i) - 0.6 * label->height});
    }
    text_block_draw(context, &plot->caption,
                    (struct point){plot->area.x,
                                   chart_plot_row(context, plot) + plot->rows +
                                       caption_gap * factor + 9 * factor},
                    NULL, ARTIFACT_DECORATION);
}

double chart_plot_share(double value, double maximum)
{
    return fmax(0, fmin(1, value / maximum));
}

double chart_plot_y(const struct chart_plot *plot,
                    const struct chart_data *data, double value)
{
    return plot->area.y +
           plot->area.height * (1 - chart_plot_share(value, data->maximum));
}

double chart_plot_row(const struct layout_context *context,
                      const struct chart_plot *plot)
{
    return plot->area.y + plot->height + row_gap * context->scale.picture;
}
