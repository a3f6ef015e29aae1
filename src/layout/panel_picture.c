#include "layout/panel_picture.h"

#include <math.h>

#include "layout/chart.h"
#include "layout/text_block.h"

/** Points at 12 point text. */
static const double card_min = 176;
static const double card_max = 200;
static const double pad = 4;

/** "Complaints upheld: 71%, 12 of 17 investigations", then the chart's Alt for
 *  a reader who has read no sentences. */
static const char *picture_alt(const struct layout_context *context,
                               const struct panel *panel,
                               const struct chart_plan *plan)
{
    const struct chart_data *data = plan->data;
    const char *title = text_block_plain(context, panel->title);
    const char *own =
        !data->exists ? ""
        : *data->cases != '\0'
            ? ARENA_JOIN(context->arena, data->text, ", ", data->cases)
            : data->text;
    const char *average =
        data->average_text == NULL
            ? ""
            : ARENA_JOIN(context->arena, "; ", context->ui_strings->average_of,
                         " ", data->average_text);
    const char *more = plan->chart->alt == NULL
                           ? average
                           : plan->chart->alt(context, plan, own);

    return ARENA_JOIN(context->arena, title, *own || *more ? ": " : "", own,
                      *own && *more && *more != ';' ? "; " : "", more);
}

/** Charts of cards have their preferred width, within limits. */
static double picture_width(const struct layout_context *context,
                            const struct chart_plan *plan)
{
    const double factor = context->scale.picture;

    return plan->chart->least > 0
               ? plan->width
               : fmin(card_max * factor, fmax(card_min * factor, plan->width));
}

static enum status draw_chart(const struct layout_context *context,
                              const struct block *block,
                              struct chart_plan *plan, struct error *err)
{
    const double margin = pad * context->scale.picture;
    const struct chart *chart = plan->chart;
    struct rect box = {margin, margin, 0, 0};
    struct tag *figure;
    double width;
    const enum status status = chart->set(context, plan, err);

    if (status != STATUS_OK || plan->state == NULL)
        return status;
    width = picture_width(context, plan);
    plan->width = width;
    plan->height = chart->measure(context, plan, width, 0);
    box.width = width;
    box.height = plan->height;
    display_list_begin_page(context->display_list, width + 2 * margin,
                            plan->height + 2 * margin);
    figure =
        display_list_add_tag(context->display_list, TAG_FIGURE, context->root);
    figure->alt = picture_alt(context, block->panel, plan);
    chart->draw(context, plan, box, figure);
    return STATUS_OK;
}

static enum status draw_charts(const struct layout_context *context,
                               const struct block *block, struct error *err)
{
    const struct panel *panel = block->panel;
    struct chart_data *data = ARENA_NEW(context->arena, struct chart_data);
    enum status status = STATUS_OK;

    *data = chart_data_make(context->arena, panel, context->ui_strings);
    for (size_t i = 0; status == STATUS_OK && i < panel->chart_count; i++) {
        const struct chart *chart = chart_of_kind(panel->charts[i]);
        struct chart_plan plan = {
            .chart = chart,
            .data = data,
            .location = block->location,
            .axis = chart->has_axis,
            .width = chart->least > 0 ? chart->most * context->scale.picture
                                      : context->scale.frame.width};

        if (data->exists || chart->least > 0)
            status = draw_chart(context, block, &plan, err);
    }
    return status;
}

enum status panel_picture_draw(const struct layout_kit *kit,
                               const struct layout_tools *tools,
                               struct arena *arena, const struct letter *letter,
                               const struct block *block,
                               struct document *document, struct error *err)
{
    struct layout_context context = {.kit = kit,
                                     .tools = tools,
                                     .arena = arena,
                                     .letter = letter,
                                     .sender = kit->senders,
                                     .display_list = display_list_new(arena),
                                     .scale = type_scale_make(&kit->theme),
                                     .ui_strings =
                                         &words_find(letter->language)->ui};
    enum status status;

    context.root =
        display_list_add_tag(context.display_list, TAG_DOCUMENT, NULL);
    status = draw_charts(&context, block, err);
    if (status == STATUS_OK)
        *document = display_list_finish(context.display_list);
    return status;
}
