#include "data/row_list.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "data/suggestion.h"

/* A row and the council that it belongs to. */
struct owned_row {
    uint32_t council;
    uint32_t row;
};

struct row_list {
    const struct list_setting *setting;
    struct csv_table *table;
    struct owned_row *rows; /* by council, then as in the file */
    size_t *starts;         /* of each council's rows, then the end */
};

struct row_list_opening {
    struct arena *scratch;
    const struct roster *roster;
    const struct settings *settings;
    struct row_list *list;
    size_t code;  /* column */
    size_t count; /* rows that belong to a council */
    struct diagnostics *diagnostics;
    enum status status;
};

static void report(struct row_list_opening *opening, enum diagnostic_id rule,
                   struct location location, const char *message)
{
    diagnostics_add(opening->diagnostics, rule, location, NULL, "code", "%s",
                    message);
    if (!opening->status)
        opening->status = rule_status(rule);
}

/* Refuses an unreadable row. If its code could be read, csv_table_open() has
 * reported it for that council. */
static void check_refused(struct row_list_opening *opening)
{
    const struct csv_table *table = opening->list->table;

    for (size_t i = 0; i < csv_table_refused(table); i++) {
        const char *code = csv_table_refused_code(table, i, opening->scratch);
        if (roster_find(opening->roster, code) == SIZE_MAX &&
            roster_find_refused(opening->roster, code) == SIZE_MAX)
            report(opening, RULE_CODE_UNMATCHED,
                   (struct location){csv_table_file(table),
                                     csv_table_refused_line(table, i), 1},
                   "no council can be found that the row belongs to");
    }
}

static void report_unmatched(struct row_list_opening *opening,
                             struct value cell, const char *code)
{
    char shown[SUGGESTION_SIZE];

    report(opening, RULE_CODE_UNMATCHED, cell.location,
           arena_printf(opening->scratch,
                        "%s is not in %s, so the row is in nobody's letter",
                        suggestion_quote(shown, code),
                        opening->settings->data.items[0].text));
}

static void add_row(struct row_list_opening *opening, size_t row)
{
    struct row_list *list = opening->list;
    const struct value cell =
        csv_table_read_cell(list->table, row, opening->scratch, opening->code);
    const char *code = utf8_trim(opening->scratch, cell.text);
    const size_t council = roster_find(opening->roster, code);

    if (council != SIZE_MAX)
        list->rows[opening->count++] =
            (struct owned_row){(uint32_t)council, (uint32_t)row};
    else if (!*code)
        report(opening, RULE_CODE_MISSING, cell.location,
               "the row has no code, so it is in nobody's letter");
    else if (roster_find_refused(opening->roster, code) == SIZE_MAX)
        report_unmatched(opening, cell, code);
}

static int compare(const void *left, const void *right)
{
    const struct owned_row *a = left;
    const struct owned_row *b = right;

    if (a->council != b->council)
        return a->council < b->council ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static void find_starts(struct row_list_opening *opening, struct arena *arena)
{
    struct row_list *list = opening->list;
    const size_t councils = roster_count(opening->roster);
    size_t at = 0;

    if (opening->count)
        qsort(list->rows, opening->count, sizeof *list->rows, compare);
    list->starts = ARENA_ARRAY(arena, size_t, councils + 1);
    for (size_t i = 0; i < councils; i++) {
        list->starts[i] = at;
        while (at < opening->count && list->rows[at].council == i)
            at++;
    }
    list->starts[councils] = at;
}

static void match_rows(struct row_list_opening *opening, struct arena *arena)
{
    struct row_list *list = opening->list;
    const size_t rows = csv_table_rows(list->table);

    list->rows = memory_resize(NULL, rows + 1, sizeof *list->rows);
    for (size_t i = 0; i < rows; i++) {
        arena_reset(opening->scratch);
        add_row(opening, i);
    }
    check_refused(opening);
    find_starts(opening, arena);
}

static void find_code(struct row_list_opening *opening)
{
    const struct csv_table *table = opening->list->table;
    const struct location header = csv_table_column(table, 0).location;
    char suggestion[SUGGESTION_SIZE];

    opening->code = csv_table_find(table, "code");
    if (opening->code == SIZE_MAX)
        report(
            opening, RULE_COLUMN_MISSING,
            (struct location){header.file, header.line, 0},
            ARENA_JOIN(opening->scratch,
                       "no such column; it says which council a row "
                       "belongs to",
                       roster_guess_code(opening->scratch, table, suggestion)));
}

enum status row_list_open(struct arena *arena, const char *folder,
                          const struct settings *settings,
                          const struct list_setting *setting,
                          const struct roster *roster, struct row_list **result,
                          struct diagnostics *diagnostics)
{
    struct row_list *list = ARENA_NEW(arena, struct row_list);
    struct row_list_opening opening = {.scratch = arena_new(),
                                       .roster = roster,
                                       .settings = settings,
                                       .list = list,
                                       .diagnostics = diagnostics};

    list->setting = setting;
    opening.status = csv_table_open_setting(
        arena,
        &(struct csv_table_setting){folder, settings, setting->file, "lists",
                                    true},
        &list->table, diagnostics);
    if (!opening.status)
        find_code(&opening);
    if (!opening.status)
        match_rows(&opening, arena);
    arena_free(opening.scratch);
    if (opening.status)
        row_list_close(list);
    else
        *result = list;
    return opening.status;
}

void row_list_close(struct row_list *list)
{
    if (!list)
        return;
    csv_table_close(list->table);
    free(list->rows);
    list->rows = NULL;
}

const char *row_list_name(const struct row_list *list)
{
    return list->setting->name;
}

struct location row_list_location(const struct row_list *list)
{
    return list->setting->location;
}

size_t row_list_columns(const struct row_list *list)
{
    return csv_table_columns(list->table);
}

struct value row_list_column(const struct row_list *list, size_t column)
{
    return csv_table_column(list->table, column);
}

size_t row_list_count(const struct row_list *list, size_t council)
{
    return list->starts[council + 1] - list->starts[council];
}

struct row_list_entry row_list_read(const struct row_list *list, size_t council,
                                    size_t row, struct arena *arena)
{
    const size_t columns = csv_table_columns(list->table);
    struct value *cells = ARENA_ARRAY(arena, struct value, columns);
    uint32_t *breaks = NULL;

    csv_table_read(list->table, list->rows[list->starts[council] + row].row,
                   arena, cells);
    for (size_t i = 0; i < columns; i++) {
        uint32_t first;
        cells[i].text = roster_clean(arena, cells[i].text, &first);
        if (first && !breaks)
            breaks = ARENA_ARRAY(arena, uint32_t, columns);
        if (first)
            breaks[i] = first;
    }
    return (struct row_list_entry){cells, breaks};
}

void row_list_hash(const struct row_list *list, size_t council,
                   struct hash *hash)
{
    const size_t columns = csv_table_columns(list->table);
    const size_t count = row_list_count(list, council);
    struct arena *arena = arena_new();

    hash_add_text(hash, list->setting->name);
    hash_add_integer(hash, (int64_t)count);
    for (size_t i = 0; i < columns; i++)
        hash_add_text(hash, csv_table_column(list->table, i).text);
    for (size_t row = 0; row < count; row++) {
        struct row_list_entry read;
        arena_reset(arena);
        read = row_list_read(list, council, row, arena);
        for (size_t i = 0; i < columns; i++)
            hash_add_text(hash, read.values[i].text);
    }
    arena_free(arena);
}
