#include "stats/averages.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/name_match.h"
#include "base/number.h"
#include "base/utf8.h"
#include "data/csv_table.h"
#include "data/safe_path.h"
#include "data/suggestion.h"
#include "stats/group_tally.h"
#include "stats/rate.h"
#include "stats/stated_percent.h"
#include "stats/total_row.h"

struct averages {
    const struct value *groups; /* those compared */
    size_t group_count;
    size_t group_column;
    struct average_columns *columns; /* one a statistic */
    size_t statistic_count;
    int *percents;              /* by group, then statistic; -1: none */
    struct location *locations; /* where each was given; no file: nowhere */
    const char **lacking;       /* averages_lacking() of each */
};

struct averages_opening {
    struct arena *arena;
    const struct campaign *campaign;
    struct averages *averages;
    struct diagnostics *diagnostics;
    enum status status; /* of the first error */
};

static void report_error(struct averages_opening *opening,
                         enum diagnostic_id rule, struct location location,
                         const char *field, const char *message)
{
    diagnostics_add(opening->diagnostics, rule, location, NULL, field, "%s",
                    message);
    if (!opening->status)
        opening->status = rule_status(rule);
}

/* The index of a pair in what is kept by group, then statistic. */
static size_t pair_of(const struct averages *averages, size_t group,
                      size_t statistic)
{
    return group * averages->statistic_count + statistic;
}

/* The index among the groups compared, or SIZE_MAX. */
static size_t find_group(const struct averages *averages, const char *group)
{
    for (size_t i = 0; i < averages->group_count; i++)
        if (name_match_equal(averages->groups[i].text, group))
            return i;
    return SIZE_MAX;
}

static size_t find_column(struct averages_opening *opening, struct value name,
                          const char *field)
{
    const struct roster *roster = opening->campaign->roster;
    const size_t column = roster_find_column(roster, name.text);
    char shown[SUGGESTION_SIZE];
    char suggestion[SUGGESTION_SIZE];

    if (column == SIZE_MAX)
        report_error(
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
    const struct settings *settings = &opening->campaign->settings;
    struct averages *averages = opening->averages;

    averages->columns = ARENA_ARRAY(opening->arena, struct average_columns,
                                    settings->statistic_count);
    for (size_t i = 0; i < settings->statistic_count; i++) {
        const struct statistic_setting *statistic = &settings->statistics[i];
        averages->columns[i].count =
            find_column(opening, statistic->count, statistic->name);
        averages->columns[i].total =
            find_column(opening, statistic->total, statistic->name);
        averages->columns[i].stated = SIZE_MAX;
        if (statistic->stated.text)
            averages->columns[i].stated =
                find_column(opening, statistic->stated, statistic->name);
    }
    averages->group_column = SIZE_MAX;
    if (settings->group_column.text)
        averages->group_column =
            find_column(opening, settings->group_column, "groups");
}

/* ---- given in a file ---- */

/* Which statistic each column is about. */
enum { COLUMN_GROUP = -1, COLUMN_UNKNOWN = -2 };

/* Two decimals more than a rate prints. */
enum { GIVEN_SCALE_MAX = 100 };

struct given {
    struct averages_opening *opening;
    const struct csv_table *table;
    int *meanings;
    size_t group_column;
    struct location *groups; /* where each group stands; no file: nowhere */
    struct location all;     /* where the row of everybody stands */
    struct location *blanks; /* by group, then statistic: the empty cell */
};

static int find_meaning(const struct settings *settings, const char *name)
{
    if (name_match_equal(name, "group"))
        return COLUMN_GROUP;
    for (size_t i = 0; i < settings->statistic_count; i++)
        if (name_match_equal(name, settings->statistics[i].name))
            return (int)i;
    return COLUMN_UNKNOWN;
}

static void refuse_column(struct given *given, struct value column)
{
    struct averages_opening *opening = given->opening;
    const struct settings *settings = &opening->campaign->settings;
    const char **names =
        ARENA_ARRAY(opening->arena, const char *, settings->statistic_count);
    char suggestion[SUGGESTION_SIZE];

    for (size_t i = 0; i < settings->statistic_count; i++)
        names[i] = settings->statistics[i].name;
    report_error(opening, RULE_AVERAGE_COLUMN_UNKNOWN, column.location,
                 column.text,
                 arena_printf(opening->arena, "no statistic has this name%s",
                              suggestion_similar(suggestion, column.text, names,
                                                 settings->statistic_count)));
}

static void find_meanings(struct given *given)
{
    struct averages_opening *opening = given->opening;
    const size_t count = csv_table_columns(given->table);

    given->meanings = ARENA_ARRAY(opening->arena, int, count);
    given->group_column = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        const struct value column = csv_table_column(given->table, i);
        given->meanings[i] =
            find_meaning(&opening->campaign->settings, column.text);
        if (given->meanings[i] == COLUMN_GROUP)
            given->group_column = i;
        if (given->meanings[i] == COLUMN_UNKNOWN &&
            !settings_gaps_has_statistic(&opening->campaign->settings.gaps,
                                         column.text))
            refuse_column(given, column);
    }
    if (given->group_column == SIZE_MAX)
        report_error(opening, RULE_COLUMN_MISSING,
                     (struct location){
                         csv_table_file(given->table),
                         csv_table_column(given->table, 0).location.line, 0},
                     "group", "no such column; averages are given by group");
}

/* "64", "64%", "64.25 %": 0 to 100, with as many decimals as may be given. */
static bool parse_given(struct arena *arena, const char *text,
                        struct stated_percent *given)
{
    if (!stated_percent_parse(utf8_trim(arena, text), given))
        return false;
    while (given->scale > GIVEN_SCALE_MAX && given->value % 10 == 0) {
        given->scale /= 10;
        given->value /= 10;
    }
    return given->scale <= GIVEN_SCALE_MAX;
}

static void refuse_group(struct given *given, struct value cell)
{
    struct averages_opening *opening = given->opening;
    const struct averages *averages = opening->averages;
    const char **names =
        ARENA_ARRAY(opening->arena, const char *, averages->group_count);
    char shown[SUGGESTION_SIZE];
    char suggestion[SUGGESTION_SIZE];

    for (size_t i = 0; i < averages->group_count; i++)
        names[i] = averages->groups[i].text;
    report_error(opening, RULE_AVERAGE_GROUP_UNKNOWN, cell.location, "group",
                 arena_printf(opening->arena,
                              "%s is not among the groups compared%s",
                              suggestion_quote(shown, cell.text),
                              suggestion_similar(suggestion, cell.text, names,
                                                 averages->group_count)));
}

static void refuse_repeated(struct given *given, struct value cell,
                            struct location there)
{
    char shown[SUGGESTION_SIZE];

    report_error(
        given->opening, RULE_AVERAGE_GROUP_DUPLICATE, cell.location, "group",
        arena_printf(given->opening->arena, "%s is there already on line %d",
                     suggestion_quote(shown, cell.text), there.line));
}

/* The group of a row, or SIZE_MAX where it is at fault or is of everybody. */
static size_t read_group(struct given *given, struct value cell)
{
    struct averages_opening *opening = given->opening;
    const size_t group = find_group(opening->averages, cell.text);
    struct location *location =
        group == SIZE_MAX ? &given->all : &given->groups[group];

    if (group == SIZE_MAX && !name_match_equal(cell.text, "all")) {
        if (!opening->campaign->settings.gaps.groups)
            refuse_group(given, cell);
        return SIZE_MAX;
    }
    if (location->file) {
        refuse_repeated(given, cell, *location);
        return SIZE_MAX;
    }
    *location = cell.location;
    return group;
}

/* A cell with an average; where the group is unknown it is only checked. */
static void read_percent(struct given *given, size_t column, struct value cell,
                         size_t group)
{
    struct averages_opening *opening = given->opening;
    const struct averages *averages = opening->averages;
    const size_t pair =
        group == SIZE_MAX
            ? SIZE_MAX
            : pair_of(averages, group, (size_t)given->meanings[column]);
    struct stated_percent stated;
    char shown[SUGGESTION_SIZE];

    if (utf8_is_blank(cell.text) || name_match_equal(cell.text, "none")) {
        if (pair != SIZE_MAX && utf8_is_blank(cell.text))
            given->blanks[pair] = cell.location;
    } else if (!parse_given(opening->arena, cell.text, &stated)) {
        report_error(
            opening, RULE_AVERAGE_NOT_PERCENT, cell.location,
            csv_table_column(given->table, column).text,
            arena_printf(opening->arena,
                         "%s is not a percentage, 0 to 100 with at most two "
                         "decimals",
                         suggestion_quote(shown, cell.text)));
    } else if (pair != SIZE_MAX) {
        averages->percents[pair] =
            number_percent(stated.value, 100 * stated.scale);
        averages->locations[pair] = cell.location;
    }
}

static void read_row(struct given *given, size_t row)
{
    struct averages_opening *opening = given->opening;
    const size_t count = csv_table_columns(given->table);
    struct value *cells = ARENA_ARRAY(opening->arena, struct value, count);
    size_t group;

    csv_table_read(given->table, row, opening->arena, cells);
    group = read_group(given, cells[given->group_column]);
    for (size_t i = 0; i < count; i++)
        if (given->meanings[i] >= 0)
            read_percent(given, i, cells[i], group);
}

/* The first council of a group; its code is NULL: it has none. */
static struct council find_member(const struct averages_opening *opening,
                                  struct arena *arena, const char *group)
{
    const struct roster *roster = opening->campaign->roster;
    const size_t column = opening->averages->group_column;
    struct council council = {.code = NULL};

    for (size_t i = 0; column != SIZE_MAX && i < roster_count(roster); i++) {
        arena_reset(arena);
        if (!name_match_equal(roster_read_cell(roster, i, column, arena).text,
                              group))
            continue;
        roster_read(roster, i, arena, &council);
        return council;
    }
    return council;
}

static void refuse_missing_group(struct given *given, struct arena *arena,
                                 const char *group)
{
    struct averages_opening *opening = given->opening;
    const struct council member = find_member(opening, arena, group);
    char shown[SUGGESTION_SIZE];

    if (!member.code)
        return;
    report_error(
        opening, RULE_AVERAGE_MISSING,
        (struct location){csv_table_file(given->table), 0, 0}, "group",
        arena_printf(opening->arena,
                     "no line for %s, the group of %s (%s:%d); add one, with "
                     "none where there is no average",
                     suggestion_quote(shown, group), member.code,
                     member.location.file, member.location.line));
}

static void check_cells(struct given *given, struct arena *arena, size_t group)
{
    struct averages_opening *opening = given->opening;
    const struct averages *averages = opening->averages;

    for (size_t i = 0; i < averages->statistic_count; i++) {
        const struct location blank =
            given->blanks[pair_of(averages, group, i)];
        if (blank.file &&
            find_member(opening, arena, averages->groups[group].text).code)
            report_error(opening, RULE_AVERAGE_MISSING, blank,
                         opening->campaign->settings.statistics[i].name,
                         "the cell is empty; write the average, or none");
    }
}

static bool has_column(const struct given *given, size_t statistic)
{
    for (size_t i = 0; i < csv_table_columns(given->table); i++)
        if (given->meanings[i] == (int)statistic)
            return true;
    return false;
}

static void check_statistics(struct given *given)
{
    const struct settings *settings = &given->opening->campaign->settings;

    for (size_t i = 0; i < settings->statistic_count; i++)
        if (!has_column(given, i))
            report_error(
                given->opening, RULE_AVERAGE_MISSING,
                (struct location){
                    csv_table_file(given->table),
                    csv_table_column(given->table, 0).location.line, 0},
                settings->statistics[i].name,
                "no column of this name; add it, with none where there is "
                "no average");
}

/* Groups and statistics without an average; a name that is at fault may be
 * meant for one of them. */
static void check_missing(struct given *given)
{
    const struct averages *averages = given->opening->averages;
    struct arena *arena = arena_new();

    for (size_t i = 0; i < averages->group_count; i++)
        if (given->groups[i].file)
            check_cells(given, arena, i);
        else
            refuse_missing_group(given, arena, averages->groups[i].text);
    check_statistics(given);
    arena_free(arena);
}

static void read_table(struct averages_opening *opening,
                       const struct csv_table *table)
{
    struct given given = {.opening = opening, .table = table};
    const size_t groups = opening->averages->group_count;
    const size_t pairs = groups * opening->averages->statistic_count;

    given.groups = ARENA_ARRAY(opening->arena, struct location, groups);
    given.blanks = ARENA_ARRAY(opening->arena, struct location, pairs);
    find_meanings(&given);
    if (csv_table_refused(table) && !opening->status)
        opening->status = STATUS_INPUT;
    if (given.group_column != SIZE_MAX)
        for (size_t i = 0; i < csv_table_rows(table); i++)
            read_row(&given, i);
    if (!opening->status)
        check_missing(&given);
}

static void read_given(struct averages_opening *opening)
{
    const struct settings *settings = &opening->campaign->settings;
    struct error err = {0};
    struct csv_table *table;
    const char *path;
    enum status status = safe_path_find_table(
        opening->arena, opening->campaign->folder, settings->data_folder,
        settings->average_file, "averages", &path, &err);

    if (status)
        diagnostics_add_error(opening->diagnostics, &err);
    else
        status = csv_table_open(opening->arena, path, path, settings->encoding,
                                &table, opening->diagnostics);
    if (!opening->status)
        opening->status = status;
    if (status)
        return;
    read_table(opening, table);
    csv_table_close(table);
}

/* ---- computed over the rows ---- */

struct computing {
    struct averages_opening *opening;
    struct group_tally **tallies; /* by group, then statistic */
};

/* A row's rate. @return false: it is at fault, @p fault gets where */
static bool read_rate(const struct value *values,
                      struct average_columns columns, struct rate *rate,
                      struct location *fault)
{
    const struct value count = values[columns.count];
    const struct value total = values[columns.total];

    *fault = count.location;
    if (!number_parse_count(count.text, &rate->count))
        return false;
    *fault = total.location;
    if (!number_parse_count(total.text, &rate->total))
        return false;
    *fault = count.location;
    if (rate->count > rate->total)
        return false;
    if (columns.stated == SIZE_MAX)
        return true;
    *fault = values[columns.stated].location;
    return stated_percent_agrees(values[columns.stated].text, *rate);
}

static bool has_columns(struct average_columns columns)
{
    return columns.count != SIZE_MAX && columns.total != SIZE_MAX;
}

static void count_row(const struct computing *computing, size_t group,
                      const char *code, const struct value *values)
{
    const struct averages *averages = computing->opening->averages;

    for (size_t i = 0; i < averages->statistic_count; i++) {
        struct group_tally *tally =
            computing->tallies[pair_of(averages, group, i)];
        struct location fault;
        struct rate rate;
        if (!has_columns(averages->columns[i]))
            continue;
        if (read_rate(values, averages->columns[i], &rate, &fault))
            group_tally_add(tally, rate);
        else
            group_tally_lack(
                tally, arena_strdup(computing->opening->arena, code), fault);
    }
}

/* A row that no average can be sure of: of @p group, or SIZE_MAX: of any. */
static void lack_row(const struct computing *computing, size_t group,
                     const char *code, struct location location)
{
    const struct averages *averages = computing->opening->averages;

    for (size_t i = 0; i < averages->group_count; i++)
        for (size_t j = 0; j < averages->statistic_count; j++)
            if (group == SIZE_MAX || group == i)
                group_tally_lack(computing->tallies[pair_of(averages, i, j)],
                                 code, location);
}

/* Where a refused row stands: at its code, or wherever it has a cell. */
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

/* A row that has lost its code or its name still has its figures. */
static void count_refused(const struct computing *computing,
                          const struct refused_row *row)
{
    const struct averages_opening *opening = computing->opening;
    const struct averages *averages = opening->averages;
    const struct value cell = row->values[averages->group_column];
    const size_t group = find_group(averages, cell.text);
    const bool told = cell.location.file &&
                      (row->refusal <= JOIN_REFUSED_MATCH || group != SIZE_MAX);

    if (row->refusal == JOIN_REFUSED_NAME && group != SIZE_MAX)
        count_row(computing, group, row->code, row->values);
    else if (!told || row->refusal == JOIN_REFUSED_REST)
        lack_row(computing, SIZE_MAX, row->code,
                 place_of_row(opening->campaign->roster, row));
    else if (group != SIZE_MAX)
        lack_row(computing, group, row->code,
                 place_of_row(opening->campaign->roster, row));
}

static void count_rows(const struct computing *computing)
{
    const struct roster *roster = computing->opening->campaign->roster;
    const struct averages *averages = computing->opening->averages;
    struct arena *arena = arena_new();

    for (size_t i = 0; i < roster_count(roster); i++) {
        struct council council;
        size_t group;
        arena_reset(arena);
        roster_read(roster, i, arena, &council);
        group =
            find_group(averages, council.values[averages->group_column].text);
        if (group == SIZE_MAX)
            continue;
        if (total_row_is_named(&council) &&
            total_row_adds_up(computing->opening->campaign, averages, &council))
            lack_row(computing, group, roster_code(roster, i),
                     council.location);
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

/* An average that lacks rows is none, unless the settings allow it. */
static void settle_pair(const struct computing *computing, size_t group,
                        size_t statistic)
{
    struct averages_opening *opening = computing->opening;
    const struct settings *settings = &opening->campaign->settings;
    struct averages *averages = opening->averages;
    const size_t pair = pair_of(averages, group, statistic);
    const char *lacking =
        group_tally_lacking(opening->arena, computing->tallies[pair]);
    char shown[SUGGESTION_SIZE];

    if (!lacking || settings->incomplete_allowed)
        averages->percents[pair] =
            group_tally_percent(computing->tallies[pair]);
    else
        averages->lacking[pair] = lacking;
    if (lacking && settings->incomplete_allowed)
        diagnostics_add(opening->diagnostics, RULE_AVERAGE_PARTIAL,
                        settings->incomplete_place, NULL,
                        settings->statistics[statistic].name,
                        "the average of %s lacks rows at fault: %s",
                        suggestion_quote(shown, averages->groups[group].text),
                        lacking);
}

static void compute(struct averages_opening *opening)
{
    const struct averages *averages = opening->averages;
    const size_t count = averages->group_count * averages->statistic_count;
    const bool mean =
        opening->campaign->settings.average_source == AVERAGE_MEAN;
    struct computing computing = {opening, NULL};

    if (averages->group_column == SIZE_MAX)
        return;
    computing.tallies =
        ARENA_ARRAY(opening->arena, struct group_tally *, count);
    for (size_t i = 0; i < count; i++)
        computing.tallies[i] = group_tally_new(mean);
    count_rows(&computing);
    for (size_t i = 0; i < averages->group_count; i++)
        for (size_t j = 0; j < averages->statistic_count; j++)
            settle_pair(&computing, i, j);
    for (size_t i = 0; i < count; i++)
        group_tally_free(computing.tallies[i]);
}

enum status averages_open(struct arena *arena, const struct campaign *campaign,
                          struct averages **result,
                          struct diagnostics *diagnostics)
{
    const struct settings *settings = &campaign->settings;
    struct averages *averages = ARENA_NEW(arena, struct averages);
    struct averages_opening opening = {arena, campaign, averages, diagnostics,
                                       STATUS_OK};
    const size_t count =
        settings->groups_compared.count * settings->statistic_count;

    averages->groups = settings->groups_compared.items;
    averages->group_count = settings->groups_compared.count;
    averages->statistic_count = settings->statistic_count;
    averages->percents = ARENA_ARRAY(arena, int, count);
    averages->locations = ARENA_ARRAY(arena, struct location, count);
    averages->lacking = ARENA_ARRAY(arena, const char *, count);
    for (size_t i = 0; i < count; i++)
        averages->percents[i] = -1;
    find_columns(&opening);
    if (settings->average_source == AVERAGE_GIVEN)
        read_given(&opening);
    else if (settings->average_source != AVERAGE_NONE)
        compute(&opening);
    *result = averages;
    return opening.status;
}

int averages_find(const struct averages *averages, const char *group,
                  size_t statistic)
{
    const size_t index = find_group(averages, group);

    return index == SIZE_MAX
               ? -1
               : averages->percents[pair_of(averages, index, statistic)];
}

struct location averages_location(const struct averages *averages,
                                  const char *group, size_t statistic)
{
    const size_t index = find_group(averages, group);

    return index == SIZE_MAX
               ? NO_LOCATION
               : averages->locations[pair_of(averages, index, statistic)];
}

const char *averages_lacking(const struct averages *averages, const char *group,
                             size_t statistic)
{
    const size_t index = find_group(averages, group);

    return index == SIZE_MAX
               ? NULL
               : averages->lacking[pair_of(averages, index, statistic)];
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
