#include "run/figures_csv.h"

static void add_period(struct buffer *csv, struct date date)
{
    char words[DATE_WORDS_SIZE];

    buffer_add_char(csv, ',');
    if (date_is_given(date))
        buffer_add_text(csv, date_print_iso(words, date));
}

static void add_figure(struct buffer *csv, const struct settings *settings,
                       const struct figure *figure, const char *group)
{
    char rate[RATE_TEXT_SIZE];

    buffer_add_csv(csv, figure->name);
    buffer_add_char(csv, ',');
    buffer_add_integer(csv, figure->rate.count);
    buffer_add_char(csv, ',');
    buffer_add_integer(csv, figure->rate.total);
    buffer_printf(csv, ",%s,", rate_print(rate, figure->rate));
    if (figure->average >= 0)
        buffer_printf(csv, "%d%%", figure->average);
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
        add_figure(csv, settings, &figures->items[i], figures->group);
}
