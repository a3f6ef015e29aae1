#include <math.h>

#include "layout/chart_plot.h"
#include "layout/chart_shapes.h"

/* A column for each year, from zero, the letter's year darker than the others.
 * Values are above their columns, those of other years only if there is space.
 *
 *      12   9       17
 *     |  | |  |    |##|
 *     2019 2020    2022
 */

struct columns_year {
    struct chart_label value;
    struct chart_label year;
    struct rect value_box;
    struct rect year_box;
};

struct columns {
    struct chart_plot plot;
    struct columns_year *years;
};

static const double column_share = 0.7; ///< of the distance between years
static const double column_max = 30;
static const double label_gap = 1.5;
static const double apart = 3; ///< between labels of a row

static enum status set_year(const struct layout_context *context,
                            const struct chart_plan *plan, size_t i,
                            struct columns_year *year, struct error *err)
{
    const struct chart_year *data = &plan->data->years[i];
    const bool last = i + 1 == plan->data->year_count;
    const double width = plan->width / 2;
    enum status status =
        chart_label_set(context, data->year, plan->location, CHART_LABEL_AXIS,
                        width, &year->year, err);

    if (status == STATUS_OK && data->exists)
        status = chart_label_set(context, data->text, plan->location,
                                 last ? CHART_LABEL_OWN : CHART_LABEL_PLAIN,
                                 width, &year->value, err);
    return status;
}

static enum status set(const struct layout_context *context,
                       struct chart_plan *plan, struct error *err)
{
    struct columns *columns = ARENA_NEW(context->arena, struct columns);
    enum status status;

    *columns = (struct columns){0};
    columns->years = ARENA_ARRAY(context->arena, struct columns_year,
                                 plan->data->year_count);
    plan->state = columns;
    status = chart_plot_set(context, plan, NULL, true, &columns->plot, err);
    for (size_t i = 0; status == STATUS_OK && i < plan->data->year_count; i++)
        status = set_year(context, plan, i, &columns->years[i], err);
    return status;
}

static double measure(const struct layout_context *context,
                      const struct chart_plan *plan, double width,
                      double closeness)
{
    struct columns *columns = plan->state;

    (void)width;
    return chart_plot_measure(context, &columns->plot, closeness);
}

/** @return true if the box does not touch the drawn labels of later years */
static bool is_free(const struct columns *columns, struct rect box, size_t i,
                    size_t count, bool values)
{
    for (size_t j = i + 1; j < count; j++) {
        const struct rect other =
            values ? columns->years[j].value_box : columns->years[j].year_box;

        if (other.width > 0 && rect_overlaps(box, other, -apart))
            return false;
    }
    return true;
}

/** @return the top of the highest column between two places */
static double highest_column(const struct columns *columns,
                             const struct chart_data *data, double step,
                             double width, struct rect label)
{
    const struct rect *area = &columns->plot.area;
    double highest = area->y + area->height;

    for (size_t i = 0; i < data->year_count; i++) {
        const double middle = area->x + ((double)i + 0.5) * step;

        if (data->years[i].exists &&
            middle - width / 2 < label.x + label.width &&
            middle + width / 2 > label.x)
            highest = fmin(highest, chart_plot_y(&columns->plot, data,
                                                 data->years[i].value));
    }
    return highest;
}

/** Places a value above its column; the letter's year is always labelled,
 *  above all columns that its label overlaps. */
static void place_value(struct columns *columns, const struct chart_data *data,
                        size_t i, double step, double width)
{
    const struct rect *area = &columns->plot.area;
    struct columns_year *year = &columns->years[i];
    const double y = chart_plot_y(&columns->plot, data, data->years[i].value);
    struct rect box =
        chart_label_box(&year->value, area->x + ((double)i + 0.5) * step, y,
                        area->x, area->x + area->width);
    const double highest = highest_column(columns, data, step, width, box);
    const bool last = i + 1 == data->year_count;

    box.y = fmin(y, highest) - label_gap - box.height;
    if (last || (highest > y - label_gap &&
                 is_free(columns, box, i, data->year_count, true)))
        year->value_box = box;
}

/** Finds the places of labels, the latest years first. */
static void place_labels(const struct layout_context *context,
                         struct columns *columns, const struct chart_data *data,
                         struct rect box, double step, double width)
{
    const struct rect *area = &columns->plot.area;
    const double row = chart_plot_row(context, &columns->plot);

    for (size_t i = data->year_count; i-- > 0;) {
        struct columns_year *year = &columns->years[i];
        const double x = area->x + ((double)i + 0.5) * step;
        const struct rect name =
            chart_label_box(&year->year, x, row, box.x, box.x + box.width);

        place_value(columns, data, i, step, width);
        if (is_free(columns, name, i, data->year_count, false))
            year->year_box = name;
    }
}

/** @return true if each column has its number, so that no grid is needed */
static bool has_all_values(const struct columns *columns,
                           const struct chart_data *data)
{
    for (size_t i = 0; i < data->year_count; i++)
        if (data->years[i].exists && columns->years[i].value_box.width <= 0)
            return false;
    return true;
}

static void draw_column(const struct layout_context *context,
                        struct rect column, bool last, const struct tag *tag)
{
    const struct theme *theme = &context->kit->theme;
    const struct chart_paint paint = {
        .colour = last ? theme->fill : theme->peers, .tag = tag};

    if (column.height > 0)
        chart_shapes_box(context, column, &paint);
}

static void draw(const struct layout_context *context,
                 const struct chart_plan *plan, struct rect box,
                 struct tag *tag)
{
    struct columns *columns = plan->state;
    const struct chart_data *data = plan->data;
    const struct rect *area = &columns->plot.area;
    double step, width;

    chart_plot_place(context, &columns->plot, box, 0);
    step = area->width / fmax(1, (double)data->year_count);
    width = fmin(column_share * step, column_max);
    place_labels(context, columns, data, box, step, width);
    chart_plot_draw(context, &columns->plot, !has_all_values(columns, data));
    for (size_t i = 0; i < data->year_count; i++) {
        struct columns_year *year = &columns->years[i];
        const bool last = i + 1 == data->year_count;
        const double x = area->x + ((double)i + 0.5) * step - width / 2;
        const double y =
            chart_plot_y(&columns->plot, data, data->years[i].value);

        if (data->years[i].exists)
            draw_column(context,
                        (struct rect){x, y, width, area->y + area->height - y},
                        last, tag);
        if (year->value_box.width > 0)
            chart_label_draw(
                context, &year->value,
                (struct point){year->value_box.x, year->value_box.y});
        if (year->year_box.width > 0)
            chart_label_draw(
                context, &year->year,
                (struct point){year->year_box.x, year->year_box.y});
    }
}

static const char *head(const struct layout_context *context,
                        const struct chart_data *data)
{
    return ui_strings_years(context->ui_strings, data->year_count);
}

static const char *alt(const struct layout_context *context,
                       const struct chart_plan *plan, const char *said)
{
    if (plan->data->year_count < 2 &&
        (!plan->data->exists || chart_is_said(said, plan->data->text)))
        return "";
    return chart_data_years_alt(context->arena, plan->data,
                                chart_average_is_said(said, plan->data),
                                context->ui_strings);
}

const struct chart chart_columns = {.name = "columns",
                                    .least = 120,
                                    .most = 240,
                                    .set = set,
                                    .measure = measure,
                                    .draw = draw,
                                    .has_axis = true,
                                    .head = head,
                                    .alt = alt};
