#include <math.h>
#include <string.h>

#include "layout/chart_plot.h"
#include "layout/chart_shapes.h"

/* Every council of the group as a bar, lowest first; the own one is marked,
 * and the average is a dashed line.
 *
 * The own figure's label is left of its bar's top, where all bars are lower,
 * or to the right above all bars there. The average's label is on its line,
 * clear of bars and labels; if bars cover the whole line, it is above the bars,
 * with a leader down to the line.
 *
 * The grey bars are equal in all letters of a group, which share one path; the
 * own bar is painted over its grey one. */

struct peers_chart {
    struct chart_plot plot;
    struct chart_label own;
    struct chart_label average;
};

/** Positions on the page. */
struct peers_drawing {
    const struct layout_context *context;
    const struct chart_data *data;
    struct peers_chart *peers;
    struct tag *tag;
    double pitch;        ///< from bar to bar
    double own_x;        ///< the middle of the own bar
    double own_top;      ///< its upper end
    double average_y;    ///< the average's line
    struct rect own_box; ///< the own label's; width 0: there is none
    bool has_leader;     ///< a line leads from its bar to it
    struct rect average_box;
};

static const double bar_share = 0.78; ///< of a pitch
static const double bar_max = 14;     ///< points
static const double pitch_min = 1.6;  ///< under it, bars have no gaps
static const double step_min = 1;     ///< of an outline, points
static const double own_min = 2.2;    ///< width of the own bar
static const double stub = 2;         ///< height of an own bar of zero
static const double label_gap = 1.5;
static const double line_gap = 3;
static const double search_step = 4;
static const double on_line = 0.01; ///< a label no higher stands on its line
static const double nowhere = 1e9;

/** Counts the figures that are equal to the own one, and the higher ones. */
static size_t count_equal(const struct chart_data *data, size_t *higher)
{
    const double own = data->peers[data->own];
    size_t first = data->own;
    size_t end = data->own + 1;

    while (first > 0 && data->peers[first - 1] == own)
        first--;
    while (end < data->peer_count && data->peers[end] == own)
        end++;
    *higher = data->peer_count - end;
    return end - first;
}

/** "12 unitary councils have a figure", if the own one has none. */
static const char *caption_without_own(const struct layout_context *context,
                                       const struct chart_data *data)
{
    const struct ui_strings *words = context->ui_strings;

    if (data->peer_count == 0)
        return ui_strings_fill(context->arena, words->peers_none,
                               (const char *[]){data->peer});
    return ui_strings_count(context->arena, words->peers_have, data->peer_count,
                            (const char *[]){data->peer_count == 1
                                                 ? data->peer
                                                 : data->peer_plural});
}

/** "16 of the 57 are higher." */
static const char *make_caption(const struct layout_context *context,
                                const struct chart_data *data)
{
    const struct ui_strings *words = context->ui_strings;
    struct arena *arena = context->arena;
    const char *values[] = {ui_strings_number(arena, data->peer_count),
                            data->text};
    size_t equal, higher;

    if (data->own == SIZE_MAX)
        return caption_without_own(context, data);
    if (data->peer_count == 1)
        return ui_strings_fill(arena, words->peers_alone,
                               (const char *[]){data->peer});
    equal = count_equal(data, &higher);
    if (equal > 1 && (higher == 0 || data->peers[data->own] == 0))
        return ui_strings_count(arena, words->peers_equal, equal, values);
    if (higher == 0)
        return ui_strings_fill(arena, words->peers_highest, values);
    return ui_strings_count(arena, words->peers_higher, higher, values);
}

static enum status set(const struct layout_context *context,
                       struct chart_plan *plan, struct error *err)
{
    const struct chart_data *data = plan->data;
    struct peers_chart *peers = ARENA_NEW(context->arena, struct peers_chart);
    double half;
    enum status status;

    *peers = (struct peers_chart){0};
    plan->state = peers;
    plan->caption = make_caption(context, data);
    status =
        chart_plot_set(context, plan, plan->caption, false, &peers->plot, err);
    half = (plan->width - peers->plot.gutter) / 2 - line_gap;
    if (status == STATUS_OK && data->own != SIZE_MAX)
        status = chart_label_set(
            context,
            ARENA_JOIN(context->arena, context->ui_strings->you, data->text),
            plan->location, CHART_LABEL_OWN, half, &peers->own, err);
    if (status == STATUS_OK && data->average_text != NULL)
        status = chart_label_set(
            context,
            ARENA_JOIN(context->arena, context->ui_strings->average,
                       data->average_text),
            plan->location, CHART_LABEL_PLAIN, half, &peers->average, err);
    return status;
}

static double measure(const struct layout_context *context,
                      const struct chart_plan *plan, double width,
                      double closeness)
{
    struct peers_chart *peers = plan->state;

    (void)width;
    return chart_plot_measure(context, &peers->plot, closeness);
}

static double bar_width(double pitch)
{
    return pitch < pitch_min ? pitch : fmin(bar_share * pitch, bar_max);
}

static double bar_top(const struct peers_drawing *drawing, size_t i)
{
    return chart_plot_y(&drawing->peers->plot, drawing->data,
                        drawing->data->peers[i]);
}

/** @return the upper end of the highest bar between two positions: the last,
 *         because bars rise to the right */
static double highest_bar(const struct peers_drawing *drawing, double right)
{
    const struct rect *area = &drawing->peers->plot.area;
    const double last = floor((right - area->x) / drawing->pitch);
    const double count = (double)drawing->data->peer_count;

    if (last < 0 || count == 0)
        return area->y + area->height;
    return bar_top(drawing, (size_t)fmin(last, count - 1));
}

/** The numbers that determine the grey bars, for a shared shape. */
struct bars {
    double kind;
    double width; ///< of the plot
    double height;
    double maximum; ///< of the axis
    double peers[];
};

static double bar_height(const struct bars *bars, size_t i)
{
    return bars->height * chart_plot_share(bars->peers[i], bars->maximum);
}

/** Touching bars are one outline with a step for each change. Of bars narrower
 *  than a point, one in the middle of each point is drawn. */
static void build_steps(struct path_builder *builder, const struct bars *bars,
                        size_t count)
{
    const double pitch = bars->width / (double)count;
    const size_t step = (size_t)fmax(1, round(step_min / pitch));
    double y = 0;

    path_move(builder, 0, 0);
    for (size_t i = 0; i < count; i += step) {
        const size_t last = i + step < count ? i + step - 1 : count - 1;
        const double top = -bar_height(bars, (i + last) / 2);
        const double x = (double)i * pitch;

        if (top == y)
            continue;
        path_line(builder, x, y);
        path_line(builder, x, top);
        y = top;
    }
    path_line(builder, bars->width, y);
    path_line(builder, bars->width, 0);
    path_close(builder);
}

/** The bars from the lower left of the plot. */
static void build_bars(struct path_builder *builder,
                       const struct shared_shape *shape)
{
    const struct bars *bars = (const void *)shape->numbers;
    const size_t count = shape->count - sizeof *bars / sizeof(double);
    const double pitch = bars->width / (double)count;
    const double width = bar_width(pitch);

    if (pitch < pitch_min) {
        build_steps(builder, bars, count);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const double x = ((double)i + 0.5) * pitch - width / 2;
        const double height = bar_height(bars, i);

        if (height > 0)
            path_rectangle(builder, (struct rect){x, -height, width, height});
    }
}

static void draw_bars(const struct peers_drawing *drawing)
{
    const struct chart_data *data = drawing->data;
    const struct rect *area = &drawing->peers->plot.area;
    const struct chart_paint paint = {
        .colour = drawing->context->kit->theme.peers, .tag = drawing->tag};
    const size_t count =
        sizeof(struct bars) / sizeof(double) + data->peer_count;
    double *numbers = ARENA_ARRAY_RAW(drawing->context->arena, double, count);
    struct bars *bars = (void *)numbers;

    if (data->peer_count == 0)
        return;
    *bars = (struct bars){SHARED_SHAPE_BARS, area->width, area->height,
                          data->maximum};
    memcpy(bars->peers, data->peers, data->peer_count * sizeof *data->peers);
    chart_shapes_add_shared(
        drawing->context, &(struct shared_shape){numbers, count, build_bars},
        (struct point){area->x, area->y + area->height}, &paint);
}

/** @return the own bar's index: the last of equal ones, for space to its left,
 *         but the first of those at zero */
static size_t own_index(const struct chart_data *data)
{
    size_t index = data->own;

    if (data->peers[index] > 0)
        while (index + 1 < data->peer_count &&
               data->peers[index + 1] == data->peers[data->own])
            index++;
    return index;
}

static void draw_own(struct peers_drawing *drawing)
{
    const struct rect *area = &drawing->peers->plot.area;
    const double width = fmax(bar_width(drawing->pitch), own_min);
    const double base = area->y + area->height;
    const struct chart_paint paint = {
        .colour = drawing->context->kit->theme.fill, .tag = drawing->tag};
    double x;

    drawing->own_x =
        area->x + ((double)own_index(drawing->data) + 0.5) * drawing->pitch;
    drawing->own_top = fmin(bar_top(drawing, drawing->data->own), base - stub);
    x = fmax(area->x,
             fmin(drawing->own_x - width / 2, area->x + area->width - width));
    chart_shapes_box(
        drawing->context,
        (struct rect){x, drawing->own_top, width, base - drawing->own_top},
        &paint);
}

/** @return the own label's box with its bottom at @p bottom, or above the
 *         average's line if it would overlap that */
static struct rect own_box(const struct peers_drawing *drawing, double x,
                           double bottom)
{
    const struct chart_label *own = &drawing->peers->own;

    if (drawing->peers->average.width > 0 &&
        bottom > drawing->average_y - label_gap &&
        bottom - own->height < drawing->average_y + label_gap)
        bottom = drawing->average_y - label_gap;
    return (struct rect){x, bottom - own->height, own->width, own->height};
}

/** Places the own label: on its bar, to the left, if it fits there; else
 *  beside a leader from the bar. @p raise lifts it. */
static void place_own(struct peers_drawing *drawing, double raise)
{
    const struct chart_label *own = &drawing->peers->own;
    const struct rect *area = &drawing->peers->plot.area;
    const double half = fmax(bar_width(drawing->pitch), own_min) / 2;
    const double left = drawing->own_x - line_gap - own->width;
    const bool is_left = left >= area->x;
    const double x = is_left ? left : drawing->own_x + line_gap;
    const double highest =
        is_left ? drawing->own_top
                : fmin(drawing->own_top, highest_bar(drawing, x + own->width));

    drawing->own_box = own_box(drawing, x, highest - label_gap - raise);
    drawing->has_leader =
        !is_left ||
        drawing->own_top - drawing->own_box.y - own->height > 2 * label_gap;
    if (!drawing->has_leader)
        drawing->own_box.x = drawing->own_x + half - own->width;
}

/** Places the own label over the half of the plot with its bar, and leaves the
 *  other half to the average's. */
static void place_own_aside(struct peers_drawing *drawing)
{
    const struct rect *area = &drawing->peers->plot.area;
    const double width = drawing->peers->own.width;
    const double right = area->x + area->width;
    const bool is_right = drawing->own_x > area->x + area->width / 2;
    const double x = is_right
                         ? fmin(drawing->own_x + line_gap, right - width)
                         : fmax(drawing->own_x - line_gap - width, area->x);
    const double highest =
        fmin(drawing->own_top, highest_bar(drawing, x + width));

    drawing->own_box = own_box(drawing, x, highest - label_gap);
    drawing->has_leader = true;
}

/** @return the leader from the own bar up to its label, or beside it */
static struct rect leader(const struct peers_drawing *drawing)
{
    const struct rect *box = &drawing->own_box;
    const bool under = drawing->own_x > box->x - line_gap / 2 &&
                       drawing->own_x < box->x + box->width + line_gap / 2;
    const double top = box->y + box->height * (under ? 1 : 0.2);

    return (struct rect){drawing->own_x, top, 0, drawing->own_top - top};
}

/** Draws the leader from the own bar to its label, if there is one. */
static void draw_leader(const struct peers_drawing *drawing)
{
    const struct rect line = leader(drawing);
    const struct chart_paint paint = {.colour =
                                          drawing->context->kit->theme.fill,
                                      .width = 0.8,
                                      .tag = drawing->tag};

    if (drawing->has_leader)
        chart_shapes_line(drawing->context, (struct point){line.x, line.y},
                          (struct point){line.x, drawing->own_top}, &paint);
}

/** @return true if the average's label and its leader do not touch the own
 *         label and its leader */
static bool is_free(const struct peers_drawing *drawing, struct rect box)
{
    const struct rect *own = &drawing->own_box;
    const double bottom = box.y + box.height;
    const struct rect line = {box.x + box.width / 2, bottom, 0,
                              drawing->average_y - bottom};

    if (own->width <= 0)
        return true;
    return !rect_overlaps(box, *own, -label_gap) &&
           !rect_overlaps(line, *own, -label_gap) &&
           !(drawing->has_leader &&
             rect_overlaps(box, leader(drawing), -label_gap));
}

/** The box of the average's label at @p x, on its line or above bars. */
static struct rect average_box(const struct peers_drawing *drawing, double x)
{
    const struct chart_label *label = &drawing->peers->average;
    const double bars = highest_bar(drawing, x + label->width);
    const double bottom = fmin(drawing->average_y, bars) - label_gap;

    return (struct rect){x, bottom - label->height, label->width,
                         label->height};
}

/** Finds the first position nearest to the line. @return the label's distance
 *  above its line; `nowhere` if there is no position */
static double place_average(struct peers_drawing *drawing)
{
    const struct rect *area = &drawing->peers->plot.area;
    const double last = area->x + area->width - drawing->peers->average.width;
    const double line = drawing->average_y - label_gap;
    double best = nowhere;

    for (double x = area->x; x < last + search_step && best >= on_line;
         x += search_step) {
        const struct rect box = average_box(drawing, fmin(x, last));
        const double above = line - box.y - box.height;

        if (above > best - on_line || !is_free(drawing, box))
            continue;
        drawing->average_box = box;
        best = above;
    }
    return best;
}

/** Lifts the own label over the average's line, if there is space. @return
 *  true if the average's label then is on its line */
static bool place_lifted(struct peers_drawing *drawing)
{
    const struct peers_chart *peers = drawing->peers;
    const struct rect *own = &drawing->own_box;
    const double lift = own->y + own->height - drawing->average_y +
                        peers->average.height + 2 * label_gap;

    if (lift <= 0)
        return false;
    place_own(drawing, lift);
    return own->y >= peers->plot.area.y - own->height - line_gap &&
           place_average(drawing) < on_line;
}

/** Places both labels. The own one moves if that lets the average's be on its
 *  line, or if there is no other position for it. */
static void place_labels(struct peers_drawing *drawing)
{
    const bool has_own = drawing->data->own != SIZE_MAX;

    if (has_own)
        place_own(drawing, 0);
    if (drawing->peers->average.width <= 0 || place_average(drawing) < on_line)
        return;
    if (!has_own || place_lifted(drawing))
        return;
    place_own(drawing, 0);
    if (place_average(drawing) < nowhere)
        return;
    place_own_aside(drawing);
    if (place_average(drawing) == nowhere)
        drawing->average_box =
            average_box(drawing, drawing->peers->plot.area.x);
}

static void draw_average(const struct peers_drawing *drawing)
{
    const struct rect *area = &drawing->peers->plot.area;
    const struct rect *box = &drawing->average_box;
    const double y = drawing->average_y;
    const double middle = box->x + box->width / 2;
    const double bottom = box->y + box->height;
    const struct chart_paint paint = {
        .colour = drawing->context->kit->theme.text,
        .width = 1.2 * drawing->context->scale.picture,
        .tag = drawing->tag};
    const struct chart_paint thin = {
        .colour = paint.colour, .width = 0.8, .tag = drawing->tag};

    chart_shapes_dashed(drawing->context, (struct point){area->x, y},
                        (struct point){area->x + area->width, y}, &paint);
    if (y - bottom > 2 * label_gap)
        chart_shapes_line(drawing->context, (struct point){middle, bottom},
                          (struct point){middle, y}, &thin);
}

/** Draws the labels, which are artifacts, after the content. */
static void draw_labels(const struct peers_drawing *drawing)
{
    struct peers_chart *peers = drawing->peers;

    chart_label_draw(drawing->context, &peers->own,
                     (struct point){drawing->own_box.x, drawing->own_box.y});
    chart_label_draw(
        drawing->context, &peers->average,
        (struct point){drawing->average_box.x, drawing->average_box.y});
}

static void draw(const struct layout_context *context,
                 const struct chart_plan *plan, struct rect box,
                 struct tag *tag)
{
    const struct chart_data *data = plan->data;
    struct peers_drawing drawing = {
        .context = context, .data = data, .peers = plan->state, .tag = tag};
    struct chart_plot *plot = &drawing.peers->plot;

    chart_plot_place(context, plot, box, 0);
    chart_plot_draw(context, plot, true);
    drawing.pitch = plot->area.width / fmax(1, (double)data->peer_count);
    drawing.average_y = chart_plot_y(plot, data, data->average);
    draw_bars(&drawing);
    if (data->own != SIZE_MAX)
        draw_own(&drawing);
    place_labels(&drawing);
    if (data->own != SIZE_MAX)
        draw_leader(&drawing);
    if (data->average_text != NULL)
        draw_average(&drawing);
    draw_labels(&drawing);
}

static const char *head(const struct layout_context *context,
                        const struct chart_data *data)
{
    return ui_strings_fill(context->arena, context->ui_strings->head_peers,
                           (const char *[]){data->peer_plural});
}

static const char *alt(const struct layout_context *context,
                       const struct chart_plan *plan, const char *said)
{
    const char *text = ARENA_JOIN(context->arena, head(context, plan->data),
                                  ": ", plan->caption);

    if (chart_average_is_said(said, plan->data))
        return text;
    return ARENA_JOIN(context->arena, text, " ",
                      context->ui_strings->average_upper,
                      plan->data->average_text);
}

const struct chart chart_peers = {.name = "peers",
                                  .least = 176,
                                  .most = 300,
                                  .set = set,
                                  .measure = measure,
                                  .draw = draw,
                                  .has_axis = true,
                                  .head = head,
                                  .alt = alt};
