#include "layout/chart_data.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "letter/chart_kind.h"
#include "stats/figure.h"

static const char *print(struct arena *arena, const struct figure *figure,
                         enum figure_part part)
{
    char text[FIGURE_TEXT_SIZE];

    return arena_strdup(arena, figure_print(text, figure, part));
}

/* Peers of a group with wrong rows are not drawn: the row is refused. */
static void set_peers(const struct figure *figure, struct chart_data *data)
{
    if (!figure->peers || figure->peers->lacking)
        return;
    data->peers = figure->peers->positions;
    data->peer_count = figure->peers->count;
    data->own = figure->own;
}

/* "12 of 17"; "12" if the count is not out of a number of cases. */
static const char *print_cases(struct arena *arena, const struct figure *figure,
                               const struct figure_year *year,
                               const struct ui_strings *ui_strings)
{
    char count[NUMBER_COUNT_SIZE];
    char total[NUMBER_COUNT_SIZE];

    if (!year->exists || year->withheld || !format_is_share(&figure->format))
        return "";
    return ARENA_JOIN(arena, number_print_count(count, year->counted.count),
                      ui_strings->out_of,
                      number_print_count(total, year->counted.total));
}

static void set_years(struct arena *arena, const struct figure *figure,
                      unsigned shown, const struct ui_strings *ui_strings,
                      struct chart_data *data)
{
    struct chart_year *years =
        ARENA_ARRAY(arena, struct chart_year, figure->year_count);
    char text[FIGURE_TEXT_SIZE];

    for (size_t i = 0; i < figure->year_count; i++) {
        const struct figure_year *year = &figure->years[i];
        const bool exists = year->exists && rate_exists(year->rate);
        years[i] = (struct chart_year){
            .year = arena_printf(arena, "%d", year->year),
            .exists = exists,
            .value = exists ? format_position(&figure->format, year->rate) : 0,
            .text = arena_strdup(arena, figure_print_year(text, figure, year)),
            .cases = print_cases(arena, figure, year, ui_strings),
            .break_note = year->break_note,
        };
        if (!(shown & FIGURE_AVERAGE) || !year->average.exists)
            continue;
        years[i].average = year->average.position;
        years[i].average_text = arena_strdup(
            arena, figure_print_average(text, figure, year->average));
    }
    data->years = years;
    data->year_count = figure->year_count;
}

static void set_parts(struct arena *arena, const struct figure *figure,
                      struct chart_data *data)
{
    struct chart_part *parts =
        ARENA_ARRAY(arena, struct chart_part, figure->part_count);
    char text[NUMBER_COUNT_SIZE];

    for (size_t i = 0; i < figure->part_count; i++)
        parts[i] = (struct chart_part){
            figure->parts[i].label, figure->parts[i].count,
            arena_strdup(arena,
                         number_print_count(text, figure->parts[i].count))};
    data->parts = parts;
    data->part_count = figure->part_count;
    data->exists |= figure->part_count > 0;
}

/* @return the largest drawn value */
static double find_largest(const struct chart_data *data)
{
    double largest = fmax(data->value, data->average);

    if (data->peer_count)
        largest = fmax(largest, data->peers[data->peer_count - 1]);
    for (size_t i = 0; i < data->year_count; i++)
        largest =
            fmax(largest, fmax(data->years[i].value, data->years[i].average));
    return largest;
}

/* Ends the axis at a round number not below any value. */
static void set_axis(struct arena *arena, const struct figure *figure,
                     struct chart_data *data)
{
    static const double steps[] = {1, 2, 4, 6, 8, 10};
    const double largest = find_largest(data);
    const int decimals = figure->format.decimals;
    double power = 2.0 / (double)format_power(decimals);
    char text[FORMAT_TEXT_SIZE];
    size_t step = 0;

    while (power * 10 < largest)
        power *= 10;
    while (steps[step] * power < largest)
        step++;
    data->maximum = steps[step] * power;
    for (int i = 0; i < 3; i++)
        data->axis[i] = arena_strdup(
            arena, format_print(text, &figure->format,
                                format_scale_real(&figure->format,
                                                  data->maximum * i / 2)));
}

struct chart_data chart_data_make(struct arena *arena,
                                  const struct panel *panel,
                                  const struct ui_strings *ui_strings)
{
    const struct figure *figure = panel->figure;
    const unsigned shown = chart_kind_parts(panel->charts, panel->chart_count);
    struct chart_data data = {
        .exists = rate_exists(figure->rate),
        .is_rate = format_is_share(&figure->format),
        .count = figure->withheld ? 0 : figure->counted.count,
        .total = figure->withheld ? 0 : figure->counted.total,
        .text = print(arena, figure, FIGURE_RATE),
        .number = print(arena, figure, FIGURE_COUNT),
        .all = print(arena, figure, FIGURE_TOTAL),
        .of = figure->of,
        .cases = figure->withheld
                     ? ""
                     : figure_cases(arena, figure, ui_strings->out_of),
        .own = SIZE_MAX,
        .peer = figure->peer ? figure->peer : ui_strings->similar,
        .peer_plural =
            figure->peer ? figure->peer_plural : ui_strings->similar_plural,
        .maximum = 100,
        .axis = {"0%", "50%", "100%"},
    };

    if (data.exists)
        data.value = format_position(&figure->format, figure->rate);
    if (shown & FIGURE_AVERAGE && figure->average.exists) {
        data.average = figure->average.position;
        data.average_text = print(arena, figure, FIGURE_AVERAGE);
    }
    if (shown & FIGURE_PEERS)
        set_peers(figure, &data);
    if (shown & FIGURE_YEARS)
        set_years(arena, figure, shown, ui_strings, &data);
    set_parts(arena, figure, &data);
    if (!data.is_rate)
        set_axis(arena, figure, &data);
    return data;
}

/** @return @p text without its per cent sign, if the last value also has one */
static const char *trim_unit(struct arena *arena, const char *text,
                             bool is_rate)
{
    const size_t length = strlen(text);

    if (!is_rate || length == 0 || text[length - 1] != '%')
        return text;
    return arena_strndup(arena, text, length - 1);
}

static const char *year_value(struct arena *arena,
                              const struct chart_data *data, size_t i,
                              const struct ui_strings *ui_strings)
{
    const struct chart_year *year = &data->years[i];
    size_t last = data->year_count - 1;

    if (!year->exists)
        return ui_strings->no_figure;
    while (!data->years[last].exists)
        last--;
    return i < last ? trim_unit(arena, year->text, data->is_rate) : year->text;
}

/** "; average 59 to 64%", from the first year that has one to the last */
static const char *averages_alt(struct arena *arena,
                                const struct chart_data *data,
                                bool average_said,
                                const struct ui_strings *ui_strings)
{
    const struct chart_year *first = NULL;
    const struct chart_year *last = NULL;

    for (size_t i = 0; i < data->year_count; i++)
        if (data->years[i].average_text != NULL) {
            first = first == NULL ? &data->years[i] : first;
            last = &data->years[i];
        }
    if (last == NULL || (last == first && average_said))
        return "";
    if (last == first)
        return ARENA_JOIN(arena, "; ", ui_strings->average, last->average_text);
    return ARENA_JOIN(arena, "; ", ui_strings->average,
                      trim_unit(arena, first->average_text, data->is_rate),
                      ui_strings->to, last->average_text);
}

const char *chart_data_years_alt(struct arena *arena,
                                 const struct chart_data *data,
                                 bool average_said,
                                 const struct ui_strings *ui_strings)
{
    const char *text =
        ARENA_JOIN(arena, ui_strings_years(ui_strings, data->year_count), ": ");

    for (size_t i = 0; i < data->year_count; i++)
        text = ARENA_JOIN(arena, text, i > 0 ? ", " : "",
                          year_value(arena, data, i, ui_strings));
    return ARENA_JOIN(arena, text,
                      averages_alt(arena, data, average_said, ui_strings));
}
