#include <math.h>

#include "layout/chart.h"
#include "layout/text_block.h"

/* A ring of which the filled part is the rate, from twelve o'clock clockwise.
 * What is not filled is an outline, so the ring reads without colour. A tick
 * across the ring is the average, with its words beside it.
 *
 * The average's label has two lines beside the ring, one line above or below
 * it, so that it needs little space on either side:
 *
 *              average 99%
 *               ,--|--.
 *             /  ,-+-.  \
 *   average -+-- 71%  |  |
 *     64%     \  `---'  /
 *               `-----'
 *
 * The point of the label's box nearest to the centre is on a circle slightly
 * outside the ring, at the tick's angle. */

struct ring {
    double share;   ///< of the ring that is filled
    double radius;  ///< of the ring's outer edge, points
    double average; ///< per cent, or -1: no tick
    struct text_block rate;
    struct text_block average_line; ///< "average 64%", or else
    struct text_block average_word; ///< "average", above
    struct text_block average_rate; ///< "64%"
};

static const double full_turn = 6.283185307179586;
static const double radius_roomy = 46;
static const double radius_close = 42;
static const double ring_width = 13;
static const double label_gap = 5;
static const double label_leading = 10.5;
static const double tick_inside = 3;
static const double tick_outside = 3.5;

/** From this cosine the label is above or below the ring. */
static const double upright = 0.82;

/** @return a share that looks neither like none nor like all */
static double visible_share(const struct chart_data *data)
{
    double share = (double)data->count / (double)data->total;

    if (data->count == 0 || data->count == data->total)
        return share;
    return fmin(0.99, fmax(0.01, share));
}

/** From the centre to the tick, one point long. */
static struct point tick_way(const struct ring *ring)
{
    double angle = full_turn * ring->average / 100;

    return (struct point){sin(angle), -cos(angle)};
}

/** @return true if the label beside the tick has two lines */
static bool label_is_stacked(const struct ring *ring)
{
    return fabs(tick_way(ring).y) < upright;
}

static enum status
set_average_line(const struct layout_context *context, const char *rate,
                 const struct text_style *text_style, struct location location,
                 struct text_block *text_block, struct error *err)
{
    struct text_run *runs = ARENA_ARRAY_RAW(context->arena, struct text_run, 2);

    runs[0] = (struct text_run){.text = context->ui_strings->average,
                                .location = location};
    runs[1] = (struct text_run){
        .text = rate, .style = STYLE_BOLD, .location = location};
    return text_block_set(
        context, (struct inline_text){.runs = runs, .count = 2}, text_style,
        context->scale.frame.width, text_block, err);
}

static enum status set_average(const struct layout_context *context,
                               struct ring *ring, const char *average,
                               const struct text_style *text_style,
                               struct location location, struct error *err)
{
    struct text_style bold = *text_style;
    const char *rate = ARENA_JOIN(context->arena, average, " ");

    bold.style = STYLE_BOLD;
    if (!label_is_stacked(ring))
        return set_average_line(context, rate, text_style, location,
                                &ring->average_line, err);
    return text_block_set_text(context, rate, location, &bold,
                               context->scale.frame.width, &ring->average_rate,
                               err);
}

/* Each label ends in a space, which has no width at a line's end, because
 * readers of the structure join a figure's texts. */
static enum status set_label(const struct layout_context *context,
                             struct ring *ring, const char *average,
                             struct location location, struct error *err)
{
    const struct text_style text_style = {.size = context->scale.chart,
                                          .leading = label_leading *
                                                     context->scale.picture,
                                          .colour = context->kit->theme.text};
    const enum status status = text_block_set_constant(
        context, context->ui_strings->average, location, &text_style,
        context->scale.frame.width, &ring->average_word, err);

    if (status != STATUS_OK || average == NULL)
        return status;
    return set_average(context, ring, average, &text_style, location, err);
}

/** @return the width of a ring of this radius with its label at either side */
static double ring_space(const struct layout_context *context,
                         const struct ring *ring, double radius)
{
    double label = text_block_width(&ring->average_word); /* the widest */

    return 2 * (radius + label + (label_gap + 2) * context->scale.picture);
}

static enum status set(const struct layout_context *context,
                       struct chart_plan *plan, struct error *err)
{
    const struct chart_data *data = plan->data;
    const double picture = context->scale.picture;
    const struct text_style text_style = {.size = 20 * picture,
                                          .leading = 24 * picture,
                                          .style = STYLE_BOLD,
                                          .colour = context->kit->theme.text};
    struct ring *ring = ARENA_NEW(context->arena, struct ring);
    const char *text = ARENA_JOIN(context->arena, data->text, " ");
    enum status status;

    *ring = (struct ring){.share = visible_share(data),
                          .average = data->average_text ? data->average : -1};
    status = text_block_set_text(context, text, plan->location, &text_style,
                                 context->scale.frame.width, &ring->rate, err);
    if (status == STATUS_OK)
        status =
            set_label(context, ring, data->average_text, plan->location, err);
    if (status != STATUS_OK)
        return status;
    plan->state = ring;
    plan->width = ring_space(context, ring, radius_roomy * picture);
    return STATUS_OK;
}

/** The height includes space for a label above and below. */
static double measure(const struct layout_context *context,
                      const struct chart_plan *plan, double width,
                      double closeness)
{
    const double picture = context->scale.picture;
    const double zone = (label_gap + label_leading) * picture;
    struct ring *ring = plan->state;
    double radius =
        picture * (radius_roomy + (radius_close - radius_roomy) * closeness);
    double over = ring_space(context, ring, radius) - width;

    ring->radius = radius - fmax(0, over / 2);
    return 2 * (ring->radius + zone);
}

static void add_mark(const struct layout_context *context, struct mark mark)
{
    mark.path = path_finish(context->tools->builder, context->arena);
    display_list_add_mark(context->display_list, &mark);
}

/** The whole ring as an outline, and a line where it begins. */
static void draw_track(const struct layout_context *context,
                       const struct ring *ring, struct point centre,
                       const struct tag *tag)
{
    struct path_builder *builder = context->tools->builder;
    double line = context->scale.picture;
    double outer = ring->radius - line / 2;
    double inner =
        ring->radius - ring_width * context->scale.picture + line / 2;

    path_ring(builder, centre.x, centre.y, inner, outer, 0, full_turn);
    add_mark(context,
             (struct mark){.kind = MARK_FILL, .tag = tag, .colour = {1, 1, 1}});
    path_circle(builder, centre.x, centre.y, outer);
    path_circle(builder, centre.x, centre.y, inner);
    path_move(builder, centre.x, centre.y - outer);
    path_line(builder, centre.x, centre.y - inner);
    add_mark(context, (struct mark){.kind = MARK_STROKE,
                                    .tag = tag,
                                    .colour = context->kit->theme.track,
                                    .line_width = line});
}

static void draw_share(const struct layout_context *context,
                       const struct ring *ring, struct point centre,
                       const struct tag *tag)
{
    double inner = ring->radius - ring_width * context->scale.picture;
    double from = -full_turn / 4;

    if (ring->share <= 0)
        return;
    path_ring(context->tools->builder, centre.x, centre.y, inner, ring->radius,
              from, from + full_turn * ring->share);
    add_mark(context, (struct mark){.kind = MARK_FILL,
                                    .tag = tag,
                                    .colour = context->kit->theme.fill});
}

/** One stroke across the ring, towards the centre. */
static void draw_tick_line(const struct layout_context *context,
                           const struct ring *ring, struct point centre,
                           struct point way, double width, struct colour colour,
                           const struct tag *tag)
{
    struct path_builder *builder = context->tools->builder;
    double factor = context->scale.picture;
    double inner = ring->radius - (ring_width + tick_inside) * factor;
    double outer = ring->radius + tick_outside * factor;

    path_move(builder, centre.x + inner * way.x, centre.y + inner * way.y);
    path_line(builder, centre.x + outer * way.x, centre.y + outer * way.y);
    add_mark(context, (struct mark){.kind = MARK_STROKE,
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

/** @return the label's box, outside the ring at the tick's angle. If a side of
 *         the box, not a corner, is next to the ring, it is moved out further.
 */
static struct rect label_box(const struct layout_context *context,
                             const struct ring *ring, struct point centre,
                             struct point way, double width, double height)
{
    double reach = ring->radius + label_gap * context->scale.picture;
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

static void draw_label(const struct layout_context *context, struct ring *ring,
                       struct point centre, struct point way, struct tag *tag)
{
    double leading = ring->average_word.text_style.leading;
    bool stacked = label_is_stacked(ring);
    double word = text_block_width(&ring->average_word);
    double rate = text_block_width(&ring->average_rate);
    double width =
        stacked ? fmax(word, rate) : text_block_width(&ring->average_line);
    struct rect box = label_box(context, ring, centre, way, width,
                                stacked ? 2 * leading : leading);
    struct point at = {box.x, box.y + 0.78 * leading};
    double right = way.x < 0 ? 1 : 0;

    if (!stacked) {
        text_block_draw(context, &ring->average_line, at, tag, ARTIFACT_NONE);
        return;
    }
    at.x = box.x + right * (width - word);
    text_block_draw(context, &ring->average_word, at, tag, ARTIFACT_NONE);
    at.x = box.x + right * (width - rate);
    at.y += leading;
    text_block_draw(context, &ring->average_rate, at, tag, ARTIFACT_NONE);
}

/** The rate in the middle, centred on the height of its figures. */
static void draw_rate(const struct layout_context *context, struct ring *ring,
                      struct point centre, struct tag *tag)
{
    double cap_height = 0.7 * ring->rate.text_style.size;
    struct point at = {centre.x - text_block_width(&ring->rate) / 2,
                       centre.y + cap_height / 2};

    text_block_draw(context, &ring->rate, at, tag, ARTIFACT_NONE);
}

static void draw(const struct layout_context *context,
                 const struct chart_plan *plan, struct rect box,
                 struct tag *tag)
{
    struct ring *ring = plan->state;
    const struct point way = tick_way(ring);
    const struct point centre = {box.x + box.width / 2,
                                 box.y + plan->height / 2};

    draw_track(context, ring, centre, tag);
    draw_share(context, ring, centre, tag);
    draw_rate(context, ring, centre, tag);
    if (ring->average < 0)
        return;
    draw_tick_line(context, ring, centre, way, 5, (struct colour){1, 1, 1},
                   tag);
    draw_tick_line(context, ring, centre, way, 2.6, context->kit->theme.average,
                   tag);
    draw_label(context, ring, centre, way, tag);
}

const struct chart chart_ring = {
    .name = "ring", .set = set, .measure = measure, .draw = draw};
