#include "stats/figure.h"

#include "base/number.h"

const char *figure_print(char text[static FIGURE_TEXT_SIZE],
                         const struct figure *figure, enum figure_part part)
{
    text[0] = '\0';
    switch (part) {
    case FIGURE_RATE:
        rate_print(text, figure->rate);
        break;
    case FIGURE_COUNT:
        if (!figure->withheld)
            number_print_count(text, figure->counted.count);
        break;
    case FIGURE_TOTAL:
        number_print_count(text, figure->counted.total);
        break;
    case FIGURE_AVERAGE:
        if (figure->average >= 0)
            number_print_percent(text, figure->average);
        break;
    }
    return text;
}

bool figure_gives(const struct figure *figure, enum figure_part part)
{
    return figure->given & part && !figure->hidden;
}

const char *figure_print_given(char text[static FIGURE_TEXT_SIZE],
                               const struct figure *figure,
                               enum figure_part part)
{
    text[0] = '\0';
    return figure_gives(figure, part) ? figure_print(text, figure, part) : text;
}

bool figure_is_given(const struct figure *figure)
{
    return figure_gives(figure, FIGURE_RATE) ||
           figure_gives(figure, FIGURE_COUNT);
}

const char *figure_cases(struct arena *arena, const struct figure *figure,
                         const char *out_of)
{
    char count[FIGURE_TEXT_SIZE];
    char total[FIGURE_TEXT_SIZE];

    return arena_printf(arena, "%s%s%s%s%s",
                        figure_print(count, figure, FIGURE_COUNT), out_of,
                        figure_print(total, figure, FIGURE_TOTAL),
                        figure->of ? " " : "", figure->of ? figure->of : "");
}
