#include "layout/panel.h"

#include <math.h>

#include "base/number.h"

/** Points at 12 point text. */
static const double figure_least = 176;
static const double figure_most = 200; ///< for a long word beside the tick
static const double figure_gap = 18;
static const double figure_pad_above = 2;
static const double figure_pad_below = 12;
static const double icons_gap = 6;
static const double card_radius = 3;

/** What gives way where room is short, at 12 point text. */
static const struct panel_spacing roomy = {46, 8, 8, 8, 32, 14};
static const struct panel_spacing close = {42, 6, 6, 5, 28, 13};

static double between(double from, double to, int closeness)
{
    return from + (to - from) * closeness / PANEL_CLOSEST;
}

static struct panel_spacing spacing_make(const struct composer *composer,
                                         int steps)
{
    double text = composer->scale.factor;
    double picture = composer->scale.picture;

    return (struct panel_spacing){
        picture * between(roomy.radius, close.radius, steps),
        text * between(roomy.title_above, close.title_above, steps),
        text * between(roomy.title_below, close.title_below, steps),
        text * between(roomy.passage, close.passage, steps),
        text * between(roomy.number, close.number, steps),
        text * between(roomy.small_leading, close.small_leading, steps),
    };
}

static enum status set_title(const struct composer *composer,
                             struct panel_plan *plan, struct error *err)
{
    const struct scale *scale = &composer->scale;
    const struct ink ink = {.size = scale->title,
                            .leading = scale->leading,
                            .style = STYLE_BOLD,
                            .colour = composer->kit->theme.heading};

    return prose_set(composer, plan->panel->title, &ink, scale->frame.width,
                     &plan->title, err);
}

static enum status set_picture(const struct composer *composer,
                               struct panel_plan *plan, struct error *err)
{
    const struct figure *figure = plan->panel->figure;
    double factor = composer->scale.picture;
    enum status status;

    if (!plan->charted)
        return STATUS_OK;
    status = panel_donut_set(composer, figure, plan->place, &plan->donut, err);
    if (status != STATUS_OK)
        return status;
    plan->figure_width = fmax(
        figure_least * factor,
        fmin(figure_most * factor,
             panel_donut_width(composer, &plan->donut, roomy.radius * factor)));
    return panel_icons_set(composer, figure->rate, plan->place, &plan->icons,
                           err);
}

enum status panel_plan_set(const struct composer *composer,
                           const struct block *block, struct panel_plan *plan,
                           struct error *err)
{
    double aside = 0;
    enum status status;

    *plan =
        (struct panel_plan){.panel = block->panel,
                            .place = block->place,
                            .charted = rate_exists(block->panel->figure->rate)};
    status = set_title(composer, plan, err);
    if (status == STATUS_OK)
        status = set_picture(composer, plan, err);
    if (status != STATUS_OK)
        return status;
    if (plan->charted)
        aside = plan->figure_width + figure_gap * composer->scale.picture;
    return panel_words_set(composer, plan->panel, plan->place, aside,
                           &plan->words, err);
}

/** The height of the card around the picture. */
static double figure_height(const struct composer *composer,
                            const struct panel_plan *plan)
{
    double white = figure_pad_above + icons_gap + figure_pad_below;

    return white * composer->scale.picture +
           panel_donut_height(composer, &plan->donut) +
           panel_icons_height(&plan->icons);
}

void panel_plan_place(const struct composer *composer, struct panel_plan *plan,
                      int closeness)
{
    const struct scale *scale = &composer->scale;
    const struct panel_spacing spacing = spacing_make(composer, closeness);
    double foot;

    plan->title_base = spacing.title_above + 0.75 * plan->title.ink.leading;
    plan->body =
        spacing.title_above + prose_height(&plan->title) + spacing.title_below;
    foot = plan->body;
    if (plan->charted) {
        panel_donut_fit(composer, &plan->donut, plan->figure_width,
                        spacing.radius);
        foot += figure_height(composer, plan);
    }
    foot =
        panel_words_place(composer, &plan->words, &spacing, plan->body, foot);
    plan->height = ceil(foot / scale->grid - 0.01) * scale->grid;
}

/** "compliance_outcomes" as words, with a space before: a column's name is what
 *  the campaign calls the cases that it counts. */
static const char *base_words(const struct composer *composer,
                              const struct figure *figure)
{
    char *words;

    if (figure->base == NULL)
        return "";
    words = ARENA_JOIN(composer->arena, " ", figure->base);
    for (char *at = words; *at != '\0'; at++)
        if (*at == '_' || *at == '-')
            *at = ' ';
    return words;
}

/** "Complaints upheld: 71%, 12 of 17 investigations; average of similar
 *  organisations 64%" */
static const char *figure_alt(const struct composer *composer,
                              const struct panel_plan *plan)
{
    const struct figure *figure = plan->panel->figure;
    const struct phrases *phrases = composer->phrases;
    char rate[RATE_TEXT_SIZE];
    char count[NUMBER_COUNT_SIZE];
    char total[NUMBER_COUNT_SIZE];
    char average[NUMBER_COUNT_SIZE] = "";
    const bool compared = figure->average >= 0;

    if (compared)
        number_print_count(average, figure->average);
    return ARENA_JOIN(
        composer->arena, prose_plain(composer, plan->panel->title), ": ",
        rate_print(rate, figure->rate), ", ",
        number_print_count(count, figure->rate.count), phrases->out_of,
        number_print_count(total, figure->rate.total),
        base_words(composer, figure), compared ? "; " : "",
        compared ? phrases->average_of : "", compared ? " " : "", average,
        compared ? "%" : "");
}

static void draw_rule(const struct composer *composer, double y)
{
    const struct rect *frame = &composer->scale.frame;
    struct mark mark = {.kind = MARK_STROKE,
                        .artifact = ARTIFACT_DECORATION,
                        .colour = composer->kit->theme.rule,
                        .line_width = 0.75};

    path_move(composer->tools->builder, frame->x, y);
    path_line(composer->tools->builder, frame->x + frame->width, y);
    mark.path = path_finish(composer->tools->builder, composer->arena);
    easel_mark(composer->easel, &mark);
}

static void draw_card(const struct composer *composer, struct rect card)
{
    struct mark mark = {.kind = MARK_FILL,
                        .artifact = ARTIFACT_DECORATION,
                        .colour = composer->kit->theme.panel};

    path_rounded_rectangle(composer->tools->builder, card,
                           card_radius * composer->scale.picture);
    mark.path = path_finish(composer->tools->builder, composer->arena);
    easel_mark(composer->easel, &mark);
}

static void draw_figure(const struct composer *composer,
                        struct panel_plan *plan, struct rect card,
                        struct tag *sect)
{
    double factor = composer->scale.picture;
    double spare = card.height - figure_height(composer, plan);
    double donut = panel_donut_height(composer, &plan->donut);
    struct point at = {card.x + card.width / 2,
                       card.y + spare / 2 + figure_pad_above * factor};
    struct tag *figure;

    draw_card(composer, card);
    figure = easel_tag(composer->easel, TAG_FIGURE, sect);
    figure->alt = figure_alt(composer, plan);
    panel_donut_draw(composer, &plan->donut,
                     (struct point){at.x, at.y + donut / 2}, figure);
    at.y += donut + icons_gap * factor;
    panel_icons_draw(composer, &plan->icons, at, figure);
}

/** Where the picture's card is; a higher panel has a higher card. */
static struct rect card_box(const struct composer *composer,
                            const struct panel_plan *plan, struct point corner,
                            double height)
{
    double x = corner.x + composer->scale.frame.width - plan->figure_width;

    return (struct rect){x, corner.y + plan->body, plan->figure_width,
                         height - plan->body - plan->words.tail};
}

void panel_draw(const struct composer *composer, struct panel_plan *plan,
                double y, double height)
{
    struct point corner = {composer->scale.frame.x, y};
    struct tag *sect = easel_tag(composer->easel, TAG_SECT, composer->root);
    struct tag *title = easel_tag(composer->easel, TAG_H2, sect);

    sect->title = prose_plain(composer, plan->panel->title);
    title->title = sect->title;
    draw_rule(composer, y);
    prose_draw(composer, &plan->title,
               (struct point){corner.x, y + plan->title_base}, title,
               ARTIFACT_NONE);
    if (plan->charted)
        draw_figure(composer, plan, card_box(composer, plan, corner, height),
                    sect);
    panel_words_draw(composer, &plan->words, corner, height - plan->height,
                     sect);
}
