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

static void draw_axis(const struct layout_context *context,
                      struct chart_plot *plot)
{
    const struct theme *theme = &context->kit->theme;
    const double factor = context->scale.picture;

    for (int i = 0; i < 3; i++) {
        struct chart_label *label = &plot->axis[i];
        const double y = plot->area.y + plot->area.height * (1 - i / 2.0);
        const struct chart_paint paint = {.colour = i == 0 ? theme->quiet
                                                           : theme->grid,
                                          .width = thin * factor};

        chart_shapes_line(context, (struct point){plot->area.x, y},
                          (struct point){plot->area.x + plot->area.width, y},
                          &paint);
        chart_label_draw(
            context, label,
            (struct point){plot->area.x - gutter_gap * factor - label->width,
                           y - 0.6 * label->height});
    }
}

void chart_plot_draw(const struct layout_context *context,
                     struct chart_plot *plot, struct rect box, double aside)
{
    const double factor = context->scale.picture;
    const double top = box.y + headroom * factor;

    plot->area = (struct rect){box.x + plot->gutter, top,
                               box.width - plot->gutter - aside, plot->height};
    draw_axis(context, plot);
    text_block_draw(context, &plot->caption,
                    (struct point){plot->area.x,
                                   chart_plot_row(context, plot) + plot->rows +
                                       caption_gap * factor + 9 * factor},
                    NULL, ARTIFACT_DECORATION);
}

double chart_plot_y(const struct chart_plot *plot,
                    const struct chart_data *data, double value)
{
    const double share = fmax(0, fmin(1, value / data->maximum));

    return plot->area.y + plot->area.height * (1 - share);
}

double chart_plot_row(const struct layout_context *context,
                      const struct chart_plot *plot)
{
    return plot->area.y + plot->height + row_gap * context->scale.picture;
}
