#include "layout/chart_data.h"

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
