#include "stats/figures.h"

#include <stdint.h>
#include <stdio.h>

#include "base/ascii.h"
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

static bool read_number(struct figures_reading *reading,
                        const struct figure_format *format, struct value cell,
                        const char *column, struct rate *rate)
{
    char shown[SUGGESTION_SIZE];
    char message[SUGGESTION_SIZE + 64];
    const char *wanted =
        format->form->takes_money ? "an amount" : "a whole number";
    int digits;

    if (figure_cells_parse(format, cell.text, rate))
        return true;
    if (!*cell.text) {
        snprintf(message, sizeof message, "the cell is empty; %s is wanted",
                 wanted);
        report_cell(reading, RULE_VALUE_MISSING, cell, column, message);
        return false;
    }
    snprintf(message, sizeof message, "%s is not %s",
             suggestion_quote(shown, cell.text), wanted);
    digits = number_digits_over(cell.text);
    if (digits)
        snprintf(message, sizeof message,
                 "%s has %d digits; a count has at "
                 "most %d",
                 suggestion_quote(shown, cell.text), digits, NUMBER_DIGITS);
    report_cell(reading, RULE_VALUE_NOT_COUNT, cell, column, message);
    return false;
}

/* Reads a count, for any form. */
static bool read_count(struct figures_reading *reading, struct value cell,
                       const char *column, int64_t *count)
{
    static const struct figure_format counts = {.form = &statistic_forms[0]};
    struct rate rate;

    if (!read_number(reading, &counts, cell, column, &rate))
        return false;
    *count = rate.count;
    return true;
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

/* Checks the percentage that the row states besides its counts. */
static void check_stated(struct figures_reading *reading,
                         const struct figure *figure, const char *column,
                         struct value cell)
{
    struct stated_percent stated;
    char shown[SUGGESTION_SIZE];
    char count[NUMBER_COUNT_SIZE];
    char total[NUMBER_COUNT_SIZE];
    char percent[FORMAT_TEXT_SIZE];
    char message[SUGGESTION_SIZE + 128];

    if (stated_percent_agrees(cell.text, figure->rate, &figure->format))
        return;
    if (!stated_percent_parse(cell.text, &stated)) {
        snprintf(message, sizeof message, "%s is not a percentage",
                 suggestion_quote(shown, cell.text));
    } else {
        snprintf(message, sizeof message, "states %s, but %s of %s is %s",
                 suggestion_quote(shown, cell.text),
                 number_print_count(count, figure->rate.count),
                 number_print_count(total, figure->rate.total),
                 rate_exists(figure->rate)
                     ? format_print(percent, &figure->format,
                                    format_scale(&figure->format, figure->rate))
                     : "no rate");
    }
    report_cell(reading, RULE_STATED_DIFFERS, cell, column, message);
}

/* "3 severe maladministration, 4 no fault" */
static const char *print_parts(struct arena *arena, const struct figure *figure)
{
    const char *text = "";

    for (size_t i = 0; i < figure->part_count; i++) {
        const struct figure_share *part = &figure->parts[i];
        char *label = arena_strdup(arena, part->label);
        char count[NUMBER_COUNT_SIZE];
        if (!ascii_is_upper(label[1]))
            label[0] = ascii_to_lower(label[0]);
        text = ARENA_JOIN(arena, text, *text ? ", " : "",
                          number_print_count(count, part->count), " ", label);
    }
    return text;
}

/* Prints the cells with names: "severe 3 + none 4 = 7, but determinations is
 * 8". */
static void refuse_sum(struct figures_reading *reading, struct arena *arena,
                       const struct figure *figure,
                       const struct statistic_setting *setting,
                       const struct figure_share *parts, int64_t sum)
{
    const char *cells = "";

    for (size_t i = 0; i < setting->part_count; i++)
        cells = arena_printf(arena, "%s%s%s %lld", cells, i ? " + " : "",
                             setting->parts[i].count.text,
                             (long long)parts[i].count);
    report_cell(reading, RULE_PARTS_SUM, figure->total, setting->total.text,
                arena_printf(arena, "%s = %lld, but %s is %lld", cells,
                             (long long)sum, setting->total.text,
                             (long long)figure->rate.total));
}

static void read_parts(struct figures_reading *reading, struct arena *arena,
                       const struct statistic_setting *setting,
                       struct figure *figure)
{
    struct figure_share *parts =
        ARENA_ARRAY(arena, struct figure_share, setting->part_count);
    bool sound = true;
    int64_t sum = 0;

    for (size_t i = 0; i < setting->part_count; i++) {
        const struct part_setting *part = &setting->parts[i];
        parts[i].label = part->label;
        sound &= read_count(reading,
                            reading->council->values[figure->columns.parts[i]],
                            part->count.text, &parts[i].count);
        sum += parts[i].count;
    }
    if (sound && sum != figure->rate.total)
        refuse_sum(reading, arena, figure, setting, parts, sum);
    figure->parts = parts;
    figure->part_count = setting->part_count;
}

static void check_value(struct figures_reading *reading,
                        const struct figure *figure,
                        const struct statistic_setting *setting)
{
    if (format_is_share(&figure->format) &&
        figure->rate.count > figure->rate.total)
        refuse_over(reading, figure, setting);
    else if (!format_holds(&figure->format, figure->rate))
        report_cell(reading, RULE_VALUE_NOT_COUNT, figure->count,
                    setting->count.text, "the value is too large to print");
    else if (figure->columns.stated != SIZE_MAX)
        check_stated(reading, figure, setting->stated.text,
                     reading->council->values[figure->columns.stated]);
}

static void read_figure(struct figures_reading *reading, struct arena *arena,
                        const struct statistic_setting *setting,
                        struct figure *figure)
{
    const struct value *values = reading->council->values;
    const struct average_columns columns = figure->columns;
    bool sound = true;

    if (!figure_cells_found(setting, columns)) {
        reading->status = STATUS_INPUT; /* reported with the settings */
        return;
    }
    figure->rate.total = 1;
    if (setting->count.text) {
        figure->count = values[columns.count];
        sound = read_number(reading, &figure->format, figure->count,
                            setting->count.text, &figure->rate);
    }
    if (setting->total.text) {
        figure->total = values[columns.total];
        sound &= read_count(reading, figure->total, setting->total.text,
                            &figure->rate.total);
    }
    if (!sound)
        figure->rate = (struct rate){0, 0};
    else if (setting->part_count)
        read_parts(reading, arena, setting, figure);
    else
        check_value(reading, figure, setting);
}

/* Below the minimum, `rate` is none, so nothing can print or draw it. */
static void withhold(struct arena *arena, const struct settings *settings,
                     const struct statistic_setting *setting,
                     struct figure *figure)
{
    const int64_t number =
        setting->total.text ? figure->rate.total : figure->rate.count;

    figure->counted = figure->rate;
    if (!setting->total.text)
        figure->counted.total = 0;
    figure->withheld = figure_cells_withheld(setting, figure->rate);
    if (figure->withheld || !figure_cells_have_value(setting))
        figure->rate = (struct rate){0, 0};
    if (figure->withheld || !figure->counted.total)
        figure->part_count = 0;
    figure->parts_text = print_parts(arena, figure);
    if (setting->of_count)
        figure->of = setting->of[plural_choose(settings->language.text, number,
                                               setting->of_count)];
}

/* @return the number of peers that are lower or, with @p equal, not higher */
static size_t count_lower(const struct peers *peers, struct rate rate,
                          bool equal)
{
    size_t low = 0;
    size_t high = peers->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (rate_compare(peers->rates[middle], rate) < equal)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Finds the council's place among its peers. */
static void find_place(struct figure *figure)
{
    const struct peers *peers = figure->peers;
    size_t lower, end;

    figure->own = SIZE_MAX;
    if (!peers || !rate_exists(figure->rate))
        return;
    lower = count_lower(peers, figure->rate, false);
    end = count_lower(peers, figure->rate, true);
    if (lower < end)
        figure->own = lower;
    figure->higher = peers->count - end;
}

static void fill_year(const struct statistic_setting *setting,
                      struct figure_year *year, struct rate rate)
{
    year->exists = true;
    year->counted = rate;
    year->withheld = figure_cells_withheld(setting, rate);
    year->rate = year->withheld ? (struct rate){0, 0} : rate;
}

/* Collects the years from the first in history, at most seven. */
static void read_years(struct arena *arena, const struct campaign *campaign,
                       const struct averages *averages, size_t council,
                       const char *group, size_t statistic,
                       struct figure *figure)
{
    const struct settings *settings = &campaign->settings;
    const struct statistic_setting *setting = &settings->statistics[statistic];
    const int own = history_campaign_year(settings);
    size_t count;
    const struct history_entry *entries =
        history_find(averages_history(averages), council, statistic, &count);
    struct figure_year *years;
    int first;

    if (!averages_history(averages) || !own ||
        !figure_cells_have_value(setting))
        return;
    for (; count && entries->year <= own - FIGURE_YEARS_MAX; count--)
        entries++;
    first = count ? entries->year : own;
    figure->year_count = (size_t)(own - first + 1);
    years = ARENA_ARRAY(arena, struct figure_year, figure->year_count);
    figure->years = years;
    for (size_t i = 0; i < figure->year_count; i++) {
        years[i].year = first + (int)i;
        years[i].break_note = history_break(settings, years[i].year);
        years[i].average =
            averages_of_year(averages, group, statistic, years[i].year);
    }
    for (size_t i = 0; i < count; i++)
        fill_year(setting, &years[entries[i].year - first], entries[i].rate);
    years += figure->year_count - 1;
    *years = (struct figure_year){own,
                                  true,
                                  figure->rate,
                                  figure->counted,
                                  figure->withheld,
                                  figure->average,
                                  years->break_note};
    if (figure->year_count > 1 && years[-1].exists)
        figure->previous = &years[-1];
}

static void compare(const struct settings *settings,
                    const struct averages *averages, const char *group,
                    size_t statistic, struct figure *figure)
{
    figure->average = averages_find(averages, group, statistic);
    figure->lacking = averages_lacking(averages, group, statistic);
    figure->national = averages_find(averages, NULL, statistic);
    figure->national_lacking = averages_lacking(averages, NULL, statistic);
    figure->peers = averages_peers(averages, group, statistic);
    for (size_t i = 0; i < settings->group_label_count; i++)
        if (name_match_equal(settings->group_labels[i].group.text, group)) {
            figure->peer = settings->group_labels[i].singular;
            figure->peer_plural = settings->group_labels[i].plural;
        }
    find_place(figure);
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
        const struct statistic_setting *setting = &settings->statistics[i];
        items[i] = (struct figure){.name = setting->name,
                                   .label = setting->label,
                                   .format = setting->format,
                                   .words = words_find(settings->language.text),
                                   .minimum = setting->minimum,
                                   .hidden = setting->hidden,
                                   .columns = averages_columns(averages, i),
                                   .part_columns = setting->part_count};
        read_figure(&reading, arena, setting, &items[i]);
        withhold(arena, settings, setting, &items[i]);
        compare(settings, averages, figures->group, i, &items[i]);
        read_years(arena, campaign, averages, council->index, figures->group, i,
                   &items[i]);
    }
    return reading.status;
}

enum status figures_read_languages(struct arena *arena,
                                   const struct campaign *campaign,
                                   const struct averages *averages,
                                   const struct council *council,
                                   const struct figures **figures,
                                   struct diagnostics *diagnostics)
{
    struct figures *items =
        ARENA_ARRAY(arena, struct figures, campaign->settings.languages.count);
    enum status status = STATUS_OK;

    *figures = items;
    for (; campaign && status == STATUS_OK; campaign = campaign->next)
        status = figures_read(arena, campaign, averages, council, items++,
                              diagnostics);
    return status;
}

const struct figure *figures_find(const struct figures *figures,
                                  const char *name)
{
    for (size_t i = 0; i < figures->count; i++)
        if (name_match_equal(figures->items[i].name, name))
            return &figures->items[i];
    return NULL;
}
