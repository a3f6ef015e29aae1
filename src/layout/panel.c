#include "layout/panel.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

/** Points at 12 point text. */
static const double figure_least = 176;
static const double figure_most = 200; ///< for a long word beside the tick
static const double figure_gap = 18;
static const double figure_pad_above = 2;
static const double figure_pad_below = 12;
static const double icons_gap = 6;
static const double card_radius = 3;
static const double number_gap = 8;
static const double note_indent = 11;
static const double digit_width = 0.56; ///< ems, of a bold figure

/** What gives way where room is short, in points at 12 point text. */
struct spacing {
    double radius;        ///< of the ring
    double title_above;   ///< from the rule to the title's line
    double title_below;   ///< from there to the body
    double passage;       ///< between the texts
    double number;        ///< height of the large number's line
    double small_leading; ///< of basis and notes
};

static const struct spacing roomy = {46, 8, 8, 8, 32, 14};
static const struct spacing close = {42, 6, 6, 5, 28, 13};

static double between(const struct composer *composer, double from, double to,
                      int closeness)
{
    return (from + (to - from) * closeness / PANEL_CLOSEST) *
           composer->scale.factor;
}

static struct spacing spacing_make(const struct composer *composer, int steps)
{
    return (struct spacing){
        between(composer, roomy.radius, close.radius, steps),
        between(composer, roomy.title_above, close.title_above, steps),
        between(composer, roomy.title_below, close.title_below, steps),
        between(composer, roomy.passage, close.passage, steps),
        between(composer, roomy.number, close.number, steps),
        between(composer, roomy.small_leading, close.small_leading, steps),
    };
}

static struct ink text_ink(const struct composer *composer, double size)
{
    return (struct ink){.size = size,
                        .leading = composer->scale.leading,
                        .colour = composer->kit->theme.text};
}

static struct ink passage_ink(const struct composer *composer,
                              enum passage_kind kind)
{
    const struct scale *scale = &composer->scale;
    struct ink ink = text_ink(composer, scale->text);

    switch (kind) {
    case PASSAGE_NUMBER:
        ink.size = scale->number;
        ink.style = STYLE_BOLD;
        ink.colour = composer->kit->theme.heading;
        break;
    case PASSAGE_BASIS:
    case PASSAGE_NOTE:
        ink.size = scale->small;
        ink.colour = composer->kit->theme.quiet;
        break;
    case PASSAGE_TEXT:
    case PASSAGE_CAPTION:
        break;
    }
    return ink;
}

/** Where the words begin, and how wide they may be. */
static double column_x(const struct composer *composer,
                       const struct panel_plan *plan)
{
    if (!plan->charted)
        return 0;
    return plan->figure_width + figure_gap * composer->scale.factor;
}

static double column_width(const struct composer *composer,
                           const struct panel_plan *plan)
{
    return composer->scale.frame.width - column_x(composer, plan);
}

/** Sets a text of the panel; no words make no passage. */
static enum status add_passage(const struct composer *composer,
                               struct panel_plan *plan, struct words words,
                               enum passage_kind kind, struct ink ink,
                               double indent, struct error *err)
{
    struct passage *passage = &plan->passages[plan->count];
    enum status status =
        prose_set(composer, words, &ink, column_width(composer, plan) - indent,
                  &passage->prose, err);

    passage->kind = kind;
    passage->at.x = column_x(composer, plan) + indent;
    if (status == STATUS_OK && prose_lines(&passage->prose) > 0)
        plan->count++;
    return status;
}

static enum status add_usual(const struct composer *composer,
                             struct panel_plan *plan, struct words words,
                             enum passage_kind kind, struct error *err)
{
    double indent =
        kind == PASSAGE_NOTE ? note_indent * composer->scale.factor : 0;

    return add_passage(composer, plan, words, kind, passage_ink(composer, kind),
                       indent, err);
}

/** The large number's ink: half the column is the caption's. */
static struct ink number_ink(const struct composer *composer,
                             const struct panel_plan *plan, const char *count)
{
    struct ink ink = passage_ink(composer, PASSAGE_NUMBER);
    double digits = digit_width * (double)strlen(count);

    ink.size = fmin(ink.size, column_width(composer, plan) / 2 / digits);
    return ink;
}

/** Sets the large number and its caption. */
static enum status add_number(const struct composer *composer,
                              struct panel_plan *plan, struct error *err)
{
    struct run *run = ARENA_NEW(composer->arena, struct run);
    char count[NUMBER_COUNT_SIZE];
    const struct passage *number = &plan->passages[plan->count];
    double beside = number_gap * composer->scale.factor;
    enum status status;

    number_print_count(count, plan->panel->figure->rate.count);
    *run = (struct run){.text = arena_printf(composer->arena, "%s ", count),
                        .place = plan->place};
    status = add_passage(composer, plan, (struct words){run, 1}, PASSAGE_NUMBER,
                         number_ink(composer, plan, count), 0, err);
    if (status != STATUS_OK)
        return status;
    beside += prose_width(&number->prose);
    return add_passage(composer, plan, plan->panel->caption, PASSAGE_CAPTION,
                       passage_ink(composer, PASSAGE_CAPTION), beside, err);
}

static enum status add_headline(const struct composer *composer,
                                struct panel_plan *plan, struct words words,
                                struct error *err)
{
    return add_passage(composer, plan, words, PASSAGE_TEXT,
                       text_ink(composer, composer->scale.headline), 0, err);
}

/** Sets what stands between the title and the basis. */
static enum status add_statement(const struct composer *composer,
                                 struct panel_plan *plan, struct error *err)
{
    const struct panel *panel = plan->panel;
    enum status status;

    if (!plan->charted)
        return add_headline(composer, plan, panel->none, err);
    status = add_headline(composer, plan, panel->headline, err);
    if (status == STATUS_OK)
        status =
            add_usual(composer, plan, panel->comparison, PASSAGE_TEXT, err);
    if (status == STATUS_OK && panel->caption.count > 0)
        status = add_number(composer, plan, err);
    return status;
}

static enum status add_words(const struct composer *composer,
                             struct panel_plan *plan, struct error *err)
{
    const struct panel *panel = plan->panel;
    enum status status = add_statement(composer, plan, err);

    if (status == STATUS_OK)
        status = add_usual(composer, plan, panel->basis, PASSAGE_BASIS, err);
    for (size_t i = 0; status == STATUS_OK && i < panel->note_count; i++)
        status = add_usual(composer, plan, panel->notes[i], PASSAGE_NOTE, err);
    return status;
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
    double factor = composer->scale.factor;
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
    enum status status;

    *plan =
        (struct panel_plan){.panel = block->panel,
                            .place = block->place,
                            .charted = rate_exists(block->panel->figure->rate)};
    plan->passages = ARENA_ARRAY(composer->arena, struct passage,
                                 6 + block->panel->note_count);
    status = set_title(composer, plan, err);
    if (status == STATUS_OK)
        status = set_picture(composer, plan, err);
    if (status == STATUS_OK)
        status = add_words(composer, plan, err);
    return status;
}

/** Places a passage below @p y. Returns its foot. */
static double place_passage(const struct composer *composer,
                            struct passage *passage,
                            const struct spacing *spacing, double y)
{
    double descent = composer->scale.leading / 4;
    struct ink *ink = &passage->prose.ink;

    switch (passage->kind) {
    case PASSAGE_NUMBER:
        passage->at.y = y + spacing->number - descent;
        return y + spacing->number;
    case PASSAGE_CAPTION: /* on the number's line, which is there already */
        passage->at.y = y - descent;
        return y + prose_height(&passage->prose) - ink->leading;
    case PASSAGE_BASIS:
    case PASSAGE_NOTE:
        ink->leading = spacing->small_leading;
        break;
    case PASSAGE_TEXT:
        break;
    }
    passage->at.y = y + 0.75 * ink->leading;
    return y + prose_height(&passage->prose);
}

/** Places the words below @p y. Returns their foot. */
static double place_words(const struct composer *composer,
                          struct panel_plan *plan,
                          const struct spacing *spacing, double y)
{
    for (size_t i = 0; i < plan->count; i++) {
        struct passage *passage = &plan->passages[i];

        if (i > 0 && passage->kind != PASSAGE_CAPTION)
            y += spacing->passage;
        y = place_passage(composer, passage, spacing, y);
    }
    return y;
}

/** The height of the card around the picture. */
static double figure_height(const struct composer *composer,
                            const struct panel_plan *plan)
{
    double white = figure_pad_above + icons_gap + figure_pad_below;

    return white * composer->scale.factor +
           panel_donut_height(composer, &plan->donut) +
           panel_icons_height(&plan->icons);
}

void panel_plan_place(const struct composer *composer, struct panel_plan *plan,
                      int closeness)
{
    const struct scale *scale = &composer->scale;
    const struct spacing spacing = spacing_make(composer, closeness);
    double foot;

    plan->title_base = spacing.title_above + 0.75 * plan->title.ink.leading;
    plan->body =
        spacing.title_above + prose_height(&plan->title) + spacing.title_below;
    foot = place_words(composer, plan, &spacing, plan->body);
    if (plan->charted) {
        panel_donut_fit(composer, &plan->donut, plan->figure_width,
                        spacing.radius);
        foot = fmax(foot, plan->body + figure_height(composer, plan));
    }
    plan->height = ceil(foot / scale->grid - 0.01) * scale->grid;
}

/** "Complaints upheld: 71%, 12 of 17; average 64%" */
static const char *figure_alt(const struct composer *composer,
                              const struct panel_plan *plan)
{
    const struct figure *figure = plan->panel->figure;
    const struct phrases *phrases = composer->phrases;
    char rate[RATE_TEXT_SIZE];
    char count[NUMBER_COUNT_SIZE];
    char total[NUMBER_COUNT_SIZE];
    const char *alt = arena_printf(
        composer->arena, "%s: %s, %s%s%s",
        prose_plain(composer, plan->panel->title),
        rate_print(rate, figure->rate),
        number_print_count(count, figure->rate.count), phrases->out_of,
        number_print_count(total, figure->rate.total));

    if (figure->average < 0)
        return alt;
    return arena_printf(composer->arena, "%s; %s %d%%", alt, phrases->average,
                        figure->average);
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
                           card_radius * composer->scale.factor);
    mark.path = path_finish(composer->tools->builder, composer->arena);
    easel_mark(composer->easel, &mark);
}

static void draw_figure(const struct composer *composer,
                        struct panel_plan *plan, struct rect card,
                        struct tag *sect)
{
    double factor = composer->scale.factor;
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

static void draw_bullet(const struct composer *composer, struct point at,
                        double size)
{
    struct mark mark = {.kind = MARK_FILL,
                        .artifact = ARTIFACT_DECORATION,
                        .colour = composer->kit->theme.quiet};

    path_circle(composer->tools->builder, at.x + 0.15 * size,
                at.y - 0.35 * size, 0.15 * size);
    mark.path = path_finish(composer->tools->builder, composer->arena);
    easel_mark(composer->easel, &mark);
}

/** The parts of a panel in the structure that several passages share. */
struct panel_tags {
    struct tag *sect;
    struct tag *number; ///< P of the large number and its caption
    struct tag *list;   ///< L of the notes
};

static struct tag *passage_tag(const struct composer *composer,
                               enum passage_kind kind, struct panel_tags *tags)
{
    struct easel *easel = composer->easel;

    switch (kind) {
    case PASSAGE_NUMBER:
        tags->number = easel_tag(easel, TAG_P, tags->sect);
        return tags->number;
    case PASSAGE_CAPTION:
        return tags->number;
    case PASSAGE_NOTE:
        if (tags->list == NULL)
            tags->list = easel_tag(easel, TAG_L, tags->sect);
        return easel_tag(easel, TAG_LBODY,
                         easel_tag(easel, TAG_LI, tags->list));
    case PASSAGE_TEXT:
    case PASSAGE_BASIS:
        break;
    }
    return easel_tag(easel, TAG_P, tags->sect);
}

static void draw_passage(const struct composer *composer,
                         struct passage *passage, struct point corner,
                         struct panel_tags *tags)
{
    struct point at = {corner.x + passage->at.x, corner.y + passage->at.y};
    struct point bullet = {at.x - note_indent * composer->scale.factor, at.y};
    struct tag *tag = passage_tag(composer, passage->kind, tags);

    if (passage->kind == PASSAGE_NOTE)
        draw_bullet(composer, bullet, passage->prose.ink.size);
    prose_draw(composer, &passage->prose, at, tag, ARTIFACT_NONE);
}

void panel_draw(const struct composer *composer, struct panel_plan *plan,
                double y, double height)
{
    const struct scale *scale = &composer->scale;
    struct point corner = {scale->frame.x, y};
    struct tag *sect = easel_tag(composer->easel, TAG_SECT, composer->root);
    struct tag *title = easel_tag(composer->easel, TAG_H2, sect);
    struct panel_tags tags = {.sect = sect};

    sect->title = prose_plain(composer, plan->panel->title);
    title->title = sect->title;
    draw_rule(composer, y);
    prose_draw(composer, &plan->title,
               (struct point){corner.x, y + plan->title_base}, title,
               ARTIFACT_NONE);
    if (plan->charted)
        draw_figure(composer, plan,
                    (struct rect){corner.x, y + plan->body, plan->figure_width,
                                  height - plan->body},
                    sect);
    for (size_t i = 0; i < plan->count; i++)
        draw_passage(composer, &plan->passages[i], corner, &tags);
}
