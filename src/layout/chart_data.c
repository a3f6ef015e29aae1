#include "layout/chart_data.h"

#include <string.h>

#include "stats/figure.h"

static const char *print(struct arena *arena, const struct figure *figure,
                         enum figure_part part)
{
    char text[FIGURE_TEXT_SIZE];

    return arena_strdup(arena, figure_print(text, figure, part));
}

struct chart_data chart_data_make(struct arena *arena,
                                  const struct figure *figure,
                                  const struct ui_strings *ui_strings)
{
    struct chart_data data = {
        .exists = rate_exists(figure->rate),
        .is_rate = true,
        .count = figure->rate.count,
        .total = figure->rate.total,
        .text = print(arena, figure, FIGURE_RATE),
        .number = print(arena, figure, FIGURE_COUNT),
        .all = print(arena, figure, FIGURE_TOTAL),
        .of = figure->of,
        .cases = figure->withheld
                     ? ""
                     : figure_cases(arena, figure, ui_strings->out_of),
        .own = SIZE_MAX,
        .peer = ui_strings->similar,
        .peer_plural = ui_strings->similar_plural,
        .maximum = 100,
        .axis = {"0%", "50%", "100%"},
    };

    if (data.exists)
        data.value = 100.0 * (double)data.count / (double)data.total;
    if (figure->average >= 0) {
        data.average = figure->average;
        data.average_text = print(arena, figure, FIGURE_AVERAGE);
    }
    return data;
}

/** @return @p text without the per cent sign that the last value has, too */
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

    if (!year->exists)
        return ui_strings->no_figure;
    return i + 1 < data->year_count
               ? trim_unit(arena, year->text, data->is_rate)
               : year->text;
}

/** "; average 59 to 64%", from the first year that has one to the last */
static const char *averages_alt(struct arena *arena,
                                const struct chart_data *data,
                                const struct ui_strings *ui_strings)
{
    const struct chart_year *first = NULL;
    const struct chart_year *last = NULL;

    for (size_t i = 0; i < data->year_count; i++)
        if (data->years[i].average_text != NULL) {
            first = first == NULL ? &data->years[i] : first;
            last = &data->years[i];
        }
    if (last == NULL)
        return "";
    if (last == first)
        return ARENA_JOIN(arena, "; ", ui_strings->average, last->average_text);
    return ARENA_JOIN(arena, "; ", ui_strings->average,
                      trim_unit(arena, first->average_text, data->is_rate),
                      ui_strings->to, last->average_text);
}

const char *chart_data_years_alt(struct arena *arena,
                                 const struct chart_data *data,
                                 const struct ui_strings *ui_strings)
{
    const char *text =
        ARENA_JOIN(arena, ui_strings_years(ui_strings, data->year_count), ": ");

    for (size_t i = 0; i < data->year_count; i++)
        text = ARENA_JOIN(arena, text, i > 0 ? ", " : "",
                          year_value(arena, data, i, ui_strings));
    return ARENA_JOIN(arena, text, averages_alt(arena, data, ui_strings));
}
