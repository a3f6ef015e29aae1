#include "run/figures_csv.h"

#include <stdio.h>

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

    const char *printed = figure_print_given(text, figure, part);

    buffer_add_char(csv, ',');
    if (part == FIGURE_COUNT && *printed)
        buffer_add_integer(csv, figure->counted.count);
    else if (part == FIGURE_TOTAL && *printed)
        buffer_add_integer(csv, figure->counted.total);
    else
        buffer_add_csv(csv, printed);
}

static const char *name_form(char text[static FIGURE_TEXT_SIZE],
                             const struct figure_format *format)
{
    const struct statistic_form *form = format->form;

    if (!form || form->is_share)
        return "rate";
    if (!form->per)
        snprintf(text, FIGURE_TEXT_SIZE, "per %lld", (long long)format->per);
    else
        return form->takes_money  ? "amount"
               : !form->numerator ? "parts"
                                  : "count";
    return text;
}

static void add_comparison(struct buffer *csv, const struct settings *settings,
                           const char *group)
{
    buffer_add_char(csv, ',');
    buffer_add_csv(csv, group);
    add_period(csv, settings->period_start);
    add_period(csv, settings->period_end);
}

static void add_year(struct buffer *csv, int year)
{
    buffer_add_char(csv, ',');
    if (year)
        buffer_add_integer(csv, year);
}

/* Adds the values of the peers chart, lowest first. */
static void add_peer_values(struct buffer *csv, const struct figure *figure)
{
    buffer_add_char(csv, ',');
    if (figure_gives(figure, FIGURE_PEER_VALUES) && figure->peers)
        buffer_add_csv(csv, figure->peers->values);
}

static void add_figure(struct buffer *csv, const struct settings *settings,
                       const struct figure *figure, const char *group)
{
    static const enum figure_part parts[] = {FIGURE_PREVIOUS, FIGURE_PEERS,
                                             FIGURE_HIGHER,   FIGURE_LOW,
                                             FIGURE_HIGH,     FIGURE_PARTS};
    char text[FIGURE_TEXT_SIZE];

    buffer_add_csv(csv, figure->label);
    add_part(csv, figure, FIGURE_COUNT);
    add_part(csv, figure, FIGURE_TOTAL);
    add_part(csv, figure, FIGURE_RATE);
    add_part(csv, figure, FIGURE_AVERAGE);
    add_comparison(csv, settings, group);
    buffer_add_char(csv, ',');
    buffer_add_text(csv, name_form(text, &figure->format));
    add_year(csv, settings->period_end.year);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        add_part(csv, figure, parts[i]);
    add_peer_values(csv, figure);
    buffer_add_text(csv, "\r\n");
}

/* Adds an earlier year that a chart draws, as a separate figure. */
static void add_figure_year(struct buffer *csv, const struct figure *figure,
                            const struct figure_year *year, const char *group)
{
    const struct settings no_period = {.file = NULL};
    char text[FIGURE_TEXT_SIZE];
    struct figure past = {.format = figure->format,
                          .rate = year->rate,
                          .counted = year->counted,
                          .withheld = year->withheld,
                          .average = year->average,
                          .given = figure->given};

    if (!year->exists)
        return;
    past.given |= FIGURE_RATE;
    buffer_add_csv(csv, figure->label);
    add_part(csv, &past, FIGURE_COUNT);
    add_part(csv, &past, FIGURE_TOTAL);
    add_part(csv, &past, FIGURE_RATE);
    add_part(csv, &past, FIGURE_AVERAGE);
    add_comparison(csv, &no_period, group);
    buffer_add_char(csv, ',');
    buffer_add_text(csv, name_form(text, &figure->format));
    add_year(csv, year->year);
    buffer_add_text(csv, ",,,,,,,\r\n");
}

void figures_csv_write(const struct settings *settings,
                       const struct figures *figures, struct buffer *csv)
{
    buffer_add_text(csv, "\xEF\xBB\xBFstatistic,count,total,rate,average,"
                         "group,period_start,period_end,form,year,previous,"
                         "peers,higher,low,high,parts,peer_values\r\n");
    for (size_t i = 0; i < figures->count; i++) {
        const struct figure *figure = &figures->items[i];
        if (figure_is_given(figure))
            add_figure(csv, settings, figure, figures->group);
        for (size_t j = 0;
             figure_gives(figure, FIGURE_YEARS) && j + 1 < figure->year_count;
             j++)
            add_figure_year(csv, figure, &figure->years[j], figures->group);
    }
}
