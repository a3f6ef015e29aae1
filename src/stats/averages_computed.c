#include "stats/averages_internal.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"
#include "data/suggestion.h"
#include "stats/group_tally.h"
#include "stats/total_row.h"

/* Sums over the rows. */
struct computing {
    struct arena *arena; /* owns codes and words */
    const struct averages *averages;
    struct group_tally **tallies; /* by pair */
    size_t *groups;               /* of each row, or NULL: not asked for */
};

static const struct statistic_setting *
setting_of(const struct computing *computing, size_t statistic)
{
    return &computing->averages->campaign->settings.statistics[statistic];
}

static struct group_tally *tally_of(const struct computing *computing,
                                    size_t group, size_t statistic)
{
    return computing
        ->tallies[averages_pair(computing->averages, group, statistic)];
}

/* Counts a row for its group (SIZE_MAX: not compared) and for all. */
static void count_row(const struct computing *computing, size_t group,
                      const char *code, const struct value *values)
{
    const struct averages *averages = computing->averages;
    const size_t groups[] = {group, averages->group_count};

    for (size_t i = 0; i < averages->statistic_count; i++) {
        const struct statistic_setting *setting = setting_of(computing, i);
        struct location fault;
        struct rate rate;
        bool sound;
        if (!figure_cells_found(setting, averages->columns[i]) ||
            !figure_cells_have_value(setting))
            continue;
        sound = figure_cells_read(setting, averages->columns[i], values, &rate,
                                  &fault);
        for (size_t j = 0; j < 2; j++) {
            if (groups[j] == SIZE_MAX)
                continue;
            if (sound)
                group_tally_add(tally_of(computing, groups[j], i), rate,
                                figure_cells_withheld(setting, rate));
            else
                group_tally_lack(tally_of(computing, groups[j], i),
                                 arena_strdup(computing->arena, code), fault);
        }
    }
}

/* Records a row of unknown figures for @p group (SIZE_MAX: any group) and for
 * all. */
static void lack_row(const struct computing *computing, size_t group,
                     const char *code, struct location location)
{
    const struct averages *averages = computing->averages;

    code = arena_strdup(computing->arena, code);
    for (size_t i = 0; i <= averages->group_count; i++)
        for (size_t j = 0; j < averages->statistic_count; j++)
            if (group == SIZE_MAX || group == i || i == averages->group_count)
                group_tally_lack(tally_of(computing, i, j), code, location);
}

/* @return the location of a refused row: its code or its first cell */
static struct location place_of_row(const struct roster *roster,
                                    const struct refused_row *row)
{
    const struct location code =
        row->values[roster_find_column(roster, "code")].location;

    for (size_t i = 0; !code.file && i < roster_columns(roster); i++)
        if (row->values[i].location.file)
            return row->values[i].location;
    return code;
}

/* A row without a code or a name still has figures. */
static void count_refused(const struct computing *computing,
                          const struct refused_row *row)
{
    const struct averages *averages = computing->averages;
    const struct value cell = row->values[averages->group_column];
    const size_t group = averages_find_group(averages, cell.text);
    const bool told = cell.location.file &&
                      (row->refusal <= JOIN_REFUSED_MATCH || group != SIZE_MAX);

    if (row->refusal == JOIN_REFUSED_NAME)
        count_row(computing, group, row->code, row->values);
    else if (!told || row->refusal == JOIN_REFUSED_REST)
        lack_row(computing, SIZE_MAX, row->code,
                 place_of_row(averages->campaign->roster, row));
    else
        lack_row(computing, group == SIZE_MAX ? averages->group_count : group,
                 row->code, place_of_row(averages->campaign->roster, row));
}

static void count_rows(const struct computing *computing)
{
    const struct averages *averages = computing->averages;
    const struct roster *roster = averages->campaign->roster;
    struct arena *arena = arena_new();

    for (size_t i = 0; i < roster_count(roster); i++) {
        struct council council;
        size_t group;
        arena_reset(arena);
        roster_read(roster, i, arena, &council);
        group = averages_find_group(
            averages, council.values[averages->group_column].text);
        if (computing->groups)
            computing->groups[i] = group;
        if (total_row_is_named(&council) &&
            total_row_adds_up(averages->campaign, averages, &council))
            lack_row(computing,
                     group == SIZE_MAX ? averages->group_count : group,
                     council.code, council.location);
        else
            count_row(computing, group, council.code, council.values);
    }
    for (size_t i = 0; i < roster_refused(roster); i++) {
        struct refused_row row;
        arena_reset(arena);
        roster_read_refused(roster, i, arena, &row);
        count_refused(computing, &row);
    }
    arena_free(arena);
}

static struct computing begin(const struct averages *averages,
                              struct arena *arena, bool keep)
{
    const size_t pairs = averages_pairs(averages);
    const bool mean =
        averages->campaign->settings.average_source == AVERAGE_MEAN;
    struct computing computing = {arena, averages, NULL, NULL};

    computing.tallies =
        memory_resize(NULL, pairs ? pairs : 1, sizeof *computing.tallies);
    for (size_t i = 0; i < pairs; i++) {
        const struct figure_format *format =
            &setting_of(&computing, i % averages->statistic_count)->format;
        computing.tallies[i] =
            group_tally_new(mean || !format->form->pools, keep);
    }
    return computing;
}

static void end(struct computing *computing)
{
    for (size_t i = 0; i < averages_pairs(computing->averages); i++)
        group_tally_free(computing->tallies[i]);
    free(computing->tallies);
    free(computing->groups);
}

/* @return the rows that a pair's average lacks, as text; NULL if that is
 *         allowed */
static const char *find_lacking(const struct computing *computing, size_t pair)
{
    return computing->averages->campaign->settings.incomplete_allowed
               ? NULL
               : group_tally_lacking(computing->arena,
                                     computing->tallies[pair]);
}

static void warn_partial(struct averages_opening *opening,
                         const struct computing *computing, size_t group,
                         size_t statistic)
{
    const struct averages *averages = opening->averages;
    const struct settings *settings = &averages->campaign->settings;
    const char *lacking = group_tally_lacking(
        opening->arena, tally_of(computing, group, statistic));
    char shown[SUGGESTION_SIZE];

    if (lacking && settings->incomplete_allowed)
        diagnostics_add(opening->diagnostics, RULE_AVERAGE_PARTIAL,
                        settings->incomplete_place, NULL,
                        settings->statistics[statistic].name,
                        "the average of %s lacks rows with errors: %s",
                        suggestion_quote(shown, averages->groups[group].text),
                        lacking);
}

static void settle(struct averages_opening *opening,
                   const struct computing *computing)
{
    struct averages *averages = opening->averages;

    for (size_t pair = 0; pair < averages_pairs(averages); pair++) {
        const size_t group = pair / averages->statistic_count;
        const size_t statistic = pair % averages->statistic_count;
        averages->lacking[pair] = find_lacking(computing, pair);
        if (!averages->lacking[pair])
            averages->items[pair] =
                group_tally_average(computing->tallies[pair],
                                    &setting_of(computing, statistic)->format);
        if (group < averages->group_count)
            warn_partial(opening, computing, group, statistic);
    }
}

/* Tallies the history of a group's councils in one year. */
static void compute_year(struct averages_opening *opening, const size_t *groups,
                         int year)
{
    struct averages *averages = opening->averages;
    struct computing computing = begin(averages, opening->arena, false);
    size_t count;
    const struct history_entry *entries =
        history_entries(averages->history, &count);
    struct average *items =
        averages_at_year(averages, opening->arena, year)->items;

    for (size_t i = 0; i < count; i++) {
        const struct history_entry *entry = &entries[i];
        const size_t group = groups[entry->row];
        if (entry->year == year && group != SIZE_MAX)
            group_tally_add(tally_of(&computing, group, entry->statistic),
                            entry->rate, false);
    }
    for (size_t pair = 0; pair < averages_pairs(averages); pair++)
        items[pair] = group_tally_average(
            computing.tallies[pair],
            &setting_of(&computing, pair % averages->statistic_count)->format);
    end(&computing);
}

static void compute_years(struct averages_opening *opening,
                          const size_t *groups)
{
    int low = YEAR_MAX, high = YEAR_MIN;
    size_t count;
    const struct history_entry *entries =
        history_entries(opening->averages->history, &count);

    for (size_t i = 0; i < count; i++) {
        low = entries[i].year < low ? entries[i].year : low;
        high = entries[i].year > high ? entries[i].year : high;
    }
    for (int year = low; year <= high; year++)
        compute_year(opening, groups, year);
}

void averages_compute(struct averages_opening *opening)
{
    struct computing computing;

    if (opening->averages->group_column == SIZE_MAX)
        return;
    computing = begin(opening->averages, opening->arena, false);
    if (opening->averages->history)
        computing.groups = memory_resize(
            NULL, roster_count(opening->averages->campaign->roster) + 1,
            sizeof *computing.groups);
    count_rows(&computing);
    settle(opening, &computing);
    compute_years(opening, computing.groups);
    end(&computing);
}

void averages_collect_peers(struct averages *averages, struct arena *arena)
{
    struct computing computing;

    if (averages->group_column == SIZE_MAX || averages->peers)
        return;
    computing = begin(averages, arena, true);
    count_rows(&computing);
    averages->peers =
        ARENA_ARRAY(arena, struct peers, averages_pairs(averages));
    for (size_t pair = 0; pair < averages_pairs(averages); pair++) {
        averages->peers[pair] = group_tally_peers(
            computing.tallies[pair], arena,
            &setting_of(&computing, pair % averages->statistic_count)->format);
        averages->peers[pair].lacking = find_lacking(&computing, pair);
    }
    end(&computing);
}
