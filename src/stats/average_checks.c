#include "stats/average_checks.h"

#include <stdint.h>

#include "base/name_match.h"
#include "data/suggestion.h"
#include "stats/rate.h"

/* The rates of a group's councils, in per cent, rounded outwards. */
struct span {
    size_t count;
    int low;
    int high;
};

struct plausibility {
    struct arena *arena;
    const struct campaign *campaign;
    const struct averages *averages;
    const char **groups; /* those compared */
    size_t group_count;
    size_t statistic_count;
    struct span *spans; /* by group, then statistic */
    struct report *report;
};

static void widen(struct span *span, struct rate rate)
{
    const int low = (int)(100 * rate.count / rate.total);
    const int high = (int)((100 * rate.count + rate.total - 1) / rate.total);

    if (!span->count || low < span->low)
        span->low = low;
    if (!span->count || high > span->high)
        span->high = high;
    span->count++;
}

static size_t find_group(const struct plausibility *plausibility,
                         const char *group)
{
    for (size_t i = 0; i < plausibility->group_count; i++)
        if (name_equal(plausibility->groups[i], group))
            return i;
    return SIZE_MAX;
}

static void check_group(const struct plausibility *plausibility,
                        const struct council *council, struct value cell)
{
    const char *near = name_suggest(cell.text, plausibility->groups,
                                    plausibility->group_count);
    char shown[HINT_SIZE];
    char hint[HINT_SIZE];

    if (!near || !*cell.text)
        return;
    report_say(
        plausibility->report, RULE_GROUP_UNKNOWN, cell.place, council->code,
        plausibility->campaign->settings.group_column.text,
        "%s is not among the groups compared%s", hint_value(shown, cell.text),
        hint_similar(hint, cell.text, plausibility->groups,
                     plausibility->group_count));
}

static void look_at(struct plausibility *plausibility,
                    const struct council *council, size_t column)
{
    const struct value cell = council->values[column];
    const size_t group = find_group(plausibility, cell.text);

    if (group == SIZE_MAX) {
        if (plausibility->report)
            check_group(plausibility, council, cell);
        return;
    }
    for (size_t i = 0; i < plausibility->statistic_count; i++) {
        const struct average_columns columns =
            averages_columns(plausibility->averages, i);
        struct rate rate;
        if (columns.count != SIZE_MAX && columns.total != SIZE_MAX &&
            rate_parse(council->values[columns.count].text,
                       council->values[columns.total].text, &rate) &&
            rate_exists(rate))
            widen(
                &plausibility->spans[group * plausibility->statistic_count + i],
                rate);
    }
}

static void check_average(const struct plausibility *plausibility, size_t group,
                          size_t statistic)
{
    const struct span *span =
        &plausibility->spans[group * plausibility->statistic_count + statistic];
    const char *name = plausibility->groups[group];
    const int average = averages_find(plausibility->averages, name, statistic);
    const struct place place =
        averages_place(plausibility->averages, name, statistic);

    if (!place.file || span->count < PLAUSIBILITY_COUNCILS ||
        (average >= span->low && average <= span->high))
        return;
    report_say(plausibility->report, RULE_AVERAGE_IMPLAUSIBLE, place, NULL,
               plausibility->campaign->settings.statistics[statistic].name,
               "%d%% is no average of the %zu councils of this group, which "
               "have %d%% to %d%%",
               average, span->count, span->low, span->high);
}

struct plausibility *plausibility_new(const struct campaign *campaign,
                                      const struct averages *averages)
{
    const struct settings *settings = &campaign->settings;
    struct arena *arena = arena_new();
    struct plausibility *made = ARENA_NEW(arena, struct plausibility);

    *made = (struct plausibility){
        .arena = arena,
        .campaign = campaign,
        .averages = averages,
        .group_count = settings->groups_compared.count,
        .statistic_count = settings->statistic_count,
    };
    made->groups = ARENA_ARRAY(arena, const char *, made->group_count);
    made->spans = ARENA_ARRAY(arena, struct span,
                              made->group_count * made->statistic_count);
    for (size_t i = 0; i < made->group_count; i++)
        made->groups[i] = settings->groups_compared.items[i].text;
    return made;
}

void plausibility_look(struct plausibility *plausibility,
                       const struct council *council, struct report *report)
{
    const size_t column = averages_group_column(plausibility->averages);

    plausibility->report = report;
    if (column != SIZE_MAX)
        look_at(plausibility, council, column);
}

static void join_spans(struct span *span, const struct span *other)
{
    if (!other->count)
        return;
    if (!span->count || other->low < span->low)
        span->low = other->low;
    if (!span->count || other->high > span->high)
        span->high = other->high;
    span->count += other->count;
}

void plausibility_join(struct plausibility *plausibility,
                       struct plausibility *other)
{
    const size_t count =
        plausibility->group_count * plausibility->statistic_count;

    for (size_t i = 0; i < count; i++)
        join_spans(&plausibility->spans[i], &other->spans[i]);
    arena_free(other->arena);
}

void plausibility_finish(struct plausibility *plausibility,
                         struct report *report)
{
    plausibility->report = report;
    for (size_t i = 0; i < plausibility->group_count; i++)
        for (size_t j = 0; j < plausibility->statistic_count; j++)
            check_average(plausibility, i, j);
    arena_free(plausibility->arena);
}

void plausibility_check(const struct campaign *campaign,
                        const struct averages *averages, struct report *report)
{
    struct plausibility *plausibility = plausibility_new(campaign, averages);
    struct arena *arena = arena_new();

    for (size_t i = 0; i < roster_count(campaign->roster); i++) {
        struct council council;
        arena_reset(arena);
        roster_read(campaign->roster, i, arena, &council);
        plausibility_look(plausibility, &council, report);
    }
    arena_free(arena);
    plausibility_finish(plausibility, report);
}
