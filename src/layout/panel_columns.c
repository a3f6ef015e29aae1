#include "layout/panel_columns.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "layout/chart_label.h"

/** Points at 12 point text. */
static const double title_above = 7;
static const double title_above_close = 4;
static const double statement_above = 1;
static const double statement_leading = 15;
static const double charts_above = 3;
static const double column_gap = 16;
static const double squeeze = 0.87; ///< of a chart's minimum width, at large
                                    ///< sizes
static const double print_above = 5;
static const double print_size = 9.5;
static const double print_leading = 12;
static const double bullet_indent = 10;
static const double heads_height = 20;
static const double pad_below = 6;
static const double pad_below_close = 2;

/** Small print: what the figures rest on, breaks of a series, notes. */
struct print {
    struct inline_text words; ///< of a wide text, until it is set
    struct text_block wide;   ///< over the whole width; set if needed
    struct text_block narrow; ///< below the first chart; notes have none
    struct list_label *label; ///< a note's bullet
};

struct panel_column {
    struct chart_plan plan;
    struct chart_label *head; ///< shared by panels with the same charts
    double x;                 ///< from the frame's left edge
    size_t row;
};

struct panel_columns {
    struct text_block statement;
    const char *said; ///< the statement, and the Alts so far
    struct panel_column *columns;
    size_t count;
    struct print *prints;
    size_t print_count;
    size_t basis_count; ///< prints that may be below the first chart
    bool below_chart;   ///< and do
    double top;         ///< of the statement, from the panel's top
    double charts;      ///< of the first row of charts
    double prints_top;  ///< of the small print
};

bool panel_columns_apply(const struct panel *panel)
{
    for (size_t i = 0; i < panel->chart_count; i++)
        if (chart_of_kind(panel->charts[i])->least > 0)
            return true;
    return false;
}

/** Widths of charts that other panels have beside words. */
static double least_width(const struct chart *chart)
{
    return chart->least > 0 ? chart->least : 176;
}

static double most_width(const struct chart *chart)
{
    return chart->least > 0 ? chart->most : 200;
}

/** Counts the charts from @p from that fit into a row, at least one. */
static size_t row_count(const struct layout_context *context,
                        const struct panel_columns *columns, size_t from)
{
    const double factor = context->scale.picture;
    double width = 0;
    size_t i = from;

    for (; i < columns->count; i++) {
        width += factor * (least_width(columns->columns[i].plan.chart) +
                           (i > from ? column_gap : 0));
        if (i > from && squeeze * width > context->scale.frame.width)
            break;
    }
    return i - from;
}

/** Distributes a row's width: each chart gets its minimum, and a part of the
 *  rest in proportion to the width it can use. */
static void share_row(const struct layout_context *context,
                      struct panel_column *columns, size_t count, size_t row)
{
    const double factor = context->scale.picture;
    const double frame = context->scale.frame.width;
    const double gaps = factor * column_gap * (double)(count - 1);
    double spare = frame - gaps;
    double wanted = 0;
    double x = 0;
    bool has_axis = false;

    for (size_t i = 0; i < count; i++) {
        const struct chart *chart = columns[i].plan.chart;

        spare -= factor * least_width(chart);
        wanted += factor * (most_width(chart) - least_width(chart));
    }
    for (size_t i = 0; i < count; i++) {
        const struct chart *chart = columns[i].plan.chart;
        const double least = factor * least_width(chart);
        const double more = factor * most_width(chart) - least;
        const double share = wanted > 0 ? fmin(1, spare / wanted) : 0;
        const double lack = fmin(0, spare) * least / (frame - gaps - spare);

        columns[i].x = x;
        columns[i].row = row;
        columns[i].plan.width =
            fmin(frame, least + fmax(0, more * share) + lack);
        columns[i].plan.axis = chart->has_axis && !has_axis;
        has_axis = has_axis || chart->has_axis;
        x += columns[i].plan.width + factor * column_gap;
    }
}

static enum status set_charts(const struct layout_context *context,
                              struct panel_plan *plan, struct error *err)
{
    struct panel_columns *columns = plan->columns;
    enum status status = STATUS_OK;

    columns->count = plan->panel->chart_count;
    columns->columns =
        ARENA_ARRAY(context->arena, struct panel_column, columns->count);
    for (size_t i = 0; i < columns->count; i++)
        columns->columns[i].plan =
            (struct chart_plan){.chart = chart_of_kind(plan->panel->charts[i]),
                                .data = plan->data,
                                .location = plan->location};
    for (size_t from = 0, row = 0; from < columns->count; row++) {
        const size_t count = row_count(context, columns, from);

        share_row(context, columns->columns + from, count, row);
        from += count;
    }
    for (size_t i = 0; status == STATUS_OK && i < columns->count; i++) {
        struct chart_plan *chart = &columns->columns[i].plan;
        const double width = chart->width;

        /* Charts of cards need a rate; without one they are blank. */
        if (plan->data->exists || chart->chart->least > 0)
            status = chart->chart->set(context, chart, err);
        chart->width = width;
    }
    return status;
}

/** The headline and the comparison as one paragraph. */
static struct inline_text join_words(const struct layout_context *context,
                                     struct inline_text first,
                                     struct inline_text second,
                                     struct location location)
{
    struct text_run *runs;

    if (first.count == 0 || second.count == 0)
        return first.count == 0 ? second : first;
    runs = ARENA_ARRAY_RAW(context->arena, struct text_run,
                           first.count + second.count + 1);
    memcpy(runs, first.runs, first.count * sizeof *runs);
    runs[first.count] = (struct text_run){.text = " ", .location = location};
    memcpy(runs + first.count + 1, second.runs, second.count * sizeof *runs);
    return (struct inline_text){.runs = runs,
                                .count = first.count + second.count + 1};
}

static enum status set_statement(const struct layout_context *context,
                                 struct panel_plan *plan, struct error *err)
{
    const struct panel *panel = plan->panel;
    const double factor = context->scale.factor;
    const struct text_style style = {.size = context->scale.text,
                                     .leading = statement_leading * factor,
                                     .colour = context->kit->theme.text};
    const struct inline_text words =
        plan->data->exists ? join_words(context, panel->headline,
                                        panel->comparison, plan->location)
                           : panel->none;

    plan->columns->said = text_block_plain(context, words);
    return text_block_set(context, words, &style, context->scale.frame.width,
                          &plan->columns->statement, err);
}

static struct text_style print_style(const struct layout_context *context)
{
    return (struct text_style){.size = print_size * context->scale.factor,
                               .leading = print_leading * context->scale.factor,
                               .colour = context->kit->theme.quiet};
}

/** Sets a text below the first chart, if there is space, or over the whole
 *  width; an empty text is left out. */
static enum status add_print(const struct layout_context *context,
                             struct panel_plan *plan, struct inline_text words,
                             struct error *err)
{
    struct panel_columns *columns = plan->columns;
    struct print *print = &columns->prints[columns->print_count];
    const struct text_style style = print_style(context);
    const struct chart_plan *first = &columns->columns[0].plan;
    const bool below = first->chart == &chart_figure;
    const enum status status =
        text_block_set(context, words, &style,
                       below ? first->width : context->scale.frame.width,
                       below ? &print->narrow : &print->wide, err);

    if (text_block_count_lines(below ? &print->narrow : &print->wide) == 0)
        return status;
    if (below)
        print->words = words;
    columns->print_count++;
    return status;
}

/** Sets texts over the whole width that were set for a part of it. */
static void set_wide(const struct layout_context *context,
                     struct panel_columns *columns, size_t from)
{
    const struct text_style style = print_style(context);

    for (size_t i = from; i < columns->print_count; i++) {
        struct print *print = &columns->prints[i];
        struct error err;
        enum status status;

        if (print->words.count == 0)
            continue;
        status = text_block_set(context, print->words, &style,
                                context->scale.frame.width, &print->wide, &err);
        assert(status == STATUS_OK);
        (void)status;
        print->words.count = 0;
    }
}

static bool has_trend(const struct panel_plan *plan)
{
    for (size_t i = 0; i < plan->panel->chart_count; i++)
        if (plan->panel->charts[i] == CHART_TREND)
            return true;
    return false;
}

/** Adds the reason for a break in a series, if a chart of years shows it. */
static enum status add_breaks(const struct layout_context *context,
                              struct panel_plan *plan, struct error *err)
{
    const struct chart_data *data = plan->data;
    enum status status = STATUS_OK;

    for (size_t i = 1; status == STATUS_OK && i < data->year_count; i++) {
        const struct chart_year *year = &data->years[i];
        struct text_run *run;

        if (year->break_note == NULL)
            continue;
        run = ARENA_NEW(context->arena, struct text_run);
        *run = (struct text_run){.text = ARENA_JOIN(context->arena, year->year,
                                                    ": ", year->break_note),
                                 .location = plan->location};
        status = add_print(context, plan,
                           (struct inline_text){.runs = run, .count = 1}, err);
    }
    return status;
}

static enum status add_note(const struct layout_context *context,
                            struct panel_plan *plan, struct inline_text words,
                            struct error *err)
{
    struct panel_columns *columns = plan->columns;
    struct print *print = &columns->prints[columns->print_count];
    const struct text_style style = print_style(context);
    const double indent = bullet_indent * context->scale.factor;
    const enum status status =
        text_block_set(context, words, &style,
                       context->scale.frame.width - indent, &print->wide, err);

    if (status != STATUS_OK)
        return status;
    columns->print_count++;
    print->label = ARENA_NEW(context->arena, struct list_label);
    return list_label_set_bullet(context, plan->location, &style, print->label,
                                 err);
}

/** "12 upheld decisions" */
static struct inline_text count_words(const struct layout_context *context,
                                      const struct panel_plan *plan)
{
    struct text_run *run = ARENA_NEW(context->arena, struct text_run);

    *run = (struct text_run){.text = plan->data->number,
                             .location = plan->location};
    return plan->panel->caption.count == 0
               ? plan->panel->caption
               : join_words(context,
                            (struct inline_text){.runs = run, .count = 1},
                            plan->panel->caption, plan->location);
}

static enum status set_prints(const struct layout_context *context,
                              const struct panel_plan *above,
                              struct panel_plan *plan, struct error *err)
{
    const struct panel *panel = plan->panel;
    struct panel_columns *columns = plan->columns;
    enum status status;

    columns->prints =
        ARENA_ARRAY(context->arena, struct print,
                    2 + panel->note_count + plan->data->year_count);
    status = add_print(context, plan, count_words(context, plan), err);
    if (status == STATUS_OK)
        status = add_print(context, plan, panel->basis, err);
    columns->basis_count = columns->print_count;
    if (status == STATUS_OK && has_trend(plan) &&
        (above == NULL || !has_trend(above)))
        status = add_breaks(context, plan, err);
    for (size_t i = 0; status == STATUS_OK && i < panel->note_count; i++)
        status = add_note(context, plan, panel->notes[i], err);
    return status;
}

enum status panel_columns_set(const struct layout_context *context,
                              const struct panel_plan *above,
                              struct panel_plan *plan, struct error *err)
{
    enum status status;

    plan->columns = ARENA_NEW(context->arena, struct panel_columns);
    *plan->columns = (struct panel_columns){.count = 0};
    status = set_statement(context, plan, err);
    if (status == STATUS_OK)
        status = set_charts(context, plan, err);
    if (status == STATUS_OK)
        status = set_prints(context, above, plan, err);
    return status;
}

bool panel_columns_share_heads(const struct panel_plan *above,
                               const struct panel_plan *plan)
{
    const struct panel *panel = plan->panel;

    return above != NULL && above->columns != NULL && plan->columns != NULL &&
           above->panel->chart_count == panel->chart_count &&
           memcmp(above->panel->charts, panel->charts,
                  panel->chart_count * sizeof *panel->charts) == 0;
}

/** @return the figure with the most years: the head names their number */
static const struct chart_data *longest_series(const struct panel_plan *plans,
                                               size_t count)
{
    const struct chart_data *longest = plans[0].data;

    for (size_t i = 1; i < count; i++)
        if (plans[i].data->year_count > longest->year_count)
            longest = plans[i].data;
    return longest;
}

/** Sets the heads of panels that share them: those over the first row. */
static enum status set_run_heads(const struct layout_context *context,
                                 const struct panel_plan *plans, size_t count,
                                 struct error *err)
{
    const struct panel_columns *columns = plans[0].columns;
    const struct chart_data *data = longest_series(plans, count);
    enum status status = STATUS_OK;

    for (size_t i = 0; status == STATUS_OK && i < columns->count; i++) {
        const struct panel_column *column = &columns->columns[i];
        struct chart_label *head =
            ARENA_NEW(context->arena, struct chart_label);

        if (column->row > 0 || column->plan.chart->head == NULL)
            continue;
        *head = (struct chart_label){.width = 0};
        status =
            chart_label_set(context, column->plan.chart->head(context, data),
                            plans[0].location, CHART_LABEL_HEAD,
                            column->plan.width - column->plan.inset, head, err);
        for (size_t j = 0; j < count; j++)
            plans[j].columns->columns[i].head = head;
    }
    return status;
}

enum status panel_columns_set_heads(const struct layout_context *context,
                                    struct panel_plan *plans, size_t count,
                                    struct error *err)
{
    enum status status = STATUS_OK;
    size_t end;

    for (size_t from = 0; status == STATUS_OK && from < count; from = end) {
        end = from + 1;
        while (end < count &&
               panel_columns_share_heads(&plans[from], &plans[end]))
            end++;
        if (plans[from].columns != NULL)
            status = set_run_heads(context, plans + from, end - from, err);
    }
    return status;
}

double panel_columns_heads_height(const struct layout_context *context)
{
    return heads_height * context->scale.factor;
}

static double prints_height(const struct panel_columns *columns, size_t from,
                            bool narrow)
{
    double height = 0;

    for (size_t i = from; i < columns->print_count; i++)
        if (!narrow || i < columns->basis_count)
            height += text_block_height(narrow ? &columns->prints[i].narrow
                                               : &columns->prints[i].wide);
    return height;
}

/** Measures the charts, and gives those of a row one height.
 *  @return the bottom of the last row */
static double place_charts(const struct layout_context *context,
                           struct panel_columns *columns, double closeness)
{
    double y = columns->charts;
    double height = 0;

    for (size_t i = 0; i < columns->count; i++) {
        struct chart_plan *plan = &columns->columns[i].plan;

        if (i > 0 && columns->columns[i].row > columns->columns[i - 1].row) {
            y += height;
            height = 0;
        }
        if (plan->state != NULL)
            plan->height =
                plan->chart->measure(context, plan, plan->width, closeness);
        height = fmax(height, plan->height);
    }
    return y + height;
}

/** @return the height of the first row without its first chart */
static double others_height(const struct panel_columns *columns)
{
    double height = 0;

    for (size_t i = 1; i < columns->count && columns->columns[i].row == 0; i++)
        height = fmax(height, columns->columns[i].plan.height);
    return height;
}

/** Decides the basis's position: below the first chart if the panel does not
 *  become higher than with the basis over the whole width. */
static void place_basis(const struct layout_context *context,
                        struct panel_columns *columns)
{
    const struct chart_plan *first = &columns->columns[0].plan;
    const double gap = print_above * context->scale.factor;
    const double narrow = prints_height(columns, 0, true);

    columns->below_chart =
        narrow > 0 && first->height + gap + narrow <= others_height(columns);
}

double panel_columns_place(const struct layout_context *context,
                           struct panel_plan *plan, double y, double closeness)
{
    struct panel_columns *columns = plan->columns;
    const double factor = context->scale.factor;
    double bottom;
    size_t below;

    y += (title_above + (title_above_close - title_above) * closeness) * factor;
    plan->title_base = y + 0.78 * plan->title.text_style.leading;
    y += text_block_height(&plan->title);
    columns->top = y + statement_above * factor;
    columns->charts = columns->top + text_block_height(&columns->statement) +
                      charts_above * factor;
    bottom = place_charts(context, columns, closeness);
    place_basis(context, columns);
    below = columns->below_chart ? columns->basis_count : 0;
    columns->prints_top = bottom + print_above * factor;
    set_wide(context, columns, below);
    if (below < columns->print_count)
        bottom = columns->prints_top + prints_height(columns, below, false);
    return bottom +
           (pad_below + (pad_below_close - pad_below) * closeness) * factor;
}

void panel_columns_draw_heads(const struct layout_context *context,
                              struct panel_plan *plan, double y)
{
    const double gap = 6 * context->scale.factor;

    for (size_t i = 0; i < plan->columns->count; i++) {
        const struct panel_column *column = &plan->columns->columns[i];

        const double inset = column->x > 0 ? column->plan.inset : 0;

        if (column->head != NULL)
            chart_label_draw(
                context, column->head,
                (struct point){context->scale.frame.x + column->x + inset,
                               y - gap - column->head->height});
    }
}

/** Adds a chart's element. @return NULL if the chart has no information of its
 *  own */
static struct tag *add_figure(const struct layout_context *context,
                              struct panel_columns *columns,
                              const struct chart_plan *plan, struct tag *sect)
{
    const struct chart_data *data = plan->data;
    const char *alt =
        plan->chart->alt != NULL
            ? plan->chart->alt(context, plan, columns->said)
            : ARENA_JOIN(context->arena, data->text, ", ", data->cases);
    struct tag *figure;

    if (*alt == '\0')
        return NULL;
    figure = display_list_add_tag(context->display_list, TAG_FIGURE, sect);
    figure->alt = alt;
    columns->said = ARENA_JOIN(context->arena, columns->said, " ", alt);
    return figure;
}

static void draw_charts(const struct layout_context *context,
                        struct panel_columns *columns, double y,
                        struct tag *sect)
{
    double height = 0;

    for (size_t i = 0; i < columns->count; i++) {
        const struct panel_column *column = &columns->columns[i];
        const struct chart_plan *plan = &column->plan;
        struct rect box = {context->scale.frame.x + column->x, y, plan->width,
                           plan->height};

        if (i > 0 && column->row > columns->columns[i - 1].row) {
            y += height;
            height = 0;
        }
        box.y = y;
        height = fmax(height, plan->height);
        if (plan->state != NULL)
            plan->chart->draw(context, plan, box,
                              add_figure(context, columns, plan, sect));
    }
}

/** Draws small print from @p at on: its texts, then its list of notes. */
static void draw_prints(const struct layout_context *context,
                        struct panel_columns *columns, size_t from, size_t to,
                        bool narrow, struct point at, struct tag *sect)
{
    struct tag *list = NULL;

    for (size_t i = from; i < to; i++) {
        struct print *print = &columns->prints[i];
        struct text_block *block = narrow ? &print->narrow : &print->wide;
        struct point base = {at.x, at.y + 0.75 * block->text_style.leading};
        struct tag *tag;

        if (print->label != NULL) {
            if (list == NULL)
                list = display_list_add_tag(context->display_list, TAG_L, sect);
            print->label->item =
                display_list_add_tag(context->display_list, TAG_LI, list);
            list_label_draw(context, print->label, base);
            base.x += bullet_indent * context->scale.factor;
            tag = display_list_add_tag(context->display_list, TAG_LBODY,
                                       print->label->item);
        } else {
            tag = display_list_add_tag(context->display_list, TAG_P, sect);
        }
        text_block_draw(context, block, base, tag, ARTIFACT_NONE);
        at.y += text_block_height(block);
    }
}

void panel_columns_draw(const struct layout_context *context,
                        struct panel_plan *plan, double y, struct tag *sect)
{
    struct panel_columns *columns = plan->columns;
    const double x = context->scale.frame.x;
    const size_t below = columns->below_chart ? columns->basis_count : 0;
    const double leading = columns->statement.text_style.leading;
    struct tag *tag = display_list_add_tag(context->display_list, TAG_P, sect);

    text_block_draw(context, &columns->statement,
                    (struct point){x, y + columns->top + 0.75 * leading}, tag,
                    ARTIFACT_NONE);
    draw_charts(context, columns, y + columns->charts, sect);
    draw_prints(context, columns, 0, below, true,
                (struct point){x, y + columns->charts +
                                      columns->columns[0].plan.height +
                                      print_above * context->scale.factor},
                sect);
    draw_prints(context, columns, below, columns->print_count, false,
                (struct point){x, y + columns->prints_top}, sect);
}
