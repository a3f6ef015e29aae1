#include "stats/figures.h"

#include <stdint.h>
#include <stdio.h>

#include "base/name_match.h"
#include "base/number.h"
#include "base/plural.h"
#include "data/suggestion.h"
#include "stats/stated_percent.h"

struct figures_reading {
    const struct council *council;
    struct diagnostics *diagnostics;
    enum status status; /* of the first fault */
};

static void report_cell(struct figures_reading *reading,
                        enum diagnostic_id rule, struct value cell,
                        const char *column, const char *message)
{
    diagnostics_add(reading->diagnostics, rule, cell.location,
                    reading->council->code, column, "%s", message);
    if (!reading->status)
        reading->status = rule_status(rule);
}

static bool read_count(struct figures_reading *reading, struct value cell,
                       const char *column, int64_t *count)
{
    char shown[SUGGESTION_SIZE];
    char message[SUGGESTION_SIZE + 64];
    int digits;

    if (number_parse_count(cell.text, count))
        return true;
    if (!*cell.text) {
        report_cell(reading, RULE_VALUE_MISSING, cell, column,
                    "the cell is empty; a whole number is wanted");
        return false;
    }
    snprintf(message, sizeof message, "%s is not a whole number",
             suggestion_quote(shown, cell.text));
    digits = number_digits_over(cell.text);
    if (digits)
        snprintf(message, sizeof message,
                 "%s has %d digits; a count has at "
                 "most %d",
                 suggestion_quote(shown, cell.text), digits, NUMBER_DIGITS);
    report_cell(reading, RULE_VALUE_NOT_COUNT, cell, column, message);
    return false;
}

static void refuse_over(struct figures_reading *reading,
                        const struct figure *figure,
                        const struct statistic_setting *setting)
{
    char count[NUMBER_COUNT_SIZE];
    char total[NUMBER_COUNT_SIZE];
    char message[SUGGESTION_SIZE + 2 * NUMBER_COUNT_SIZE];

    snprintf(message, sizeof message, "%s is more than the total: %.160s is %s",
             number_print_count(count, figure->rate.count), setting->total.text,
             number_print_count(total, figure->rate.total));
    report_cell(reading, RULE_COUNT_OVER_TOTAL, figure->count,
                setting->count.text, message);
}

/* Below the minimum the rate is none to all that print or draw. */
static void finish_figure(const struct settings *settings,
                          const struct statistic_setting *setting,
                          struct figure *figure)
{
    const int64_t total = figure->rate.total;

    figure->counted = figure->rate;
    figure->withheld = total > 0 && total < setting->minimum;
    if (figure->withheld)
        figure->rate = (struct rate){0, 0};
    if (setting->of_count)
        figure->of = setting->of[plural_choose(settings->language.text, total,
                                               setting->of_count)];
}

/* A percentage that the row states beside its counts. */
static void check_stated(struct figures_reading *reading,
                         const struct figure *figure, const char *column,
                         struct value cell)
{
    struct stated_percent stated;
    char shown[SUGGESTION_SIZE];
    char count[NUMBER_COUNT_SIZE];
    char total[NUMBER_COUNT_SIZE];
    char percent[RATE_TEXT_SIZE];
    char message[SUGGESTION_SIZE + 128];

    if (stated_percent_agrees(cell.text, figure->rate))
        return;
    if (!stated_percent_parse(cell.text, &stated)) {
        snprintf(message, sizeof message, "%s is not a percentage",
                 suggestion_quote(shown, cell.text));
    } else {
        snprintf(message, sizeof message, "states %s, but %s of %s is %s",
                 suggestion_quote(shown, cell.text),
                 number_print_count(count, figure->rate.count),
                 number_print_count(total, figure->rate.total),
                 rate_exists(figure->rate) ? rate_print(percent, figure->rate)
                                           : "no rate");
    }
    report_cell(reading, RULE_STATED_DIFFERS, cell, column, message);
}

static void read_figure(struct figures_reading *reading,
                        const struct statistic_setting *setting,
                        struct average_columns columns, struct figure *figure)
{
    const struct value *values = reading->council->values;
    bool counted, totalled;

    figure->name = setting->name;
    figure->label = setting->label;
    figure->minimum = setting->minimum;
    figure->hidden = setting->hidden;
    figure->columns = columns;
    figure->average = -1;
    if (columns.count == SIZE_MAX || columns.total == SIZE_MAX) {
        reading->status = STATUS_INPUT; /* reported with the settings */
        return;
    }
    figure->count = values[columns.count];
    figure->total = values[columns.total];
    counted = read_count(reading, figure->count, setting->count.text,
                         &figure->rate.count);
    totalled = read_count(reading, figure->total, setting->total.text,
                          &figure->rate.total);
    if (!counted || !totalled)
        return;
    if (figure->rate.count > figure->rate.total)
        refuse_over(reading, figure, setting);
    else if (columns.stated != SIZE_MAX)
        check_stated(reading, figure, setting->stated.text,
                     values[columns.stated]);
}

enum status figures_read(struct arena *arena, const struct campaign *campaign,
                         const struct averages *averages,
                         const struct council *council, struct figures *figures,
                         struct diagnostics *diagnostics)
{
    const struct settings *settings = &campaign->settings;
    const size_t group = averages_group_column(averages);
    struct figures_reading reading = {council, diagnostics, STATUS_OK};
    struct figure *items =
        ARENA_ARRAY(arena, struct figure, settings->statistic_count);

    *figures =
        (struct figures){items, settings->statistic_count,
                         group == SIZE_MAX ? "" : council->values[group].text};
    for (size_t i = 0; i < figures->count; i++) {
        read_figure(&reading, &settings->statistics[i],
                    averages_columns(averages, i), &items[i]);
        finish_figure(settings, &settings->statistics[i], &items[i]);
        items[i].average = averages_find(averages, figures->group, i);
        items[i].lacking = averages_lacking(averages, figures->group, i);
    }
    return reading.status;
}

const struct figure *figures_find(const struct figures *figures,
                                  const char *name)
{
    for (size_t i = 0; i < figures->count; i++)
        if (name_match_equal(figures->items[i].name, name))
            return &figures->items[i];
    return NULL;
}
