#include <math.h>

#include "layout/chart_plot.h"
#include "layout/chart_shapes.h"

/* A figure over the years, its average dashed, both with their values at the
 * right end. A year without a figure is a gap in the line; between years that
 * are not comparable, a dotted vertical line breaks it.
 *
 *     .---o---o       o---O 71%
 *        - - - - - - - - -  64%
 *     2018              2022
 *     2021: 63%, 12 of 19 */

struct trend {
    struct chart_plot plot;
    struct chart_label own;
    struct chart_label average;
    struct chart_label first; ///< the first year
    struct chart_label last;
};

struct trend_drawing {
    const struct layout_context *context;
    const struct chart_data *data;
    struct trend *trend;
    struct tag *tag;
    double step;  ///< from year to year
    double start; ///< the first year's place, from the plot's left
};

static const double dot_radius = 2.2;
static const double last_radius = 3.6;
static const double label_gap = 6;
static const double dash_alone = 8; ///< of a year whose neighbours have none
static const double line_width = 1.8;
static const double aside_least = 28;  ///< for "100%": so plots line up
static const double aside_share = 0.4; ///< of the plot, for labels, at most

static const struct chart_year *last_year(const struct chart_data *data)
{
    return &data->years[data->year_count - 1];
}

/** "2021: 63%, 12 of 19" */
static const char *make_caption(const struct layout_context *context,
                                const struct chart_data *data)
{
    const struct chart_year *year;

    if (data->year_count < 2)
        return "";
    year = last_year(data) - 1;
    if (!year->exists)
        return ARENA_JOIN(context->arena, year->year, ": ",
                          context->ui_strings->no_figure);
    return ARENA_JOIN(context->arena, year->year, ": ", year->text,
                      *year->cases ? ", " : "", year->cases);
}

static enum status set_labels(const struct layout_context *context,
                              const struct chart_plan *plan,
                              struct trend *trend, struct error *err)
{
    const struct chart_data *data = plan->data;
    const struct chart_year *last = last_year(data);
    const double width = aside_share * (plan->width - plan->inset);
    enum status status = STATUS_OK;

    if (last->exists)
        status = chart_label_set(context, last->text, plan->location,
                                 CHART_LABEL_OWN, width, &trend->own, err);
    if (status == STATUS_OK && last->average_text != NULL)
        status =
            chart_label_set(context, last->average_text, plan->location,
                            CHART_LABEL_PLAIN, width, &trend->average, err);
    if (status == STATUS_OK)
        status = chart_label_set(context, last->year, plan->location,
                                 CHART_LABEL_AXIS, width, &trend->last, err);
    if (status == STATUS_OK && data->year_count > 1)
        status = chart_label_set(context, data->years[0].year, plan->location,
                                 CHART_LABEL_AXIS, width, &trend->first, err);
    return status;
}

static enum status set(const struct layout_context *context,
                       struct chart_plan *plan, struct error *err)
{
    struct trend *trend = ARENA_NEW(context->arena, struct trend);
    enum status status;

    *trend = (struct trend){0};
    plan->state = trend;
    plan->caption = make_caption(context, plan->data);
    status =
        chart_plot_set(context, plan, plan->caption, true, &trend->plot, err);
    if (status == STATUS_OK && plan->data->year_count > 0)
        status = set_labels(context, plan, trend, err);
    return status;
}

static double measure(const struct layout_context *context,
                      const struct chart_plan *plan, double width,
                      double closeness)
{
    struct trend *trend = plan->state;

    (void)width;
    return chart_plot_measure(context, &trend->plot, closeness);
}

/** @return a year's place on the page, from the plot's left */
static double year_x(const struct trend_drawing *drawing, double i)
{
    return drawing->start + i * drawing->step;
}

static struct point place(const struct trend_drawing *drawing, size_t i,
                          double value)
{
    const struct chart_plot *plot = &drawing->trend->plot;

    return (struct point){plot->area.x + year_x(drawing, (double)i),
                          chart_plot_y(plot, drawing->data, value)};
}

/** @return the place of a year's average, from the plot's lower left */
static struct point place_average(const struct trend_drawing *drawing, size_t i)
{
    const double average = drawing->data->years[i].average;

    return (struct point){
        year_x(drawing, (double)i),
        -drawing->trend->plot.area.height *
            chart_plot_share(average, drawing->data->maximum)};
}

/** @return true if the lines continue from the year before */
static bool joins(const struct chart_data *data, size_t i)
{
    return i > 0 && data->years[i].break_note == NULL;
}

static void draw_breaks(const struct trend_drawing *drawing)
{
    const struct rect *area = &drawing->trend->plot.area;
    const struct chart_paint paint = {
        .colour = drawing->context->kit->theme.quiet, .width = 1};

    for (size_t i = 1; i < drawing->data->year_count; i++) {
        const double x = area->x + year_x(drawing, (double)i - 0.5);

        if (!joins(drawing->data, i))
            chart_shapes_dotted(drawing->context, (struct point){x, area->y},
                                (struct point){x, area->y + area->height},
                                &paint);
    }
}

/** @return true if the average of a year is joined to that of the one before */
static bool average_joins(const struct chart_data *data, size_t i)
{
    return i < data->year_count && joins(data, i) &&
           data->years[i].average_text != NULL &&
           data->years[i - 1].average_text != NULL;
}

/** Draws the averages: dashed from year to year, a dash for one alone. */
static void draw_average(const struct trend_drawing *drawing)
{
    const struct chart_data *data = drawing->data;
    const struct rect *area = &drawing->trend->plot.area;
    const double half = dash_alone * drawing->context->scale.picture / 2;
    struct point *ends = ARENA_ARRAY_RAW(drawing->context->arena, struct point,
                                         2 * data->year_count);
    size_t count = 0;
    const struct chart_paint paint = {
        .colour = drawing->context->kit->theme.text,
        .width = 1.2 * drawing->context->scale.picture,
        .tag = drawing->tag};

    for (size_t i = 0; i < data->year_count; i++) {
        const struct point at = place_average(drawing, i);

        if (average_joins(data, i)) {
            ends[count++] = place_average(drawing, i - 1);
            ends[count++] = at;
        } else if (data->years[i].average_text != NULL &&
                   !average_joins(data, i + 1)) {
            ends[count++] = (struct point){at.x - half, at.y};
            ends[count++] = (struct point){at.x + half, at.y};
        }
    }
    chart_shapes_dashes(drawing->context, ends, count,
                        (struct point){area->x, area->y + area->height},
                        &paint);
}

static void draw_line(const struct trend_drawing *drawing)
{
    struct path_builder *builder = drawing->context->tools->builder;
    const struct chart_data *data = drawing->data;
    const struct chart_paint paint = {
        .colour = drawing->context->kit->theme.fill,
        .width = line_width * drawing->context->scale.picture,
        .tag = drawing->tag};
    bool drawn = false; /* to the previous year */

    for (size_t i = 1; i < data->year_count; i++) {
        const struct point from =
            place(drawing, i - 1, data->years[i - 1].value);
        const struct point to = place(drawing, i, data->years[i].value);
        const bool is_drawn = data->years[i].exists &&
                              data->years[i - 1].exists && joins(data, i);

        if (is_drawn && !drawn)
            path_move(builder, from.x, from.y);
        if (is_drawn)
            path_line(builder, to.x, to.y);
        drawn = is_drawn;
    }
    chart_shapes_add(drawing->context, &paint);
}

static void draw_dots(const struct trend_drawing *drawing)
{
    const struct chart_data *data = drawing->data;
    const double factor = drawing->context->scale.picture;
    struct chart_paint paint = {.colour = drawing->context->kit->theme.fill,
                                .width = 2 * dot_radius * factor,
                                .round = true,
                                .tag = drawing->tag};

    for (size_t i = 0; i < data->year_count; i++) {
        const bool is_last = i + 1 == data->year_count;

        if (is_last) {
            chart_shapes_add(drawing->context, &paint);
            paint.width = 2 * last_radius * factor;
        }
        if (data->years[i].exists)
            chart_shapes_dot(drawing->context,
                             place(drawing, i, data->years[i].value));
    }
    chart_shapes_add(drawing->context, &paint);
}

/** Draws the values at the right end: the higher one above the other. */
static void draw_values(const struct trend_drawing *drawing)
{
    struct trend *trend = drawing->trend;
    const struct chart_year *last = last_year(drawing->data);
    const size_t index = drawing->data->year_count - 1;
    const struct point own = place(drawing, index, last->value);
    const struct point average = place(drawing, index, last->average);
    const double x = own.x + label_gap * drawing->context->scale.picture;
    double own_top = own.y - trend->own.height / 2;
    double average_top = average.y - trend->average.height / 2;
    const bool both = trend->own.width > 0 && trend->average.width > 0;
    const bool own_above = last->value >= last->average;
    const double needed = own_above ? trend->own.height : trend->average.height;
    const double apart =
        own_above ? average_top - own_top : own_top - average_top;
    const double lack = both ? fmax(0, needed - apart) / 2 : 0;
    const double bottom = trend->plot.area.y + trend->plot.area.height;
    double low;

    own_top += own_above ? -lack : lack;
    average_top += own_above ? lack : -lack;
    low = fmax(trend->own.width > 0 ? own_top + trend->own.height : 0,
               trend->average.width > 0 ? average_top + trend->average.height
                                        : 0);
    low = fmax(0, low - bottom - 4);
    chart_label_draw(drawing->context, &trend->own,
                     (struct point){x, own_top - low});
    chart_label_draw(drawing->context, &trend->average,
                     (struct point){x, average_top - low});
}

static void draw_years(const struct trend_drawing *drawing, struct rect box)
{
    struct trend *trend = drawing->trend;
    const double top = chart_plot_row(drawing->context, &trend->plot);
    const double right = box.x + box.width;
    const double left = trend->plot.area.x;
    const double start = left + drawing->start;
    const double end =
        left + year_x(drawing, (double)(drawing->data->year_count - 1));
    const struct rect first =
        chart_label_box(&trend->first, start, top, box.x, right);
    const struct rect last =
        chart_label_box(&trend->last, end, top, box.x, right);

    chart_label_draw(drawing->context, &trend->last,
                     (struct point){last.x, last.y});
    if (first.x + first.width + label_gap < last.x)
        chart_label_draw(drawing->context, &trend->first,
                         (struct point){first.x, first.y});
}

static void draw(const struct layout_context *context,
                 const struct chart_plan *plan, struct rect box,
                 struct tag *tag)
{
    struct trend *trend = plan->state;
    const struct chart_data *data = plan->data;
    const double factor = context->scale.picture;
    struct trend_drawing drawing = {
        .context = context, .data = data, .trend = trend, .tag = tag};
    const double aside = fmax(aside_least * factor,
                              fmax(trend->own.width, trend->average.width)) +
                         (label_gap - last_radius) * factor;
    const struct rect *area = &trend->plot.area;

    chart_plot_place(context, &trend->plot, box, aside);
    chart_plot_draw(context, &trend->plot, true);
    if (data->year_count == 0)
        return;
    if (data->year_count == 1) {
        drawing.start = area->width - last_radius * factor;
    } else {
        drawing.start = 2 * last_radius * factor;
        drawing.step = (area->width - 3 * last_radius * factor) /
                       (double)(data->year_count - 1);
    }
    draw_breaks(&drawing);
    draw_average(&drawing);
    draw_line(&drawing);
    draw_dots(&drawing);
    draw_values(&drawing);
    draw_years(&drawing, box);
}

static const char *head(const struct layout_context *context,
                        const struct chart_data *data)
{
    return ui_strings_years(context->ui_strings, data->year_count);
}

static const char *alt(const struct layout_context *context,
                       const struct chart_plan *plan, const char *said)
{
    const struct chart_data *data = plan->data;
    const bool average_said = chart_average_is_said(said, data);

    if (data->year_count > 1 ||
        (data->exists && !chart_is_said(said, data->text)))
        return chart_data_years_alt(context->arena, data, average_said,
                                    context->ui_strings);
    if (average_said || data->average_text == NULL)
        return "";
    return ARENA_JOIN(context->arena, context->ui_strings->average_upper,
                      data->average_text);
}

const struct chart chart_trend = {.name = "trend",
                                  .least = 96,
                                  .most = 200,
                                  .set = set,
                                  .measure = measure,
                                  .draw = draw,
                                  .has_axis = true,
                                  .head = head,
                                  .alt = alt};
