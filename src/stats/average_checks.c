#include "stats/average_checks.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/name_match.h"
#include "data/suggestion.h"
#include "stats/total_row.h"

/* The values of a group's councils, in the charts' units. */
struct rate_span {
    size_t count;
    double low;
    double high;
};

struct average_checks {
    struct arena *arena;
    const struct campaign *campaign;
    const struct averages *averages;
    const char **groups; /* those compared */
    size_t group_count;
    size_t statistic_count;
    struct rate_span *spans; /* by group, then statistic */
    size_t *totals;          /* rows with the name of a total */
    size_t total_count;
    struct diagnostics *diagnostics;
};

static void widen(struct rate_span *span, double position)
{
    if (!span->count || position < span->low)
        span->low = position;
    if (!span->count || position > span->high)
        span->high = position;
    span->count++;
}

static size_t find_group(const struct average_checks *average_checks,
                         const char *group)
{
    for (size_t i = 0; i < average_checks->group_count; i++)
        if (name_match_equal(average_checks->groups[i], group))
            return i;
    return SIZE_MAX;
}

static void check_group(const struct average_checks *average_checks,
                        const struct council *council, struct value cell)
{
    const char *near = name_match_suggest(cell.text, average_checks->groups,
                                          average_checks->group_count);
    char shown[SUGGESTION_SIZE];
    char suggestion[SUGGESTION_SIZE];

    if (!near || !*cell.text)
        return;
    diagnostics_add(
        average_checks->diagnostics, RULE_GROUP_UNKNOWN, cell.location,
        council->code, average_checks->campaign->settings.group_column.text,
        "%s is not among the groups compared%s",
        suggestion_quote(shown, cell.text),
        suggestion_similar(suggestion, cell.text, average_checks->groups,
                           average_checks->group_count));
}

static void add_rate(struct average_checks *average_checks,
                     const struct council *council, size_t column)
{
    const struct value cell = council->values[column];
    const size_t group = find_group(average_checks, cell.text);

    if (group == SIZE_MAX) {
        if (average_checks->diagnostics)
            check_group(average_checks, council, cell);
        return;
    }
    for (size_t i = 0; i < average_checks->statistic_count; i++) {
        const struct statistic_setting *setting =
            &average_checks->campaign->settings.statistics[i];
        const struct average_columns columns =
            averages_columns(average_checks->averages, i);
        struct location fault;
        struct rate rate;
        if (figure_cells_found(setting, columns) &&
            figure_cells_have_value(setting) &&
            figure_cells_read(setting, columns, council->values, &rate,
                              &fault) &&
            rate_exists(rate))
            widen(&average_checks
                       ->spans[group * average_checks->statistic_count + i],
                  format_position(&setting->format, rate));
    }
}

static void note_total(struct average_checks *average_checks, size_t row)
{
    average_checks->totals =
        memory_resize(average_checks->totals, average_checks->total_count + 1,
                      sizeof *average_checks->totals);
    average_checks->totals[average_checks->total_count++] = row;
}

static void check_total(const struct average_checks *average_checks, size_t row)
{
    const struct campaign *campaign = average_checks->campaign;
    struct arena *arena = arena_new();
    struct council council;
    char shown[SUGGESTION_SIZE];

    roster_read(campaign->roster, row, arena, &council);
    suggestion_quote(shown, council.name);
    if (total_row_adds_up(campaign, average_checks->averages, &council))
        diagnostics_add(
            average_checks->diagnostics, RULE_TOTAL_ROW, council.location,
            council.code, campaign->settings.name.text,
            "%s is no council: its figures are the sums of other rows; "
            "delete the row",
            shown);
    else
        diagnostics_add(average_checks->diagnostics, RULE_TOTAL_NAME,
                        council.location, council.code,
                        campaign->settings.name.text,
                        "%s looks like a total, and gets a letter", shown);
    arena_free(arena);
}

static void check_average(const struct average_checks *average_checks,
                          size_t group, size_t statistic)
{
    const struct rate_span *span =
        &average_checks
             ->spans[group * average_checks->statistic_count + statistic];
    const char *name = average_checks->groups[group];
    const struct statistic_setting *setting =
        &average_checks->campaign->settings.statistics[statistic];
    const struct average average =
        averages_find(average_checks->averages, name, statistic);
    const struct location location =
        averages_location(average_checks->averages, name, statistic);
    const double power = (double)format_power(setting->format.decimals);
    const double low = floor(span->low * power);
    const double high = ceil(span->high * power);
    char texts[3][FORMAT_TEXT_SIZE];

    if (!location.file || span->count < AVERAGE_CHECKS_COUNCILS_MIN ||
        (average.position * power >= low && average.position * power <= high))
        return;
    diagnostics_add(average_checks->diagnostics, RULE_AVERAGE_IMPLAUSIBLE,
                    location, NULL, setting->name,
                    "%s is no average of the %zu councils of this group, which "
                    "have %s to %s",
                    format_print(texts[0], &setting->format, average.scaled),
                    span->count,
                    format_print(texts[1], &setting->format, (int64_t)low),
                    format_print(texts[2], &setting->format, (int64_t)high));
}

struct average_checks *average_checks_new(const struct campaign *campaign,
                                          const struct averages *averages)
{
    const struct settings *settings = &campaign->settings;
    struct arena *arena = arena_new();
    struct average_checks *made = ARENA_NEW(arena, struct average_checks);

    *made = (struct average_checks){
        .arena = arena,
        .campaign = campaign,
        .averages = averages,
        .group_count = settings->groups_compared.count,
        .statistic_count = settings->statistic_count,
    };
    made->groups = ARENA_ARRAY(arena, const char *, made->group_count);
    made->spans = ARENA_ARRAY(arena, struct rate_span,
                              made->group_count * made->statistic_count);
    for (size_t i = 0; i < made->group_count; i++)
        made->groups[i] = settings->groups_compared.items[i].text;
    return made;
}

void average_checks_add(struct average_checks *average_checks,
                        const struct council *council,
                        struct diagnostics *diagnostics)
{
    const size_t column = averages_group_column(average_checks->averages);

    average_checks->diagnostics = diagnostics;
    if (column != SIZE_MAX)
        add_rate(average_checks, council, column);
    if (diagnostics && total_row_is_named(council))
        note_total(average_checks, council->index);
}

void average_checks_finish(struct average_checks *average_checks,
                           struct diagnostics *diagnostics)
{
    average_checks->diagnostics = diagnostics;
    for (size_t i = 0; i < average_checks->group_count; i++)
        for (size_t j = 0; j < average_checks->statistic_count; j++)
            check_average(average_checks, i, j);
    for (size_t i = 0; i < average_checks->total_count; i++)
        check_total(average_checks, average_checks->totals[i]);
    free(average_checks->totals);
    arena_free(average_checks->arena);
}
