#include "layout/chart_ring.h"

#include <math.h>

#include "base/number.h"

/* Where the average's label stands. A label beside the ring has two lines, one
 * above or below the ring has one, so that neither side needs much room:
 *
 *              average 99%
 *               ,--|--.
 *             /  ,-+-.  \
 *   average -+-- 71%  |  |
 *     64%     \  `---'  /
 *               `-----'
 *
 * The point of the label's box that lies towards the centre stands on a circle
 * a little outside the ring, at the tick's angle. */

static const double full_turn = 6.283185307179586;
static const double ring_width = 13;
static const double label_gap = 5;
static const double label_leading = 10.5;
static const double tick_inside = 3;
static const double tick_outside = 3.5;

/** From this cosine on the tick points up or down rather than to a side. */
static const double upright = 0.82;

/** A rate between nothing and all never looks like either. */
static double visible_share(struct rate rate)
{
    double share = (double)rate.count / (double)rate.total;

    if (rate.count == 0 || rate.count == rate.total)
        return share;
    return fmin(0.99, fmax(0.01, share));
}

/** From the centre to the tick, one point long. */
static struct point tick_way(const struct donut *donut)
{
    double angle = full_turn * donut->average / 100;

    return (struct point){sin(angle), -cos(angle)};
}

/** Whether the label beside the tick has two lines. */
static bool label_is_stacked(const struct donut *donut)
{
    return fabs(tick_way(donut).y) < upright;
}

static enum status set_average_line(const struct composer *composer,
                                    const char *rate, const struct ink *ink,
                                    struct place place, struct prose *prose,
                                    struct error *err)
{
    struct run *runs = ARENA_ROOM(composer->arena, struct run, 2);

    runs[0] = (struct run){.text = composer->phrases->average, .place = place};
    runs[1] = (struct run){.text = rate, .style = STYLE_BOLD, .place = place};
    return prose_set(composer, (struct words){.runs = runs, .count = 2}, ink,
                     composer->scale.frame.width, prose, err);
}

static enum status set_average(const struct composer *composer,
                               struct donut *donut, const struct ink *ink,
                               struct place place, struct error *err)
{
    struct ink bold = *ink;
    char number[NUMBER_COUNT_SIZE];
    const char *rate = ARENA_JOIN(
        composer->arena, number_print_count(number, donut->average), "% ");

    bold.style = STYLE_BOLD;
    if (!label_is_stacked(donut))
        return set_average_line(composer, rate, ink, place,
                                &donut->average_line, err);
    return prose_set_text(composer, rate, place, &bold,
                          composer->scale.frame.width, &donut->average_rate,
                          err);
}

/* Each label ends in a space, which has no width at a line's end: readers of
 * the structure put a figure's texts one after another. */
static enum status set_label(const struct composer *composer,
                             struct donut *donut, struct place place,
                             struct error *err)
{
    const struct ink ink = {.size = composer->scale.chart,
                            .leading = label_leading * composer->scale.picture,
                            .colour = composer->kit->theme.text};
    const enum status status = prose_set_constant(
        composer, composer->phrases->average, place, &ink,
        composer->scale.frame.width, &donut->average_word, err);

    if (status != STATUS_OK || donut->average < 0)
        return status;
    return set_average(composer, donut, &ink, place, err);
}

enum status panel_donut_set(const struct composer *composer,
                            const struct figure *figure, struct place place,
                            struct donut *donut, struct error *err)
{
    const struct ink ink = {.size = 20 * composer->scale.picture,
                            .leading = 24 * composer->scale.picture,
                            .style = STYLE_BOLD,
                            .colour = composer->kit->theme.text};
    char rate[RATE_TEXT_SIZE];
    const char *text =
        ARENA_JOIN(composer->arena, rate_print(rate, figure->rate), " ");
    enum status status;

    *donut = (struct donut){.share = visible_share(figure->rate),
                            .average = figure->average};
    status = prose_set_text(composer, text, place, &ink,
                            composer->scale.frame.width, &donut->rate, err);
    if (status != STATUS_OK)
        return status;
    return set_label(composer, donut, place, err);
}

double panel_donut_width(const struct composer *composer,
                         const struct donut *donut, double radius)
{
    double label = prose_width(&donut->average_word); /* the widest */

    return 2 * (radius + label + (label_gap + 2) * composer->scale.picture);
}

void panel_donut_fit(const struct composer *composer, struct donut *donut,
                     double width, double radius)
{
    double over = panel_donut_width(composer, donut, radius) - width;

    donut->radius = radius - fmax(0, over / 2);
}

double panel_donut_height(const struct composer *composer,
                          const struct donut *donut)
{
    double zone = (label_gap + label_leading) * composer->scale.picture;

    return 2 * (donut->radius + zone);
}

static void add_mark(const struct composer *composer, struct mark mark)
{
    mark.path = path_finish(composer->tools->builder, composer->arena);
    easel_mark(composer->easel, &mark);
}

/** The whole ring as an outline, and a line where it begins. */
static void draw_track(const struct composer *composer,
                       const struct donut *donut, struct point centre,
                       const struct tag *tag)
{
    struct path_builder *builder = composer->tools->builder;
    double line = 0.9 * composer->scale.picture;
    double outer = donut->radius - line / 2;
    double inner =
        donut->radius - ring_width * composer->scale.picture + line / 2;

    path_ring(builder, centre.x, centre.y, inner, outer, 0, full_turn);
    add_mark(composer,
             (struct mark){.kind = MARK_FILL, .tag = tag, .colour = {1, 1, 1}});
    path_circle(builder, centre.x, centre.y, outer);
    path_circle(builder, centre.x, centre.y, inner);
    path_move(builder, centre.x, centre.y - outer);
    path_line(builder, centre.x, centre.y - inner);
    add_mark(composer, (struct mark){.kind = MARK_STROKE,
                                     .tag = tag,
                                     .colour = composer->kit->theme.track,
                                     .line_width = line});
}

static void draw_share(const struct composer *composer,
                       const struct donut *donut, struct point centre,
                       const struct tag *tag)
{
    double inner = donut->radius - ring_width * composer->scale.picture;
    double from = -full_turn / 4;

    if (donut->share <= 0)
        return;
    path_ring(composer->tools->builder, centre.x, centre.y, inner,
              donut->radius, from, from + full_turn * donut->share);
    add_mark(composer, (struct mark){.kind = MARK_FILL,
                                     .tag = tag,
                                     .colour = composer->kit->theme.fill});
}

/** One stroke across the ring, towards the centre. */
static void draw_tick_line(const struct composer *composer,
                           const struct donut *donut, struct point centre,
                           struct point way, double width, struct colour colour,
                           const struct tag *tag)
{
    struct path_builder *builder = composer->tools->builder;
    double factor = composer->scale.picture;
    double inner = donut->radius - (ring_width + tick_inside) * factor;
    double outer = donut->radius + tick_outside * factor;

    path_move(builder, centre.x + inner * way.x, centre.y + inner * way.y);
    path_line(builder, centre.x + outer * way.x, centre.y + outer * way.y);
    add_mark(composer, (struct mark){.kind = MARK_STROKE,
                                     .tag = tag,
                                     .colour = colour,
                                     .line_width = width * factor});
}

static double clamp(double value)
{
    return fmin(1, fmax(-1, value));
}

/** How far a box is from a point outside it. */
static double box_distance(struct rect box, struct point point)
{
    double x = fmax(box.x - point.x, point.x - box.x - box.width);
    double y = fmax(box.y - point.y, point.y - box.y - box.height);

    return hypot(fmax(0, x), fmax(0, y));
}

/** The label's box: outside the ring at the tick's angle. Where a side of the
 *  box and not its corner is next to the ring, it is moved out further. */
static struct rect label_box(const struct composer *composer,
                             const struct donut *donut, struct point centre,
                             struct point way, double width, double height)
{
    double reach = donut->radius + label_gap * composer->scale.picture;
    double lean = 1.4142135623730951;
    struct rect box = {
        centre.x + reach * way.x + width / 2 * (clamp(lean * way.x) - 1),
        centre.y + reach * way.y + height / 2 * (clamp(lean * way.y) - 1),
        width, height};

    for (int i = 0; i < 3; i++) {
        double lack = reach - 1 - box_distance(box, centre);

        box.x += fmax(0, lack) * way.x;
        box.y += fmax(0, lack) * way.y;
    }
    return box;
}

static void draw_label(const struct composer *composer, struct donut *donut,
                       struct point centre, struct point way, struct tag *tag)
{
    double leading = donut->average_word.ink.leading;
    bool stacked = label_is_stacked(donut);
    double word = prose_width(&donut->average_word);
    double rate = prose_width(&donut->average_rate);
    double width =
        stacked ? fmax(word, rate) : prose_width(&donut->average_line);
    struct rect box = label_box(composer, donut, centre, way, width,
                                stacked ? 2 * leading : leading);
    struct point at = {box.x, box.y + 0.78 * leading};
    double right = way.x < 0 ? 1 : 0;

    if (!stacked) {
        prose_draw(composer, &donut->average_line, at, tag, ARTIFACT_NONE);
        return;
    }
    at.x = box.x + right * (width - word);
    prose_draw(composer, &donut->average_word, at, tag, ARTIFACT_NONE);
    at.x = box.x + right * (width - rate);
    at.y += leading;
    prose_draw(composer, &donut->average_rate, at, tag, ARTIFACT_NONE);
}

/** The rate in the middle, centred on the height of its figures. */
static void draw_rate(const struct composer *composer, struct donut *donut,
                      struct point centre, struct tag *tag)
{
    double cap_height = 0.7 * donut->rate.ink.size;
    struct point at = {centre.x - prose_width(&donut->rate) / 2,
                       centre.y + cap_height / 2};

    prose_draw(composer, &donut->rate, at, tag, ARTIFACT_NONE);
}

void panel_donut_draw(const struct composer *composer, struct donut *donut,
                      struct point centre, struct tag *tag)
{
    const struct point way = tick_way(donut);

    draw_track(composer, donut, centre, tag);
    draw_share(composer, donut, centre, tag);
    draw_rate(composer, donut, centre, tag);
    if (donut->average < 0)
        return;
    draw_tick_line(composer, donut, centre, way, 5, (struct colour){1, 1, 1},
                   tag);
    draw_tick_line(composer, donut, centre, way, 2.6,
                   composer->kit->theme.average, tag);
    draw_label(composer, donut, centre, way, tag);
}
