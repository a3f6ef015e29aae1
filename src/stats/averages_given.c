#include "stats/averages_internal.h"

#include <stdint.h>

#include "base/name_match.h"
#include "base/number.h"
#include "base/utf8.h"
#include "data/csv_table.h"
#include "data/suggestion.h"

/* The statistic of each column. */
enum { COLUMN_GROUP = -1, COLUMN_YEAR = -2, COLUMN_UNKNOWN = -3 };

/* Decimals that a cell may have beyond the printed ones. */
enum { MORE_DECIMALS = 2 };

/* A line of the file: a group, or all councils, in a year. */
struct given_line {
    size_t group; /* the index after the compared groups: all */
    int year;     /* 0: the campaign's */
    struct location location;
    struct given_line *next;
};

struct given {
    struct averages_opening *opening;
    const struct csv_table *table;
    int *meanings;
    size_t group_column;
    size_t year_column; /* SIZE_MAX: none */
    struct given_line *lines;
    struct location *blanks; /* by group, then statistic: the empty cell */
};

static int find_meaning(const struct settings *settings, const char *name)
{
    if (name_match_equal(name, "group"))
        return COLUMN_GROUP;
    if (name_match_equal(name, "year"))
        return COLUMN_YEAR;
    for (size_t i = 0; i < settings->statistic_count; i++)
        if (name_match_equal(name, settings->statistics[i].name))
            return (int)i;
    return COLUMN_UNKNOWN;
}

static void refuse_column(struct given *given, struct value column)
{
    struct averages_opening *opening = given->opening;
    const struct settings *settings = &opening->averages->campaign->settings;
    const char **names =
        ARENA_ARRAY(opening->arena, const char *, settings->statistic_count);
    char suggestion[SUGGESTION_SIZE];

    for (size_t i = 0; i < settings->statistic_count; i++)
        names[i] = settings->statistics[i].name;
    averages_report(
        opening, RULE_AVERAGE_COLUMN_UNKNOWN, column.location, column.text,
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
    given->year_column = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        const struct value column = csv_table_column(given->table, i);
        given->meanings[i] =
            find_meaning(&opening->averages->campaign->settings, column.text);
        if (given->meanings[i] == COLUMN_GROUP)
            given->group_column = i;
        if (given->meanings[i] == COLUMN_YEAR)
            given->year_column = i;
        if (given->meanings[i] == COLUMN_UNKNOWN &&
            !settings_gaps_has_statistic(
                &opening->averages->campaign->settings.gaps, column.text))
            refuse_column(given, column);
    }
    if (given->group_column == SIZE_MAX)
        averages_report(opening, RULE_COLUMN_MISSING,
                        (struct location){
                            csv_table_file(given->table),
                            csv_table_column(given->table, 0).location.line, 0},
                        "group", "no such column; averages are given by group");
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
    averages_report(
        opening, RULE_AVERAGE_GROUP_UNKNOWN, cell.location, "group",
        arena_printf(opening->arena, "%s is not among the groups compared%s",
                     suggestion_quote(shown, cell.text),
                     suggestion_similar(suggestion, cell.text, names,
                                        averages->group_count)));
}

static void refuse_repeated(struct given *given, struct value cell,
                            struct location there)
{
    char shown[SUGGESTION_SIZE];

    averages_report(
        given->opening, RULE_AVERAGE_GROUP_DUPLICATE, cell.location, "group",
        arena_printf(given->opening->arena, "%s is already on line %d",
                     suggestion_quote(shown, cell.text), there.line));
}

/* @return the year of a row, 0 for the campaign's; -1 if the cell is wrong */
static int read_year(struct given *given, const struct value *cells)
{
    struct averages_opening *opening = given->opening;
    const int own =
        history_campaign_year(&opening->averages->campaign->settings);
    char shown[SUGGESTION_SIZE];
    struct value cell;
    int64_t year;

    if (given->year_column == SIZE_MAX)
        return 0;
    cell = cells[given->year_column];
    if (utf8_is_blank(cell.text))
        return 0;
    if (number_parse_count(cell.text, &year) && year >= YEAR_MIN &&
        year <= YEAR_MAX && (!own || year <= own))
        return own == year ? 0 : (int)year;
    averages_report(opening, RULE_HISTORY_YEAR, cell.location, "year",
                    arena_printf(opening->arena,
                                 own ? "%s is no year up to %d, the year of "
                                       "the campaign"
                                     : "%s is not a year, such as 2021",
                                 suggestion_quote(shown, cell.text), own));
    return -1;
}

/* @return the group of a row; SIZE_MAX if it is wrong */
static size_t read_group(struct given *given, struct value cell, int year)
{
    struct averages_opening *opening = given->opening;
    const struct averages *averages = opening->averages;
    struct given_line *line;
    size_t group = averages_find_group(averages, cell.text);

    if (group == SIZE_MAX && !name_match_equal(cell.text, "all")) {
        if (!averages->campaign->settings.gaps.groups)
            refuse_group(given, cell);
        return SIZE_MAX;
    }
    if (group == SIZE_MAX)
        group = averages->group_count;
    for (line = given->lines; line; line = line->next)
        if (line->group == group && line->year == year) {
            refuse_repeated(given, cell, line->location);
            return SIZE_MAX;
        }
    line = ARENA_NEW(opening->arena, struct given_line);
    *line = (struct given_line){group, year, cell.location, given->lines};
    given->lines = line;
    return group;
}

static void refuse_average(struct given *given, size_t column,
                           struct value cell,
                           const struct figure_format *format)
{
    static const char *const numbers[] = {"no",    "one",  "two",
                                          "three", "four", "five"};
    struct averages_opening *opening = given->opening;
    char shown[SUGGESTION_SIZE];

    averages_report(
        opening, RULE_AVERAGE_NOT_PERCENT, cell.location,
        csv_table_column(given->table, column).text,
        arena_printf(opening->arena, "%s is not a %s with at most %s decimals",
                     suggestion_quote(shown, cell.text),
                     format_is_share(format) ? "percentage, 0 to 100"
                                             : "number",
                     numbers[format->decimals + MORE_DECIMALS]));
}

/* Reads a cell with an average; in a line with errors it is only checked. */
static void read_average(struct given *given, size_t column, struct value cell,
                         size_t group, int year)
{
    struct averages_opening *opening = given->opening;
    struct averages *averages = opening->averages;
    const size_t statistic = (size_t)given->meanings[column];
    const struct figure_format *format =
        &averages->campaign->settings.statistics[statistic].format;
    const size_t pair = group == SIZE_MAX
                            ? SIZE_MAX
                            : averages_pair(averages, group, statistic);
    struct average average = {.exists = true};
    struct rate rate;

    if (utf8_is_blank(cell.text) || name_match_equal(cell.text, "none")) {
        if (pair != SIZE_MAX && !year && utf8_is_blank(cell.text))
            given->blanks[pair] = cell.location;
        return;
    }
    if (!format_parse(format, cell.text, format->decimals + MORE_DECIMALS,
                      &rate)) {
        refuse_average(given, column, cell, format);
        return;
    }
    if (pair == SIZE_MAX || year < 0)
        return;
    average.scaled = format_scale(format, rate);
    average.position = format_position(format, rate);
    if (year) {
        averages_at_year(averages, opening->arena, year)->items[pair] = average;
        return;
    }
    averages->items[pair] = average;
    averages->locations[pair] = cell.location;
}

static void read_row(struct given *given, size_t row)
{
    struct averages_opening *opening = given->opening;
    const size_t count = csv_table_columns(given->table);
    struct value *cells = ARENA_ARRAY(opening->arena, struct value, count);
    size_t group;
    int year;

    csv_table_read(given->table, row, opening->arena, cells);
    year = read_year(given, cells);
    group = read_group(given, cells[given->group_column], year);
    for (size_t i = 0; i < count; i++)
        if (given->meanings[i] >= 0)
            read_average(given, i, cells[i], group, year);
}

/* @return the first council of a group; its code is NULL if there is none */
static struct council find_member(const struct averages_opening *opening,
                                  struct arena *arena, const char *group)
{
    const struct roster *roster = opening->averages->campaign->roster;
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
    averages_report(
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
            given->blanks[averages_pair(averages, group, i)];
        if (blank.file &&
            find_member(opening, arena, averages->groups[group].text).code)
            averages_report(
                opening, RULE_AVERAGE_MISSING, blank,
                opening->averages->campaign->settings.statistics[i].name,
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
    const struct settings *settings =
        &given->opening->averages->campaign->settings;

    for (size_t i = 0; i < settings->statistic_count; i++)
        if (!has_column(given, i) &&
            figure_cells_have_value(&settings->statistics[i]))
            averages_report(
                given->opening, RULE_AVERAGE_MISSING,
                (struct location){
                    csv_table_file(given->table),
                    csv_table_column(given->table, 0).location.line, 0},
                settings->statistics[i].name,
                "no column of this name; add it, with none where there is "
                "no average");
}

static bool has_line(const struct given *given, size_t group)
{
    for (const struct given_line *at = given->lines; at; at = at->next)
        if (at->group == group && !at->year)
            return true;
    return false;
}

/* Reports groups and statistics without an average, unless a wrong name in the
 * file may be meant for one. */
static void check_missing(struct given *given)
{
    const struct averages *averages = given->opening->averages;
    struct arena *arena = arena_new();

    for (size_t i = 0; i < averages->group_count; i++)
        if (has_line(given, i))
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

    given.blanks = ARENA_ARRAY(opening->arena, struct location,
                               averages_pairs(opening->averages));
    find_meanings(&given);
    if (csv_table_refused(table) && !opening->status)
        opening->status = STATUS_INPUT;
    if (given.group_column != SIZE_MAX)
        for (size_t i = 0; i < csv_table_rows(table); i++)
            read_row(&given, i);
    if (!opening->status)
        check_missing(&given);
}

void averages_read_given(struct averages_opening *opening)
{
    const struct campaign *campaign = opening->averages->campaign;
    const struct csv_table_setting setting = {
        campaign->folder, &campaign->settings, campaign->settings.average_file,
        "averages", false};
    struct csv_table *table;
    const enum status status = csv_table_open_setting(
        opening->arena, &setting, &table, opening->diagnostics);

    if (!opening->status)
        opening->status = status;
    if (status)
        return;
    read_table(opening, table);
    csv_table_close(table);
}
