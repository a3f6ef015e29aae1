#include <math.h>

#include "layout/chart.h"
#include "layout/text_block.h"

/* Marks to be counted: one for each case, filled for those that count and
 * hollow for the others. Above forty cases there is a bar of all cases instead,
 * filled up to the count, with both numbers below it:
 *
 *     [##########______________]
 *             29 of 70
 */

struct marks {
    int total;  ///< marks; 0: there is a bar
    int filled; ///< of these, first to last
    int row;    ///< marks in a row
    double pitch;
    double diameter;
    double share;            ///< of the bar, filled
    struct text_block label; ///< below the bar
};

/** Marks are in groups of five, so that a row is quickly counted; ten marks
 *  are as wide as the ring above them. */
enum { GROUP = 5, ROW_CASES = 10 };

static const double case_pitch = 9;
static const double case_diameter = 7.4;
static const double group_gap = 2.6;
static const double outline = 1;
static const double bar_width = 144;
static const double bar_height = 10;
static const double label_leading = 14;

/** Minimum points of a bar for the count, and for the rest. */
static const double bar_least = 2;

/** "29 of 70". It ends in a space, as the other labels of the picture do. */
static enum status set_label(const struct layout_context *context,
                             const struct chart_data *data,
                             struct location location, struct marks *marks,
                             struct error *err)
{
    const struct text_style text_style = {.size = context->scale.chart,
                                          .leading = label_leading *
                                                     context->scale.picture,
                                          .colour = context->kit->theme.text};
    struct text_run *runs = ARENA_ARRAY_RAW(context->arena, struct text_run, 2);

    runs[0] = (struct text_run){
        .text = data->number, .style = STYLE_BOLD, .location = location};
    runs[1] = (struct text_run){.text = ARENA_JOIN(context->arena,
                                                   context->ui_strings->out_of,
                                                   data->all, " "),
                                .location = location};
    return text_block_set(
        context, (struct inline_text){.runs = runs, .count = 2}, &text_style,
        bar_width * context->scale.picture, &marks->label, err);
}

/** @return a share of the bar that looks neither like none nor like all */
static double bar_share(const struct chart_data *data)
{
    const double share = (double)data->count / (double)data->total;
    const double least = bar_least / bar_width;

    if (data->count == 0 || data->count == data->total)
        return share;
    return fmin(1 - least, fmax(least, share));
}

/** @return a mark's left edge in its row */
static double mark_x(const struct layout_context *context,
                     const struct marks *marks, int column)
{
    double gap = group_gap * context->scale.picture;

    return column * marks->pitch + column / GROUP * gap;
}

/** @return the width of a row, or of the bar */
static double full_width(const struct layout_context *context,
                         const struct marks *marks)
{
    if (marks->total == 0)
        return bar_width * context->scale.picture;
    return mark_x(context, marks, marks->row - 1) + marks->diameter;
}

static enum status set(const struct layout_context *context,
                       struct chart_plan *plan, struct error *err)
{
    const struct chart_data *data = plan->data;
    const double factor = context->scale.picture;
    struct marks *marks = ARENA_NEW(context->arena, struct marks);
    enum status status = STATUS_OK;

    *marks = (struct marks){0};
    if (data->total > CHART_MARKS_MAX) {
        marks->share = bar_share(data);
        status = set_label(context, data, plan->location, marks, err);
    } else {
        marks->total = (int)data->total;
        marks->filled = (int)data->count;
        marks->row = marks->total < ROW_CASES ? marks->total : ROW_CASES;
        marks->pitch = case_pitch * factor;
        marks->diameter = case_diameter * factor;
    }
    plan->state = marks;
    plan->width = full_width(context, marks);
    return status;
}

/** Marks and bar do not shrink: they are to be counted. */
static double measure(const struct layout_context *context,
                      const struct chart_plan *plan, double width,
                      double closeness)
{
    const struct marks *marks = plan->state;

    (void)width;
    (void)closeness;
    if (marks->total == 0)
        return bar_height * context->scale.picture +
               text_block_height(&marks->label);
    return ((marks->total + marks->row - 1) / marks->row - 1) * marks->pitch +
           marks->diameter;
}

/** Adds marks @p from to @p to: a circle and its copies. */
static struct path make_circles(const struct layout_context *context,
                                const struct marks *marks, struct point corner,
                                int from, int to, double radius)
{
    struct path_builder *builder = context->tools->builder;
    size_t count = (size_t)(to - from);
    struct point *moves = ARENA_ARRAY_RAW(context->arena, struct point, count);
    double half = marks->diameter / 2;
    struct path circle;

    path_circle(builder, corner.x + half, corner.y + half, radius);
    circle = path_finish(builder, context->arena);
    for (int i = from; i < to; i++)
        moves[i - from] = (struct point){mark_x(context, marks, i % marks->row),
                                         i / marks->row * marks->pitch};
    circle.moves = moves;
    circle.copies = count;
    return circle;
}

static void draw_filled(const struct layout_context *context,
                        const struct marks *marks, struct point corner,
                        const struct tag *tag)
{
    struct mark mark = {
        .kind = MARK_FILL, .tag = tag, .colour = context->kit->theme.fill};

    if (marks->filled == 0)
        return;
    mark.path = make_circles(context, marks, corner, 0, marks->filled,
                             marks->diameter / 2);
    display_list_add_mark(context->display_list, &mark);
}

static void draw_hollow(const struct layout_context *context,
                        const struct marks *marks, struct point corner,
                        const struct tag *tag)
{
    struct mark mark = {.kind = MARK_STROKE,
                        .tag = tag,
                        .colour = context->kit->theme.track,
                        .line_width = outline * context->scale.picture};

    if (marks->filled == marks->total)
        return;
    mark.path =
        make_circles(context, marks, corner, marks->filled, marks->total,
                     (marks->diameter - mark.line_width) / 2);
    display_list_add_mark(context->display_list, &mark);
}

static void draw_marks(const struct layout_context *context,
                       const struct marks *marks, struct point top,
                       const struct tag *tag)
{
    struct point corner = {top.x - full_width(context, marks) / 2, top.y};

    draw_filled(context, marks, corner, tag);
    draw_hollow(context, marks, corner, tag);
}

/** Paints a rectangle, or its outline if there is a line width. */
static void draw_box(const struct layout_context *context, struct rect box,
                     struct colour colour, double line, const struct tag *tag)
{
    struct mark mark = {.kind = line > 0 ? MARK_STROKE : MARK_FILL,
                        .tag = tag,
                        .colour = colour,
                        .line_width = line};

    path_rectangle(context->tools->builder, box);
    mark.path = path_finish(context->tools->builder, context->arena);
    display_list_add_mark(context->display_list, &mark);
}

static void draw_bar(const struct layout_context *context, struct marks *marks,
                     struct point top, struct tag *tag)
{
    const double factor = context->scale.picture;
    const struct theme *theme = &context->kit->theme;
    const double line = outline * factor;
    const struct rect bar = {top.x - bar_width * factor / 2, top.y,
                             bar_width * factor, bar_height * factor};
    const struct rect filled = {bar.x, bar.y, bar.width * marks->share,
                                bar.height};
    const struct rect inside = {bar.x + line / 2, bar.y + line / 2,
                                bar.width - line, bar.height - line};
    const struct point at = {top.x - text_block_width(&marks->label) / 2,
                             bar.y + bar.height +
                                 0.8 * marks->label.text_style.leading};

    draw_box(context, bar, (struct colour){1, 1, 1}, 0, tag);
    if (marks->share > 0)
        draw_box(context, filled, theme->fill, 0, tag);
    draw_box(context, inside, theme->track, line, tag);
    text_block_draw(context, &marks->label, at, tag, ARTIFACT_NONE);
}

static void draw(const struct layout_context *context,
                 const struct chart_plan *plan, struct rect box,
                 struct tag *tag)
{
    struct marks *marks = plan->state;
    const struct point top = {box.x + box.width / 2, box.y};

    if (marks->total > 0)
        draw_marks(context, marks, top, tag);
    else
        draw_bar(context, marks, top, tag);
}

const struct chart chart_marks = {
    .name = "marks", .set = set, .measure = measure, .draw = draw};
