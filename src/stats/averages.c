#include "stats/averages_internal.h"

#include <stdint.h>
#include <string.h>

#include "base/name_match.h"
#include "data/suggestion.h"
#include "stats/history_checks.h"

void averages_report(struct averages_opening *opening, enum diagnostic_id rule,
                     struct location location, const char *field,
                     const char *message)
{
    diagnostics_add(opening->diagnostics, rule, location, NULL, field, "%s",
                    message);
    if (!opening->status)
        opening->status = rule_status(rule);
}

size_t averages_pairs(const struct averages *averages)
{
    return (averages->group_count + 1) * averages->statistic_count;
}

size_t averages_pair(const struct averages *averages, size_t group,
                     size_t statistic)
{
    return group * averages->statistic_count + statistic;
}

size_t averages_find_group(const struct averages *averages, const char *group)
{
    for (size_t i = 0; i < averages->group_count; i++)
        if (strcmp(averages->groups[i].text, group) == 0)
            return i;
    for (size_t i = 0; i < averages->group_count; i++)
        if (name_match_equal(averages->groups[i].text, group))
            return i;
    return SIZE_MAX;
}

/* The index of a group's pair, or SIZE_MAX. */
static size_t find_pair(const struct averages *averages, const char *group,
                        size_t statistic)
{
    const size_t index =
        group ? averages_find_group(averages, group) : averages->group_count;

    return index == SIZE_MAX ? SIZE_MAX
                             : averages_pair(averages, index, statistic);
}

struct year_averages *averages_at_year(struct averages *averages,
                                       struct arena *arena, int year)
{
    struct year_averages *made;

    for (struct year_averages *at = averages->years; at; at = at->next)
        if (at->year == year)
            return at;
    made = ARENA_NEW(arena, struct year_averages);
    *made = (struct year_averages){
        year, ARENA_ARRAY(arena, struct average, averages_pairs(averages)),
        averages->years};
    averages->years = made;
    return made;
}

static size_t find_column(struct averages_opening *opening, struct value name,
                          const char *field)
{
    const struct roster *roster = opening->averages->campaign->roster;
    size_t column;
    char shown[SUGGESTION_SIZE];
    char suggestion[SUGGESTION_SIZE];

    if (!name.text)
        return SIZE_MAX;
    column = roster_find_column(roster, name.text);
    if (column == SIZE_MAX)
        averages_report(
            opening, RULE_COLUMN_MISSING, name.location, field,
            arena_printf(opening->arena, "no column %s%s",
                         suggestion_quote(shown, name.text),
                         suggestion_similar(suggestion, name.text,
                                            roster_column_names(roster),
                                            roster_columns(roster))));
    return column;
}

static void find_columns(struct averages_opening *opening)
{
    struct averages *averages = opening->averages;
    const struct settings *settings = &averages->campaign->settings;

    averages->columns = ARENA_ARRAY(opening->arena, struct average_columns,
                                    settings->statistic_count);
    for (size_t i = 0; i < settings->statistic_count; i++) {
        const struct statistic_setting *statistic = &settings->statistics[i];
        struct average_columns *columns = &averages->columns[i];
        size_t *parts =
            ARENA_ARRAY(opening->arena, size_t, statistic->part_count);
        columns->count =
            find_column(opening, statistic->count, statistic->name);
        columns->total =
            find_column(opening, statistic->total, statistic->name);
        columns->stated =
            find_column(opening, statistic->stated, statistic->name);
        for (size_t j = 0; j < statistic->part_count; j++)
            parts[j] = find_column(opening, statistic->parts[j].count,
                                   statistic->name);
        columns->parts = parts;
    }
    averages->group_column =
        find_column(opening, settings->group_column, "groups");
}

enum status averages_open(struct arena *arena, const struct campaign *campaign,
                          struct averages **result,
                          struct diagnostics *diagnostics)
{
    const struct settings *settings = &campaign->settings;
    struct averages *averages = ARENA_NEW(arena, struct averages);
    struct averages_opening opening = {arena, averages, diagnostics, STATUS_OK};
    enum status history_status;
    size_t pairs;

    averages->campaign = campaign;
    averages->groups = settings->groups_compared.items;
    averages->group_count = settings->groups_compared.count;
    averages->statistic_count = settings->statistic_count;
    pairs = averages_pairs(averages);
    averages->items = ARENA_ARRAY(arena, struct average, pairs);
    averages->locations = ARENA_ARRAY(arena, struct location, pairs);
    averages->lacking = ARENA_ARRAY(arena, const char *, pairs);
    find_columns(&opening);
    history_status =
        history_open(arena, campaign, &averages->history, diagnostics);
    if (!opening.status)
        opening.status = history_status;
    if (settings->average_source == AVERAGE_GIVEN)
        averages_read_given(&opening);
    else if (settings->average_source != AVERAGE_NONE)
        averages_compute(&opening);
    history_checks_run(averages, campaign, diagnostics);
    *result = averages;
    return opening.status;
}

struct average averages_find(const struct averages *averages, const char *group,
                             size_t statistic)
{
    const size_t pair = find_pair(averages, group, statistic);

    return pair == SIZE_MAX ? (struct average){.exists = false}
                            : averages->items[pair];
}

struct average averages_of_year(const struct averages *averages,
                                const char *group, size_t statistic, int year)
{
    const size_t pair = find_pair(averages, group, statistic);

    for (const struct year_averages *at = averages->years; at; at = at->next)
        if (at->year == year && pair != SIZE_MAX)
            return at->items[pair];
    return (struct average){.exists = false};
}

struct location averages_location(const struct averages *averages,
                                  const char *group, size_t statistic)
{
    const size_t pair = find_pair(averages, group, statistic);

    return pair == SIZE_MAX ? NO_LOCATION : averages->locations[pair];
}

const char *averages_lacking(const struct averages *averages, const char *group,
                             size_t statistic)
{
    const size_t pair = find_pair(averages, group, statistic);

    return pair == SIZE_MAX ? NULL : averages->lacking[pair];
}

const struct peers *averages_peers(const struct averages *averages,
                                   const char *group, size_t statistic)
{
    const size_t pair = find_pair(averages, group, statistic);

    return pair == SIZE_MAX || !averages->peers ? NULL : &averages->peers[pair];
}

const struct history *averages_history(const struct averages *averages)
{
    return averages->history;
}

struct average_columns averages_columns(const struct averages *averages,
                                        size_t statistic)
{
    return averages->columns[statistic];
}

size_t averages_group_column(const struct averages *averages)
{
    return averages->group_column;
}
