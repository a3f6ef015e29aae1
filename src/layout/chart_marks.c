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

static enum status set_label(const struct composer *composer,
                             struct place place, struct icons *icons,
                             struct error *err)
{
    const struct ink ink = {.size = composer->scale.chart,
                            .leading = label_leading * composer->scale.picture,
                            .colour = composer->kit->theme.text};

    return prose_set_constant(composer, composer->phrases->one_in_100, place,
                              &ink, composer->scale.frame.width, &icons->label,
                              err);
}

enum status panel_icons_set(const struct composer *composer, struct rate rate,
                            struct place place, struct icons *icons,
                            struct error *err)
{
    double factor = composer->scale.picture;

    *icons = (struct icons){0};
    if (rate.total <= ICONS_CASES_MAX) {
        icons->total = (int)rate.total;
        icons->filled = (int)rate.count;
        icons->row = icons->total < ROW_CASES ? icons->total : ROW_CASES;
        icons->pitch = case_pitch * factor;
        icons->diameter = case_diameter * factor;
        return STATUS_OK;
    }
    icons->total = PERCENTS;
    icons->filled = rate_percent(rate);
    icons->row = ROW_PERCENTS;
    icons->pitch = percent_pitch * factor;
    icons->diameter = percent_diameter * factor;
    return set_label(composer, place, icons, err);
}

static int row_count(const struct icons *icons)
{
    return (icons->total + icons->row - 1) / icons->row;
}

double panel_icons_height(const struct icons *icons)
{
    return (row_count(icons) - 1) * icons->pitch + icons->diameter +
           prose_height(&icons->label);
}

/** A mark's left edge from its row's. */
static double mark_x(const struct composer *composer, const struct icons *icons,
                     int column)
{
    double gap = group_gap * composer->scale.picture;

    return column * icons->pitch + column / GROUP * gap;
}

/** Circles of marks @p from to @p to: one, and the others like it. */
static struct path make_circles(const struct composer *composer,
                                const struct icons *icons, struct point corner,
                                int from, int to, double radius)
{
    struct path_builder *builder = composer->tools->builder;
    size_t count = (size_t)(to - from);
    struct point *moves = ARENA_ROOM(composer->arena, struct point, count);
    double half = icons->diameter / 2;
    struct path circle;

    path_circle(builder, corner.x + half, corner.y + half, radius);
    circle = path_finish(builder, composer->arena);
    for (int i = from; i < to; i++)
        moves[i - from] =
            (struct point){mark_x(composer, icons, i % icons->row),
                           i / icons->row * icons->pitch};
    circle.moves = moves;
    circle.copies = count;
    return circle;
}

static void draw_filled(const struct composer *composer,
                        const struct icons *icons, struct point corner,
                        const struct tag *tag)
{
    struct mark mark = {
        .kind = MARK_FILL, .tag = tag, .colour = composer->kit->theme.fill};

    if (icons->filled == 0)
        return;
    mark.path = make_circles(composer, icons, corner, 0, icons->filled,
                             icons->diameter / 2);
    easel_mark(composer->easel, &mark);
}

static void draw_hollow(const struct composer *composer,
                        const struct icons *icons, struct point corner,
                        const struct tag *tag)
{
    struct mark mark = {.kind = MARK_STROKE,
                        .tag = tag,
                        .colour = composer->kit->theme.track,
                        .line_width = hollow_line * composer->scale.picture};

    if (icons->filled == icons->total)
        return;
    mark.path =
        make_circles(composer, icons, corner, icons->filled, icons->total,
                     (icons->diameter - mark.line_width) / 2);
    easel_mark(composer->easel, &mark);
}

void panel_icons_draw(const struct composer *composer, struct icons *icons,
                      struct point top, struct tag *tag)
{
    double width = mark_x(composer, icons, icons->row - 1) + icons->diameter;
    struct point corner = {top.x - width / 2, top.y};
    struct point at = {top.x - prose_width(&icons->label) / 2,
                       top.y + panel_icons_height(icons) -
                           0.2 * label_leading * composer->scale.picture};

    draw_filled(composer, icons, corner, tag);
    draw_hollow(composer, icons, corner, tag);
    prose_draw(composer, &icons->label, at, tag, ARTIFACT_NONE);
}
