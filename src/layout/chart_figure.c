#include <string.h>

#include "layout/chart.h"
#include "layout/chart_shapes.h"
#include "layout/text_block.h"

/* The figure as a large number, its cases in words, and a mark for each case
 * if there are few enough. With fewer than ten cases the count is the large
 * number:
 *
 *     71%                       1 of 2
 *     12 of 17 investigations   investigations: 50%
 *     ooooo ooooo               oo
 *     ooooo oo
 */

struct figure_chart {
    struct text_block number; ///< at its largest
    struct text_block small;  ///< for close panels
    bool is_close;
    struct text_block cases;
    struct chart_plan marks; ///< chart NULL: there are none
};

enum { FEW_CASES = 10 };

static const double pad_above = 8;
static const double number_size = 38;
static const double small_size = 28;
static const double space_share = 0.28; ///< of a size, a space
static const double cap_share = 0.73;   ///< of a size, above the baseline
static const double cases_gap = 7;
static const double cases_leading = 12.5;
static const double marks_gap = 7;

/** @return true if the count is shown instead of the rate */
static bool is_few(const struct chart_data *data)
{
    return data->is_rate && data->total < FEW_CASES;
}

static const char *number_text(const struct layout_context *context,
                               const struct chart_data *data)
{
    if (!data->exists)
        return context->ui_strings->no_figure_alone;
    if (is_few(data))
        return ARENA_JOIN(context->arena, data->number,
                          context->ui_strings->out_of, data->all);
    return data->text;
}

/** "12 of 17 investigations", or only what the total counts if the count is
 *  the large number or there is no figure. */
static const char *cases_text(const struct layout_context *context,
                              const struct chart_data *data)
{
    const char *of = data->of == NULL ? "" : data->of;

    if (!data->exists)
        return *of ? ARENA_JOIN(context->arena, data->all, " ", of) : "";
    if (!is_few(data))
        return data->cases;
    return ARENA_JOIN(context->arena, of, *of ? ": " : "", data->text);
}

/* Texts of a figure end in a space, because readers of the structure join
 * them. */

/** Sets the number, smaller if it is too wide. */
static enum status set_number(const struct layout_context *context,
                              const struct chart_plan *plan, double size,
                              struct text_block *number, struct error *err)
{
    const char *text =
        ARENA_JOIN(context->arena, number_text(context, plan->data), " ");
    const bool exists = plan->data->exists;
    struct text_style style = {.size = (exists ? size : 16) *
                                       context->scale.picture,
                               .style = STYLE_BOLD,
                               .colour = exists ? context->kit->theme.heading
                                                : context->kit->theme.quiet};

    for (int tries = 0; tries < 2; tries++) {
        const enum status status = text_block_set_text(
            context, text, plan->location, &style, 4 * A4_WIDTH, number, err);
        const double width =
            text_block_width(number) + space_share * style.size;

        if (status != STATUS_OK || width <= plan->width)
            return status;
        style.size *= plan->width / width;
    }
    return STATUS_OK;
}

static enum status set_marks(const struct layout_context *context,
                             const struct chart_plan *plan,
                             struct chart_plan *marks, struct error *err)
{
    const struct chart_data *data = plan->data;

    if (!data->exists || !data->is_rate || data->total > CHART_MARKS_MAX)
        return STATUS_OK;
    *marks = *plan;
    marks->chart = &chart_marks;
    return marks->chart->set(context, marks, err);
}

static enum status set(const struct layout_context *context,
                       struct chart_plan *plan, struct error *err)
{
    struct figure_chart *figure =
        ARENA_NEW(context->arena, struct figure_chart);
    const double factor = context->scale.picture;
    const struct text_style style = {.size = 10 * factor,
                                     .leading = cases_leading * factor,
                                     .colour = context->kit->theme.text};
    const char *cases = cases_text(context, plan->data);
    enum status status;

    *figure = (struct figure_chart){0};
    plan->state = figure;
    status = set_number(context, plan, number_size, &figure->number, err);
    if (status == STATUS_OK)
        status = set_number(context, plan, small_size, &figure->small, err);
    if (status == STATUS_OK)
        status = text_block_set_text(
            context, *cases ? ARENA_JOIN(context->arena, cases, " ") : "",
            plan->location, &style, plan->width, &figure->cases, err);
    if (status == STATUS_OK)
        status = set_marks(context, plan, &figure->marks, err);
    return status;
}

static double cap_height(const struct figure_chart *figure)
{
    return cap_share *
           (figure->is_close ? figure->small : figure->number).text_style.size;
}

static double marks_height(const struct layout_context *context,
                           const struct figure_chart *figure)
{
    if (figure->marks.chart == NULL)
        return 0;
    return marks_gap * context->scale.picture +
           figure->marks.chart->measure(context, &figure->marks,
                                        figure->marks.width, 0);
}

static double measure(const struct layout_context *context,
                      const struct chart_plan *plan, double width,
                      double closeness)
{
    struct figure_chart *figure = plan->state;

    (void)width;
    figure->is_close = closeness > 0.5;
    return (pad_above + cases_gap) * context->scale.picture +
           cap_height(figure) + text_block_height(&figure->cases) +
           marks_height(context, figure);
}

static void draw(const struct layout_context *context,
                 const struct chart_plan *plan, struct rect box,
                 struct tag *tag)
{
    struct figure_chart *figure = plan->state;
    const double factor = context->scale.picture;
    const enum artifact_kind artifact =
        tag == NULL ? ARTIFACT_DECORATION : ARTIFACT_NONE;
    double y = box.y + pad_above * factor + cap_height(figure);

    text_block_draw(context,
                    figure->is_close ? &figure->small : &figure->number,
                    (struct point){box.x, y}, tag, artifact);
    y += cases_gap * factor;
    text_block_draw(context, &figure->cases,
                    (struct point){box.x, y + 9.5 * factor}, tag, artifact);
    y += text_block_height(&figure->cases) + marks_gap * factor;
    if (figure->marks.chart != NULL)
        figure->marks.chart->draw(
            context, &figure->marks,
            (struct rect){box.x, y, figure->marks.width, 0}, tag);
}

static const char *head(const struct layout_context *context,
                        const struct chart_data *data)
{
    (void)data;
    return context->ui_strings->head_figure;
}

/** "71%, 12 of 17 investigations", without the value if it was said already */
static const char *alt(const struct layout_context *context,
                       const struct chart_plan *plan, const char *said)
{
    const struct chart_data *data = plan->data;
    const char *number = data->text;
    const char *cases = data->cases;

    if (!data->exists) {
        number = context->ui_strings->no_figure_alone;
        cases = cases_text(context, data);
    } else if (chart_is_said(said, number)) {
        return cases;
    } else if (is_few(data)) {
        number = cases;
        cases = data->text;
    }
    return ARENA_JOIN(context->arena, number, *cases ? ", " : "", cases);
}

const struct chart chart_figure = {.name = "figure",
                                   .least = 104,
                                   .most = 150,
                                   .set = set,
                                   .measure = measure,
                                   .draw = draw,
                                   .head = head,
                                   .alt = alt};
