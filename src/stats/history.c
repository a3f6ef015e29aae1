#include "stats/history.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/name_match.h"
#include "base/number.h"
#include "base/plural.h"
#include "base/utf8.h"
#include "data/csv_table.h"
#include "data/suggestion.h"
#include "stats/figure_cells.h"

enum column {
    COLUMN_CODE,
    COLUMN_YEAR,
    COLUMN_STATISTIC,
    COLUMN_COUNT,
    COLUMN_TOTAL,
    COLUMN_PART,
    COLUMN_NOTE,
    COLUMNS,
};

static const char *const column_names[COLUMNS] = {
    "code", "year", "statistic", "count", "total", "part", "note"};

struct history {
    struct history_entry *entries;
    size_t count;
    size_t *rows; /* the first entry of each row of the roster, and the end */
};

/* A row, and its part. */
struct history_row {
    struct history_entry entry;
    size_t part; /* SIZE_MAX: none */
};

struct history_opening {
    struct arena *arena;
    const struct campaign *campaign;
    const struct csv_table *table;
    size_t columns[COLUMNS];
    struct history_row *rows;
    size_t count;
    size_t capacity;
    size_t strangers; /* rows with codes that the campaign lacks */
    const char *stranger;
    struct location stranger_location;
    struct diagnostics *diagnostics;
    enum status status; /* of the first error */
};

static void report(struct history_opening *opening, enum diagnostic_id rule,
                   struct location location, const char *field,
                   const char *message)
{
    diagnostics_add(opening->diagnostics, rule, location, NULL, field, "%s",
                    message);
    if (!opening->status)
        opening->status = rule_status(rule);
}

int history_campaign_year(const struct settings *settings)
{
    return date_is_given(settings->period_end) ? settings->period_end.year : 0;
}

const char *history_break(const struct settings *settings, int year)
{
    for (size_t i = 0; i < settings->break_count; i++)
        if (settings->breaks[i].year == year)
            return settings->breaks[i].note;
    return NULL;
}

static bool find_columns(struct history_opening *opening)
{
    const struct csv_table *table = opening->table;
    bool found = true;

    for (size_t i = 0; i < COLUMNS; i++) {
        opening->columns[i] = csv_table_find(table, column_names[i]);
        if (opening->columns[i] != SIZE_MAX || i >= COLUMN_TOTAL)
            continue;
        found = false;
        report(opening, RULE_COLUMN_MISSING,
               (struct location){csv_table_file(table),
                                 csv_table_column(table, 0).location.line, 0},
               column_names[i],
               "no such column; history has code, year, statistic, count and "
               "total");
    }
    for (size_t i = 0; i < csv_table_columns(table); i++) {
        const struct value column = csv_table_column(table, i);
        bool known = false;
        for (size_t j = 0; j < COLUMNS; j++)
            known |= opening->columns[j] == i;
        if (!known)
            diagnostics_add(opening->diagnostics, RULE_COLUMN_UNUSED,
                            column.location, NULL, column.text,
                            "nothing uses this column");
    }
    return found;
}

static struct value cell_of(const struct history_opening *opening,
                            const struct value *cells, enum column column)
{
    const size_t index = opening->columns[column];

    return index == SIZE_MAX ? (struct value){"", NO_LOCATION} : cells[index];
}

static bool read_year(struct history_opening *opening, struct value cell,
                      int *year)
{
    const int own = history_campaign_year(&opening->campaign->settings);
    char shown[SUGGESTION_SIZE];
    int64_t number;

    if (!number_parse_count(cell.text, &number) || number < YEAR_MIN ||
        number > YEAR_MAX)
        report(opening, RULE_HISTORY_YEAR, cell.location, "year",
               arena_printf(opening->arena, "%s is not a year, such as 2021",
                            suggestion_quote(shown, cell.text)));
    else if (own && number >= own)
        report(opening, RULE_HISTORY_YEAR, cell.location, "year",
               arena_printf(opening->arena,
                            "%s is not before %d, the year of the campaign, "
                            "whose figures are in its data",
                            suggestion_quote(shown, cell.text), own));
    else
        *year = (int)number;
    return *year > 0;
}

static size_t find_statistic(struct history_opening *opening, struct value cell)
{
    const struct settings *settings = &opening->campaign->settings;
    const char **names =
        ARENA_ARRAY(opening->arena, const char *, settings->statistic_count);
    char shown[SUGGESTION_SIZE];
    char suggestion[SUGGESTION_SIZE];

    for (size_t i = 0; i < settings->statistic_count; i++) {
        names[i] = settings->statistics[i].name;
        if (name_match_equal(cell.text, names[i]))
            return i;
    }
    if (!settings_gaps_has_statistic(&settings->gaps, cell.text))
        report(opening, RULE_HISTORY_STATISTIC, cell.location, "statistic",
               arena_printf(opening->arena,
                            "%s is no statistic of campaign.yaml%s",
                            suggestion_quote(shown, cell.text),
                            suggestion_similar(suggestion, cell.text, names,
                                               settings->statistic_count)));
    return SIZE_MAX;
}

/* Reads the part of a row. @return false if the cell is wrong */
static bool find_part(struct history_opening *opening,
                      const struct statistic_setting *statistic,
                      struct value cell, size_t *part)
{
    char shown[SUGGESTION_SIZE];

    *part = SIZE_MAX;
    for (size_t i = 0; i < statistic->part_count; i++)
        if (name_match_equal(cell.text, statistic->parts[i].label))
            *part = i;
    if (*part != SIZE_MAX || (!statistic->part_count && !*cell.text))
        return true;
    report(opening, RULE_HISTORY_STATISTIC, cell.location, "part",
           arena_printf(opening->arena, "%s is no part of %s",
                        suggestion_quote(shown, cell.text), statistic->name));
    return false;
}

static void refuse_number(struct history_opening *opening, struct value cell,
                          enum column column)
{
    char shown[SUGGESTION_SIZE];

    report(opening, *cell.text ? RULE_VALUE_NOT_COUNT : RULE_VALUE_MISSING,
           cell.location, column_names[column],
           *cell.text ? arena_printf(opening->arena, "%s is not a number",
                                     suggestion_quote(shown, cell.text))
                      : "the cell is empty; a number is wanted");
}

static bool read_value(struct history_opening *opening,
                       const struct statistic_setting *statistic,
                       const struct value *cells, struct rate *rate)
{
    const struct value count = cell_of(opening, cells, COLUMN_COUNT);
    const struct value total = cell_of(opening, cells, COLUMN_TOTAL);
    const bool is_part = statistic->part_count > 0;

    if (is_part ? !number_parse_count(count.text, &rate->count)
                : !figure_cells_parse(&statistic->format, count.text, rate)) {
        refuse_number(opening, count, COLUMN_COUNT);
        return false;
    }
    if (statistic->total.text &&
        !number_parse_count(total.text, &rate->total)) {
        refuse_number(opening, total, COLUMN_TOTAL);
        return false;
    }
    if ((is_part || format_is_share(&statistic->format)) &&
        rate->count > rate->total) {
        report(opening, RULE_COUNT_OVER_TOTAL, count.location, "count",
               arena_printf(opening->arena, "%s is more than the total %s",
                            count.text, total.text));
        return false;
    }
    if (format_holds(&statistic->format, *rate))
        return true;
    refuse_number(opening, count, COLUMN_COUNT);
    return false;
}

static void add_stranger(struct history_opening *opening, struct value code)
{
    if (!opening->strangers++) {
        opening->stranger = code.text;
        opening->stranger_location = code.location;
    }
}

static void read_row(struct history_opening *opening, size_t index)
{
    const struct settings *settings = &opening->campaign->settings;
    struct arena *arena = opening->arena;
    struct value *cells =
        ARENA_ARRAY(arena, struct value, csv_table_columns(opening->table));
    struct history_row row = {.part = SIZE_MAX};
    const struct statistic_setting *statistic;
    struct value code;
    bool sound;

    csv_table_read(opening->table, index, arena, cells);
    for (size_t i = 0; i < csv_table_columns(opening->table); i++)
        cells[i].text = utf8_trim(arena, cells[i].text);
    code = cell_of(opening, cells, COLUMN_CODE);
    row.entry.row = roster_find(opening->campaign->roster, code.text);
    row.entry.location = code.location;
    sound = read_year(opening, cell_of(opening, cells, COLUMN_YEAR),
                      &row.entry.year);
    row.entry.statistic =
        find_statistic(opening, cell_of(opening, cells, COLUMN_STATISTIC));
    if (row.entry.statistic == SIZE_MAX)
        return;
    statistic = &settings->statistics[row.entry.statistic];
    sound &= find_part(opening, statistic, cell_of(opening, cells, COLUMN_PART),
                       &row.part);
    sound &= read_value(opening, statistic, cells, &row.entry.rate);
    if (row.entry.row == SIZE_MAX)
        add_stranger(opening, code);
    else if (sound) {
        ARRAY_GROW(opening->rows, opening->count, opening->capacity);
        opening->rows[opening->count++] = row;
    }
}

#define ORDER(a, b)                                                            \
    if ((a) != (b))                                                            \
    return (a) < (b) ? -1 : 1

static int compare(const void *left, const void *right)
{
    const struct history_row *a = left;
    const struct history_row *b = right;

    ORDER(a->entry.row, b->entry.row);
    ORDER(a->entry.statistic, b->entry.statistic);
    ORDER(a->entry.year, b->entry.year);
    ORDER(a->part, b->part);
    return a->entry.location.line - b->entry.location.line;
}

static bool is_same_year(const struct history_entry *a,
                         const struct history_entry *b)
{
    return a->row == b->row && a->statistic == b->statistic &&
           a->year == b->year;
}

static void report_duplicate(struct history_opening *opening,
                             const struct history_row *row,
                             const struct history_row *before)
{
    const struct settings *settings = &opening->campaign->settings;

    report(opening, RULE_HISTORY_DUPLICATE, row->entry.location, "year",
           arena_printf(opening->arena, "%s %d of %s is already on line %d",
                        settings->statistics[row->entry.statistic].name,
                        row->entry.year,
                        roster_code(opening->campaign->roster, row->entry.row),
                        before->entry.location.line));
}

static void report_strangers(struct history_opening *opening)
{
    if (opening->strangers)
        diagnostics_add(
            opening->diagnostics, RULE_HISTORY_CODE, opening->stranger_location,
            NULL, "code",
            "%zu row%s of codes that the campaign does not have, %s the "
            "first, %s not used",
            opening->strangers, plural_s(opening->strangers), opening->stranger,
            opening->strangers == 1 ? "is" : "are");
}

static void index_rows(struct history *history, size_t rows)
{
    size_t at = 0;

    for (size_t row = 0; row <= rows; row++) {
        while (at < history->count && history->entries[at].row < row)
            at++;
        history->rows[row] = at;
    }
}

/* Keeps one entry a council, statistic and year; parts are only checked. */
static struct history *take(struct history_opening *opening)
{
    const size_t rows = roster_count(opening->campaign->roster);
    struct history *history = ARENA_NEW(opening->arena, struct history);

    if (opening->count)
        qsort(opening->rows, opening->count, sizeof *opening->rows, compare);
    history->entries =
        ARENA_ARRAY(opening->arena, struct history_entry, opening->count);
    for (size_t i = 0; i < opening->count; i++) {
        const struct history_row *row = &opening->rows[i];
        const struct history_row *before = i ? row - 1 : NULL;
        const bool again = before && is_same_year(&row->entry, &before->entry);
        if (again && row->part == before->part)
            report_duplicate(opening, row, before);
        else if (!again)
            history->entries[history->count++] = row->entry;
    }
    history->rows = ARENA_ARRAY(opening->arena, size_t, rows + 1);
    index_rows(history, rows);
    return history;
}

enum status history_open(struct arena *arena, const struct campaign *campaign,
                         const struct history **history,
                         struct diagnostics *diagnostics)
{
    struct history_opening opening = {
        .arena = arena, .campaign = campaign, .diagnostics = diagnostics};
    struct csv_table *table;

    *history = NULL;
    if (!campaign->settings.history_file.text)
        return STATUS_OK;
    opening.status = csv_table_open_setting(
        arena,
        &(struct csv_table_setting){campaign->folder, &campaign->settings,
                                    campaign->settings.history_file, "history",
                                    false},
        &table, diagnostics);
    if (opening.status)
        return opening.status;
    opening.table = table;
    if (csv_table_refused(table))
        opening.status = STATUS_INPUT;
    if (find_columns(&opening))
        for (size_t i = 0; i < csv_table_rows(table); i++)
            read_row(&opening, i);
    *history = take(&opening);
    report_strangers(&opening);
    free(opening.rows);
    csv_table_close(table);
    return opening.status;
}

const struct history_entry *history_entries(const struct history *history,
                                            size_t *count)
{
    *count = history ? history->count : 0;
    return history ? history->entries : NULL;
}

const struct history_entry *history_find(const struct history *history,
                                         size_t row, size_t statistic,
                                         size_t *count)
{
    const struct history_entry *entry, *end;

    *count = 0;
    if (!history)
        return NULL;
    entry = &history->entries[history->rows[row]];
    end = &history->entries[history->rows[row + 1]];
    while (entry < end && entry->statistic < statistic)
        entry++;
    while (entry + *count < end && entry[*count].statistic == statistic)
        ++*count;
    return *count ? entry : NULL;
}
