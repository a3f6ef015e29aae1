#include "stats/history_checks.h"

#include <stdint.h>

#include "base/number.h"

/* An extra digit makes a number ten times as large. Jumps of small numbers are
 * chance, and a few councils are no basis for comparison. */
enum { JUMP_MIN = 10, NUMBER_MIN = 50, COUNCILS_MIN = 5 };

enum { YEARS = YEAR_MAX - YEAR_MIN + 1 };

/* The largest jump between a year and the year before. */
struct jump {
    size_t councils;
    double largest;
    double second;
    size_t row;
    int64_t from;
    int64_t to;
    int64_t scale; /* of an amount */
    struct location location;
};

struct jumps {
    const struct averages *averages;
    const struct campaign *campaign;
    struct jump *items; /* by statistic, year, count or total */
};

static void add_number(struct jump *jump, size_t row, int64_t from, int64_t to,
                       struct location location)
{
    const int64_t high = from > to ? from : to;
    const int64_t low = from > to ? to : from;
    const double size =
        high < NUMBER_MIN ? 1 : (double)high / (double)(low > 1 ? low : 1);

    jump->councils++;
    if (size <= jump->largest) {
        jump->second = size > jump->second ? size : jump->second;
        return;
    }
    jump->second = jump->largest;
    jump->largest = size;
    jump->row = row;
    jump->from = from;
    jump->to = to;
    jump->location = location;
}

static void add_years(struct jumps *jumps, const struct history_entry *before,
                      struct rate after, struct location location,
                      struct location total_location)
{
    const struct statistic_setting *setting =
        &jumps->campaign->settings.statistics[before->statistic];
    struct jump *jump =
        &jumps->items[2 * (before->statistic * YEARS +
                           (size_t)(before->year + 1 - YEAR_MIN))];

    /* amounts with other decimals are different numbers */
    if (!setting->total.text && before->rate.total != after.total)
        return;
    jump->scale = after.total;
    if (setting->count.text)
        add_number(&jump[0], before->row, before->rate.count, after.count,
                   location);
    if (setting->total.text)
        add_number(&jump[1], before->row, before->rate.total, after.total,
                   total_location);
}

/* Adds the campaign's own year after the history. @p council is the last row
 * read, so that each row is read once. */
static void add_own(struct jumps *jumps, struct arena *arena,
                    struct council *council, const struct history_entry *last)
{
    const struct statistic_setting *setting =
        &jumps->campaign->settings.statistics[last->statistic];
    const struct average_columns columns =
        averages_columns(jumps->averages, last->statistic);
    struct location fault;
    struct rate rate;

    if (last->year + 1 != history_campaign_year(&jumps->campaign->settings) ||
        !figure_cells_found(setting, columns) ||
        !figure_cells_have_value(setting))
        return;
    if (council->index != last->row) {
        arena_reset(arena);
        roster_read(jumps->campaign->roster, last->row, arena, council);
    }
    if (figure_cells_read(setting, columns, council->values, &rate, &fault))
        add_years(jumps, last, rate, council->values[columns.count].location,
                  setting->total.text ? council->values[columns.total].location
                                      : NO_LOCATION);
}

static void collect(struct jumps *jumps)
{
    struct arena *arena = arena_new();
    struct council council = {.index = SIZE_MAX};
    size_t count;
    const struct history_entry *entries =
        history_entries(averages_history(jumps->averages), &count);

    for (size_t i = 0; i < count; i++) {
        const struct history_entry *entry = &entries[i];
        const struct history_entry *next = i + 1 < count ? entry + 1 : NULL;
        const bool goes_on = next && next->row == entry->row &&
                             next->statistic == entry->statistic;
        if (!goes_on)
            add_own(jumps, arena, &council, entry);
        else if (next->year == entry->year + 1)
            add_years(jumps, entry, next->rate, next->location, next->location);
    }
    arena_free(arena);
}

static const char *print_number(char text[static FORMAT_TEXT_SIZE],
                                const struct statistic_setting *setting,
                                const struct jump *jump, int64_t number)
{
    const struct rate amount = {number, jump->scale};

    if (setting->format.form->takes_money)
        return format_print(text, &setting->format,
                            format_scale(&setting->format, amount));
    return number_print_count(text, number);
}

static void report(const struct jumps *jumps, const struct jump *jump,
                   size_t statistic, int year, bool is_total,
                   struct diagnostics *diagnostics)
{
    const struct statistic_setting *setting =
        &jumps->campaign->settings.statistics[statistic];
    char from[FORMAT_TEXT_SIZE];
    char to[FORMAT_TEXT_SIZE];

    if (jump->councils < COUNCILS_MIN || jump->largest < JUMP_MIN ||
        jump->second > jump->largest / 2)
        return;
    diagnostics_add(
        diagnostics, RULE_HISTORY_JUMP, jump->location,
        roster_code(jumps->campaign->roster, jump->row), setting->name,
        "the %s was %s in %d and is %s in %d, a change that no other council "
        "has",
        is_total                            ? "total"
        : setting->format.form->takes_money ? "amount"
                                            : "count",
        print_number(from, setting, jump, jump->from), year - 1,
        print_number(to, setting, jump, jump->to), year);
}

void history_checks_run(const struct averages *averages,
                        const struct campaign *campaign,
                        struct diagnostics *diagnostics)
{
    const size_t statistics = campaign->settings.statistic_count;
    struct arena *arena = arena_new();
    struct jumps jumps = {averages, campaign, NULL};

    if (averages_history(averages)) {
        jumps.items = ARENA_ARRAY(arena, struct jump, 2 * statistics * YEARS);
        collect(&jumps);
        for (size_t i = 0; i < 2 * statistics * YEARS; i++)
            report(&jumps, &jumps.items[i], i / 2 / YEARS,
                   YEAR_MIN + (int)(i / 2 % YEARS), i % 2, diagnostics);
    }
    arena_free(arena);
}
