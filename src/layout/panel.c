#include "layout/panel.h"

#include "layout/panel_columns.h"
#include "layout/panel_key.h"

#include <math.h>

/** Points at 12 point text. */
static const double figure_min = 176;
static const double figure_max = 200; ///< for a long word beside the tick
static const double figure_gap = 18;
static const double figure_pad_above = 2;
static const double figure_pad_below = 12;
static const double chart_gap = 6;
static const double card_radius = 3;

/** Spacing, which shrinks if there is little space, at 12 point text. */
static const struct panel_spacing roomy = {8, 8, 8, 32, 14};
static const struct panel_spacing close = {6, 6, 5, 28, 13};

static double between(double from, double to, double closeness)
{
    return from + (to - from) * closeness;
}

static struct panel_spacing spacing_make(const struct layout_context *context,
                                         double closeness)
{
    double text = context->scale.factor;

    return (struct panel_spacing){
        text * between(roomy.title_above, close.title_above, closeness),
        text * between(roomy.title_below, close.title_below, closeness),
        text * between(roomy.panel_line, close.panel_line, closeness),
        text * between(roomy.number, close.number, closeness),
        text * between(roomy.small_leading, close.small_leading, closeness),
    };
}

static enum status set_title(const struct layout_context *context,
                             struct panel_plan *plan, struct error *err)
{
    const struct type_scale *scale = &context->scale;
    const struct text_style text_style = {.size = scale->title,
                                          .leading = scale->leading,
                                          .style = STYLE_BOLD,
                                          .colour =
                                              context->kit->theme.heading};

    return text_block_set(context, plan->panel->title, &text_style,
                          scale->frame.width, &plan->title, err);
}

/** The picture is as wide as the widest chart, within bounds. */
static enum status set_picture(const struct layout_context *context,
                               struct panel_plan *plan, struct error *err)
{
    const struct panel *panel = plan->panel;
    double factor = context->scale.picture;
    double width = 0;

    if (!plan->data->exists)
        return STATUS_OK;
    plan->charts =
        ARENA_ARRAY(context->arena, struct chart_plan, panel->chart_count);
    for (size_t i = 0; i < panel->chart_count; i++) {
        struct chart_plan *chart = &plan->charts[i];
        enum status status;

        *chart = (struct chart_plan){.chart = chart_of_kind(panel->charts[i]),
                                     .data = plan->data,
                                     .location = plan->location,
                                     .width = context->scale.frame.width};
        status = chart->chart->set(context, chart, err);
        if (status != STATUS_OK)
            return status;
        width = fmax(width, chart->width);
    }
    plan->chart_count = panel->chart_count;
    plan->figure_width =
        fmax(figure_min * factor, fmin(figure_max * factor, width));
    return STATUS_OK;
}

enum status panel_plan_set(const struct layout_context *context,
                           const struct block *block, struct tag *section,
                           const struct panel_plan *above,
                           struct panel_plan *plan, struct error *err)
{
    struct chart_data *data = ARENA_NEW(context->arena, struct chart_data);
    double aside = 0;
    enum status status;

    *data = chart_data_make(context->arena, block->panel, context->ui_strings);
    *plan = (struct panel_plan){.panel = block->panel,
                                .data = data,
                                .location = block->location,
                                .section = section};
    status = set_title(context, plan, err);
    if (status == STATUS_OK && panel_columns_apply(plan->panel))
        return panel_columns_set(context, above, plan, err);
    if (status == STATUS_OK)
        status = set_picture(context, plan, err);
    if (status != STATUS_OK)
        return status;
    if (plan->chart_count > 0)
        aside = plan->figure_width + figure_gap * context->scale.picture;
    return panel_text_set(context, plan->panel, data, plan->location, aside,
                          &plan->words, err);
}

/** The height of the card around the picture. */
static double figure_height(const struct layout_context *context,
                            const struct panel_plan *plan)
{
    double white = figure_pad_above + figure_pad_below +
                   chart_gap * (double)(plan->chart_count - 1);
    double height = white * context->scale.picture;

    for (size_t i = 0; i < plan->chart_count; i++)
        height += plan->charts[i].height;
    return height;
}

static void measure_charts(const struct layout_context *context,
                           struct panel_plan *plan, double closeness)
{
    for (size_t i = 0; i < plan->chart_count; i++) {
        struct chart_plan *chart = &plan->charts[i];

        chart->height = chart->chart->measure(context, chart,
                                              plan->figure_width, closeness);
    }
}

void panel_plan_place(const struct layout_context *context,
                      struct panel_plan *plan, double closeness)
{
    const struct type_scale *scale = &context->scale;
    const struct panel_spacing spacing = spacing_make(context, closeness);
    double bottom;

    if (plan->columns != NULL) {
        plan->height = panel_columns_place(context, plan, 0, closeness);
        return;
    }
    plan->title_base =
        spacing.title_above + 0.75 * plan->title.text_style.leading;
    plan->body = spacing.title_above + text_block_height(&plan->title) +
                 spacing.title_below;
    bottom = plan->body;
    if (plan->chart_count > 0) {
        measure_charts(context, plan, closeness);
        bottom += figure_height(context, plan);
    }
    bottom =
        panel_text_place(context, &plan->words, &spacing, plan->body, bottom);
    plan->height = ceil(bottom / scale->grid - 0.01) * scale->grid;
}

/** "Complaints upheld: 71%, 12 of 17 investigations; average of similar
 *  organisations 64%" */
static const char *figure_alt(const struct layout_context *context,
                              const struct panel_plan *plan)
{
    const struct chart_data *data = plan->data;
    const char *average =
        data->average_text == NULL
            ? ""
            : ARENA_JOIN(context->arena, "; ", context->ui_strings->average_of,
                         " ", data->average_text);

    return ARENA_JOIN(context->arena,
                      text_block_plain(context, plan->panel->title), ": ",
                      data->text, ", ", data->cases, average);
}

static void draw_rule(const struct layout_context *context, double y)
{
    const struct rect *frame = &context->scale.frame;
    struct mark mark = {.kind = MARK_STROKE,
                        .artifact = ARTIFACT_DECORATION,
                        .colour = context->kit->theme.rule,
                        .line_width = 1};

    path_move(context->tools->builder, frame->x, y);
    path_line(context->tools->builder, frame->x + frame->width, y);
    mark.path = path_finish(context->tools->builder, context->arena);
    display_list_add_mark(context->display_list, &mark);
}

static void draw_card(const struct layout_context *context, struct rect card)
{
    struct mark mark = {.kind = MARK_FILL,
                        .artifact = ARTIFACT_DECORATION,
                        .colour = context->kit->theme.panel};

    if (theme_contrast(mark.colour, (struct colour){1, 1, 1}) <= 1)
        return;
    path_rounded_rectangle(context->tools->builder, card,
                           card_radius * context->scale.picture);
    mark.path = path_finish(context->tools->builder, context->arena);
    display_list_add_mark(context->display_list, &mark);
}

static void draw_figure(const struct layout_context *context,
                        struct panel_plan *plan, struct rect card,
                        struct tag *sect)
{
    double factor = context->scale.picture;
    double spare = card.height - figure_height(context, plan);
    struct rect box = {card.x, card.y + spare / 2 + figure_pad_above * factor,
                       card.width, 0};
    struct tag *figure;

    draw_card(context, card);
    figure = display_list_add_tag(context->display_list, TAG_FIGURE, sect);
    figure->alt = figure_alt(context, plan);
    for (size_t i = 0; i < plan->chart_count; i++) {
        const struct chart_plan *chart = &plan->charts[i];

        box.height = chart->height;
        chart->chart->draw(context, chart, box, figure);
        box.y += chart->height + chart_gap * factor;
    }
}

/** @return the box of the picture's card; a higher panel has a higher card */
static struct rect card_box(const struct layout_context *context,
                            const struct panel_plan *plan, struct point corner,
                            double height)
{
    double x = corner.x + context->scale.frame.width - plan->figure_width;

    return (struct rect){x, corner.y + plan->body, plan->figure_width,
                         height - plan->body - plan->words.tail};
}

/** Draws the title below its rule. @return the panel's element */
static struct tag *draw_title(const struct layout_context *context,
                              struct panel_plan *plan, double y)
{
    struct tag *sect =
        display_list_add_tag(context->display_list, TAG_SECT, plan->section);
    struct tag *title = display_list_add_tag(
        context->display_list, plan->section == context->root ? TAG_H2 : TAG_H3,
        sect);

    sect->title = text_block_plain(context, plan->panel->title);
    title->title = sect->title;
    draw_rule(context, y);
    text_block_draw(
        context, &plan->title,
        (struct point){context->scale.frame.x, y + plan->title_base}, title,
        ARTIFACT_NONE);
    return sect;
}

double panel_plan_surround(const struct layout_context *context,
                           const struct panel_plan *plan)
{
    double height = panel_key_height(context, plan->key, plan->key_entries);

    if (plan->heads)
        height += panel_columns_heads_height(context);
    return ceil(height / context->scale.grid - 0.01) * context->scale.grid;
}

/** Draws the heads. @return the top of the panel below them */
static double draw_heads(const struct layout_context *context,
                         struct panel_plan *plan, double y)
{
    if (!plan->heads)
        return y;
    y += panel_columns_heads_height(context);
    panel_columns_draw_heads(context, plan, y);
    return y;
}

void panel_draw(const struct layout_context *context, struct panel_plan *plan,
                double y, double height)
{
    const double top = draw_heads(context, plan, y);
    struct point corner = {context->scale.frame.x, top};
    struct tag *sect = draw_title(context, plan, top);

    if (plan->columns != NULL) {
        panel_columns_draw(context, plan, top, sect);
        if (plan->key_entries != 0)
            panel_key_draw(
                context, plan->key, plan->key_entries,
                y + height -
                    panel_key_height(context, plan->key, plan->key_entries));
        return;
    }
    if (plan->chart_count > 0)
        draw_figure(context, plan, card_box(context, plan, corner, height),
                    sect);
    panel_text_draw(context, &plan->words, corner, height - plan->height, sect);
}
