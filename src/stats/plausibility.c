#include "stats/plausibility.h"

#include <stdint.h>

#include "base/name.h"
#include "data/hint.h"
#include "stats/rate.h"

/* The rates of a group's councils, in per cent, rounded outwards. */
struct span {
    size_t count;
    int low;
    int high;
};

struct checking {
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

static size_t find_group(const struct checking *checking, const char *group)
{
    for (size_t i = 0; i < checking->group_count; i++)
        if (name_equal(checking->groups[i], group))
            return i;
    return SIZE_MAX;
}

static void check_group(const struct checking *checking,
                        const struct council *council, struct value cell)
{
    const char *near =
        name_suggest(cell.text, checking->groups, checking->group_count);
    char shown[HINT_SIZE];
    char hint[HINT_SIZE];

    if (!near || !*cell.text)
        return;
    report_say(
        checking->report, RULE_GROUP_UNKNOWN, cell.place, council->code,
        checking->campaign->settings.group_column.text,
        "%s is not among the groups compared%s", hint_value(shown, cell.text),
        hint_similar(hint, cell.text, checking->groups, checking->group_count));
}

static void look_at(struct checking *checking, const struct council *council)
{
    const struct value cell =
        council->values[averages_group_column(checking->averages)];
    const size_t group = find_group(checking, cell.text);

    if (group == SIZE_MAX) {
        check_group(checking, council, cell);
        return;
    }
    for (size_t i = 0; i < checking->statistic_count; i++) {
        const struct average_columns columns =
            averages_columns(checking->averages, i);
        struct rate rate;
        if (columns.count != SIZE_MAX && columns.total != SIZE_MAX &&
            rate_parse(council->values[columns.count].text,
                       council->values[columns.total].text, &rate) &&
            rate_exists(rate))
            widen(&checking->spans[group * checking->statistic_count + i],
                  rate);
    }
}

static void check_average(const struct checking *checking, size_t group,
                          size_t statistic)
{
    const struct span *span =
        &checking->spans[group * checking->statistic_count + statistic];
    const char *name = checking->groups[group];
    const int average = averages_find(checking->averages, name, statistic);
    const struct place place =
        averages_place(checking->averages, name, statistic);

    if (!place.file || span->count < PLAUSIBILITY_COUNCILS ||
        (average >= span->low && average <= span->high))
        return;
    report_say(checking->report, RULE_AVERAGE_IMPLAUSIBLE, place, NULL,
               checking->campaign->settings.statistics[statistic].name,
               "%d%% is no average of the %zu councils of this group, which "
               "have %d%% to %d%%",
               average, span->count, span->low, span->high);
}

static void look_at_all(struct checking *checking)
{
    const struct roster *roster = checking->campaign->roster;
    struct arena *arena = arena_new();

    for (size_t i = 0; i < roster_count(roster); i++) {
        struct council council;
        arena_reset(arena);
        roster_read(roster, i, arena, &council);
        look_at(checking, &council);
    }
    arena_free(arena);
}

void plausibility_check(const struct campaign *campaign,
                        const struct averages *averages, struct report *report)
{
    const struct settings *settings = &campaign->settings;
    struct arena *arena = arena_new();
    struct checking checking = {
        .campaign = campaign,
        .averages = averages,
        .group_count = settings->groups_compared.count,
        .statistic_count = settings->statistic_count,
        .report = report,
    };

    checking.groups = ARENA_ARRAY(arena, const char *, checking.group_count);
    checking.spans = ARENA_ARRAY(
        arena, struct span, checking.group_count * checking.statistic_count);
    for (size_t i = 0; i < checking.group_count; i++)
        checking.groups[i] = settings->groups_compared.items[i].text;
    if (averages_group_column(averages) != SIZE_MAX)
        look_at_all(&checking);
    for (size_t i = 0; i < checking.group_count; i++)
        for (size_t j = 0; j < checking.statistic_count; j++)
            check_average(&checking, i, j);
    arena_free(arena);
}
