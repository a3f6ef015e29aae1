#include "layout/chart_marks.h"

#include <math.h>

/** Marks stand in fives, so that a row is counted at a glance; tens of cases
 *  are as wide as the ring above them. */
enum { GROUP = 5, ROW_CASES = 10, ROW_PERCENTS = 25, PERCENTS = 100 };

static const double case_pitch = 9;
static const double case_diameter = 7.4;
static const double percent_pitch = 5.9;
static const double percent_diameter = 4.6;
static const double group_gap = 2.6;
static const double hollow_line = 0.8;
static const double label_leading = 13;

static enum status set_label(const struct layout_context *context,
                             struct location location,
                             struct chart_marks *marks, struct error *err)
{
    const struct text_style text_style = {.size = context->scale.chart,
                                          .leading = label_leading *
                                                     context->scale.picture,
                                          .colour = context->kit->theme.text};

    return text_block_set_constant(
        context, context->ui_strings->one_in_100, location, &text_style,
        context->scale.frame.width, &marks->label, err);
}

enum status chart_marks_set(const struct layout_context *context,
                            struct rate rate, struct location location,
                            struct chart_marks *marks, struct error *err)
{
    double factor = context->scale.picture;

    *marks = (struct chart_marks){0};
    if (rate.total <= CHART_MARKS_CASES_MAX) {
        marks->total = (int)rate.total;
        marks->filled = (int)rate.count;
        marks->row = marks->total < ROW_CASES ? marks->total : ROW_CASES;
        marks->pitch = case_pitch * factor;
        marks->diameter = case_diameter * factor;
        return STATUS_OK;
    }
    marks->total = PERCENTS;
    marks->filled = rate_percent(rate);
    marks->row = ROW_PERCENTS;
    marks->pitch = percent_pitch * factor;
    marks->diameter = percent_diameter * factor;
    return set_label(context, location, marks, err);
}

static int row_count(const struct chart_marks *marks)
{
    return (marks->total + marks->row - 1) / marks->row;
}

double chart_marks_height(const struct chart_marks *marks)
{
    return (row_count(marks) - 1) * marks->pitch + marks->diameter +
           text_block_height(&marks->label);
}

/** A mark's left edge from its row's. */
static double mark_x(const struct layout_context *context,
                     const struct chart_marks *marks, int column)
{
    double gap = group_gap * context->scale.picture;

    return column * marks->pitch + column / GROUP * gap;
}

/** Circles of marks @p from to @p to: one, and the others like it. */
static struct path make_circles(const struct layout_context *context,
                                const struct chart_marks *marks,
                                struct point corner, int from, int to,
                                double radius)
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
                        const struct chart_marks *marks, struct point corner,
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
                        const struct chart_marks *marks, struct point corner,
                        const struct tag *tag)
{
    struct mark mark = {.kind = MARK_STROKE,
                        .tag = tag,
                        .colour = context->kit->theme.track,
                        .line_width = hollow_line * context->scale.picture};

    if (marks->filled == marks->total)
        return;
    mark.path =
        make_circles(context, marks, corner, marks->filled, marks->total,
                     (marks->diameter - mark.line_width) / 2);
    display_list_add_mark(context->display_list, &mark);
}

void chart_marks_draw(const struct layout_context *context,
                      struct chart_marks *marks, struct point top,
                      struct tag *tag)
{
    double width = mark_x(context, marks, marks->row - 1) + marks->diameter;
    struct point corner = {top.x - width / 2, top.y};
    struct point at = {top.x - text_block_width(&marks->label) / 2,
                       top.y + chart_marks_height(marks) -
                           0.2 * label_leading * context->scale.picture};

    draw_filled(context, marks, corner, tag);
    draw_hollow(context, marks, corner, tag);
    text_block_draw(context, &marks->label, at, tag, ARTIFACT_NONE);
}
