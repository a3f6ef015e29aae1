#include "run/figures_csv.h"

#include "stats/figure.h"

static void add_period(struct buffer *csv, struct date date)
{
    char words[DATE_WORDS_SIZE];

    buffer_add_char(csv, ',');
    if (date_is_given(date))
        buffer_add_text(csv, date_print_iso(words, date));
}

static void add_part(struct buffer *csv, const struct figure *figure,
                     enum figure_part part)
{
    char text[FIGURE_TEXT_SIZE];

    buffer_add_char(csv, ',');
    if (part == FIGURE_COUNT && figure_gives(figure, part))
        buffer_add_integer(csv, figure->counted.count);
    else if (part == FIGURE_TOTAL && figure_gives(figure, part))
        buffer_add_integer(csv, figure->counted.total);
    else
        buffer_add_text(csv, figure_print_given(text, figure, part));
}

static void add_figure(struct buffer *csv, const struct settings *settings,
                       const struct figure *figure, const char *group)
{
    buffer_add_csv(csv, figure->label);
    add_part(csv, figure, FIGURE_COUNT);
    add_part(csv, figure, FIGURE_TOTAL);
    add_part(csv, figure, FIGURE_RATE);
    add_part(csv, figure, FIGURE_AVERAGE);
    buffer_add_char(csv, ',');
    buffer_add_csv(csv, group);
    add_period(csv, settings->period_start);
    add_period(csv, settings->period_end);
    buffer_add_text(csv, "\r\n");
}

void figures_csv_write(const struct settings *settings,
                       const struct figures *figures, struct buffer *csv)
{
    buffer_add_text(csv, "\xEF\xBB\xBFstatistic,count,total,rate,average,"
                         "group,period_start,period_end\r\n");
    for (size_t i = 0; i < figures->count; i++)
        if (figure_is_given(&figures->items[i]))
            add_figure(csv, settings, &figures->items[i], figures->group);
}
