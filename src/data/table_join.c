#include "data/table_join.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "data/suggestion.h"

/* Maximum bytes of a code; it becomes part of file names. */
enum { CODE_LIMIT = 63 };

/* A code that differs from a row's only in case. */
struct twin {
    const char *code;
    struct location location;
};

/* A row with its code. */
struct keyed_row {
    const char *code;
    const struct twin *twin; /* or NULL */
    size_t file;
    int32_t row;
    int line;
};

/* The rows of one file that have the current code. */
struct group {
    const struct keyed_row *entries;
    size_t count;
};

struct table_join {
    struct arena *arena;
    struct arena *scratch;    /* codes, until the end */
    struct arena *cell_arena; /* cells, briefly */
    const struct table_join_input *input;
    struct table_join_result *result;
    struct diagnostics *diagnostics;
    struct keyed_row *rows; /* of all files, by code, file and line */
    size_t count;
    struct group *groups;      /* one a file, of the current code */
    struct buffer reasons;     /* of the current code */
    enum join_refusal refusal; /* likewise */
};

static void add_reason(struct table_join *join, const char *field,
                       const char *message)
{
    if (join->reasons.length)
        buffer_add_text(&join->reasons, "; ");
    if (field && *field)
        buffer_printf(&join->reasons, "%s: ", field);
    buffer_add_text(&join->reasons, message);
}

static void worsen(struct table_join *join, enum join_refusal refusal)
{
    if (refusal > join->refusal)
        join->refusal = refusal;
}

static void report_cell(struct table_join *join, enum diagnostic_id rule,
                        struct value cell, const char *code, const char *field,
                        const char *message)
{
    diagnostics_add(join->diagnostics, rule, cell.location, code, field, "%s",
                    message);
    add_reason(join, field, message);
}

/* A cell of any row; the arena `cell_arena` owns it. */
static struct value read_cell(struct table_join *join,
                              const struct keyed_row *row, size_t column,
                              struct error *err)
{
    const struct csv_table *table = join->input->files[row->file].table;
    struct value_list extra;
    struct value *cells;

    arena_reset(join->cell_arena);
    if (row->row < TABLE_JOIN_FAULTY)
        return csv_table_read_cell(table, (size_t)row->row, join->cell_arena,
                                   column);
    cells =
        ARENA_ARRAY(join->cell_arena, struct value, csv_table_columns(table));
    csv_table_read_refused(table, (size_t)(row->row - TABLE_JOIN_FAULTY),
                           join->cell_arena, cells, &extra, err);
    return cells[column];
}

static struct value read_code(struct table_join *join,
                              const struct keyed_row *row)
{
    struct error ignored;

    return read_cell(join, row, join->input->files[row->file].code, &ignored);
}

static int compare(const void *left, const void *right)
{
    const struct keyed_row *a = left;
    const struct keyed_row *b = right;
    const int order = strcmp(a->code, b->code);

    if (order)
        return order;
    return a->file != b->file ? (a->file > b->file) - (a->file < b->file)
                              : (a->line > b->line) - (a->line < b->line);
}

static int compare_folded(const void *left, const void *right)
{
    const struct keyed_row *a = left;
    const struct keyed_row *b = right;
    const int order = strcasecmp(a->code, b->code);

    return order ? order : compare(a, b);
}

static void add_row(struct table_join *join, size_t file, int32_t row)
{
    const struct table_join_file *from = &join->input->files[file];
    struct keyed_row *entry = &join->rows[join->count++];

    *entry = (struct keyed_row){.file = file, .row = row};
    if (row >= TABLE_JOIN_FAULTY) {
        const size_t refused = (size_t)(row - TABLE_JOIN_FAULTY);
        entry->code =
            csv_table_refused_code(from->table, refused, join->scratch);
        entry->line = csv_table_refused_line(from->table, refused);
    } else {
        const struct value cell = read_code(join, entry);
        entry->code = utf8_trim(join->scratch, cell.text);
        entry->line = cell.location.line;
    }
}

static void add_rows(struct table_join *join)
{
    const struct table_join_input *input = join->input;
    size_t count = 1;

    for (size_t i = 0; i < input->count; i++)
        count += csv_table_rows(input->files[i].table) +
                 csv_table_refused(input->files[i].table);
    join->rows = memory_resize(NULL, count, sizeof *join->rows);
    for (size_t file = 0; file < input->count; file++) {
        const struct csv_table *table = input->files[file].table;
        for (size_t i = 0; i < csv_table_rows(table); i++)
            add_row(join, file, (int32_t)i);
        for (size_t i = 0; i < csv_table_refused(table); i++)
            add_row(join, file, TABLE_JOIN_FAULTY + (int32_t)i);
    }
}

static void set_twin(struct table_join *join, struct keyed_row *row,
                     const struct keyed_row *other)
{
    struct twin *twin;

    if (row->twin)
        return;
    twin = ARENA_NEW(join->scratch, struct twin);
    *twin = (struct twin){other->code, read_code(join, other).location};
    row->twin = twin;
}

/* Finds codes that differ only in case, then sorts the rows. */
static void sort_rows(struct table_join *join)
{
    qsort(join->rows, join->count, sizeof *join->rows, compare_folded);
    for (size_t i = 1; i < join->count; i++) {
        struct keyed_row *one = &join->rows[i - 1];
        struct keyed_row *other = &join->rows[i];
        if (strcasecmp(one->code, other->code) != 0 ||
            strcmp(one->code, other->code) == 0)
            continue;
        set_twin(join, one, other);
        set_twin(join, other, one);
    }
    qsort(join->rows, join->count, sizeof *join->rows, compare);
}

static bool is_safe(const char *code)
{
    static const char safe[] = "abcdefghijklmnopqrstuvwxyz"
                               "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
    const size_t length = strspn(code, safe);

    return *code != '.' && !code[length] && length <= CODE_LIMIT;
}

static void check_safe(struct table_join *join)
{
    const struct group *first = &join->groups[0];
    const char *code = first->count ? first->entries->code : "";
    char shown[SUGGESTION_SIZE];
    char message[SUGGESTION_SIZE + 96];

    if (is_safe(code))
        return;
    snprintf(message, sizeof message,
             "%s cannot be part of a file's name; letters, digits, dots, "
             "dashes and underscores can",
             suggestion_quote(shown, code));
    if (strlen(code) > CODE_LIMIT)
        snprintf(message, sizeof message, "longer than %d bytes", CODE_LIMIT);
    report_cell(join, RULE_CODE_UNSAFE, read_code(join, first->entries), code,
                "code", message);
}

static void check_duplicates(struct table_join *join, size_t file)
{
    const struct group *group = &join->groups[file];
    const struct location first = group->count > 1
                                      ? read_code(join, group->entries).location
                                      : NO_LOCATION;
    char shown[SUGGESTION_SIZE];
    char place[LOCATION_SIZE];

    for (size_t i = 1; i < group->count; i++) {
        const struct keyed_row *entry = &group->entries[i];
        const char *message = arena_printf(join->scratch, "%s is already at %s",
                                           suggestion_quote(shown, entry->code),
                                           error_print_location(first, place));
        report_cell(join, RULE_CODE_DUPLICATE, read_code(join, entry),
                    entry->code, "code", message);
        worsen(join, JOIN_REFUSED_MATCH);
    }
}

/* Reports another code that differs from this one only in case. @return true
 * if there is one */
static bool check_twin(struct table_join *join, const struct keyed_row *rows,
                       size_t count)
{
    const struct twin *twin = NULL;
    char shown[SUGGESTION_SIZE];
    char place[LOCATION_SIZE];

    for (size_t i = 0; i < count && !twin; i++)
        twin = rows[i].twin;
    if (!twin)
        return false;
    report_cell(join, RULE_CODE_CASE, read_code(join, rows), rows->code, "code",
                arena_printf(join->scratch,
                             "%s differs only in capitals from %s at %s",
                             suggestion_quote(shown, rows->code), twin->code,
                             error_print_location(twin->location, place)));
    worsen(join, JOIN_REFUSED_MATCH);
    return true;
}

/* Reports a code that only some files have, at its location. */
static void report_unmatched(struct table_join *join, size_t file, size_t other)
{
    const struct keyed_row *entry = join->groups[file].entries;
    char shown[SUGGESTION_SIZE];
    const char *message = arena_printf(join->scratch, "%s is not in %s",
                                       suggestion_quote(shown, entry->code),
                                       join->input->files[other].name);

    report_cell(join, RULE_CODE_UNMATCHED, read_code(join, entry), entry->code,
                "code", message);
    worsen(join, JOIN_REFUSED_MATCH);
}

static void check_matched(struct table_join *join)
{
    const bool listed = join->groups[0].count > 0;

    for (size_t i = 1; i < join->input->count; i++) {
        if (listed && !join->groups[i].count)
            report_unmatched(join, 0, i);
        if (!listed && join->groups[i].count)
            report_unmatched(join, i, 0);
    }
}

/* csv_table_open() has reported the rows that it left out. */
static void add_faults(struct table_join *join, size_t file)
{
    const struct group *group = &join->groups[file];

    for (size_t i = 0; i < group->count; i++) {
        struct error err = {0};
        if (group->entries[i].row < TABLE_JOIN_FAULTY)
            continue;
        (void)read_cell(join, &group->entries[i], 0, &err);
        add_reason(join, err.field, err.message);
        worsen(join, err.rule == RULE_CSV_UNCLOSED_QUOTE ? JOIN_REFUSED_REST
                                                         : JOIN_REFUSED_CELLS);
    }
}

static void check_name(struct table_join *join)
{
    const size_t file = join->input->name_file;
    const struct keyed_row *entry = join->groups[file].entries;
    struct error ignored;
    struct value name;

    if (!join->groups[file].count || entry->row >= TABLE_JOIN_FAULTY)
        return;
    name = read_cell(join, entry, join->input->name_column, &ignored);
    if (utf8_is_blank(name.text))
        report_cell(join, RULE_NAME_MISSING, name, entry->code,
                    csv_table_column(join->input->files[file].table,
                                     join->input->name_column)
                        .text,
                    "the council has no name");
}

static void check_blank_code(struct table_join *join,
                             const struct keyed_row *row)
{
    if (row->row < TABLE_JOIN_FAULTY)
        report_cell(join, RULE_CODE_MISSING, read_code(join, row), NULL, "code",
                    "the row has no code");
}

static void refuse(struct table_join *join, const char *code, size_t turn)
{
    struct table_join_result *result = join->result;
    const size_t files = join->input->count;
    int32_t *rows = ARENA_ARRAY(join->arena, int32_t, files);

    for (size_t i = 0; i < files; i++) {
        const struct group *group = &join->groups[i];
        rows[i] = TABLE_JOIN_NONE;
        if (group->count)
            rows[i] = group->entries[turn < group->count ? turn : 0].row;
    }
    ARRAY_GROW(result->refused, result->refused_count,
               result->refused_capacity);
    result->refused[result->refused_count++] = (struct table_join_refused){
        {arena_strdup(join->arena, code), rows},
        arena_strdup(join->arena, buffer_text(&join->reasons)),
        join->refusal};
}

static void accept(struct table_join *join, const char *code)
{
    const size_t files = join->input->count;
    int32_t *rows = ARENA_ARRAY(join->arena, int32_t, files);

    for (size_t i = 0; i < files; i++)
        rows[i] = join->groups[i].entries->row;
    join->result->members[join->result->count++] =
        (struct table_join_member){arena_strdup(join->arena, code), rows};
}

/* Adds as many refused rows as the code has rows in any file. */
static void finish_council(struct table_join *join, const char *code)
{
    size_t turns = 0;

    if (!join->reasons.length) {
        accept(join, code);
        return;
    }
    for (size_t i = 0; i < join->input->count; i++)
        if (join->groups[i].count > turns)
            turns = join->groups[i].count;
    for (size_t turn = 0; turn < turns; turn++)
        refuse(join, code, turn);
}

static void join_council(struct table_join *join, const struct keyed_row *rows,
                         size_t count)
{
    join->refusal = JOIN_REFUSED_NAME;
    check_safe(join);
    for (size_t i = 0; i < join->input->count; i++) {
        check_duplicates(join, i);
        add_faults(join, i);
    }
    if (!check_twin(join, rows, count))
        check_matched(join);
    check_name(join);
    finish_council(join, rows->code);
}

/* A row without a code has no council. */
static void join_blank(struct table_join *join, const struct keyed_row *row)
{
    join->refusal =
        join->input->count > 1 ? JOIN_REFUSED_MATCH : JOIN_REFUSED_NAME;
    add_faults(join, row->file);
    check_blank_code(join, row);
    refuse(join, "", 0);
}

/* @return the number of leading rows that share the first one's code */
static size_t count_rows(const struct table_join *join, size_t first)
{
    const char *code = join->rows[first].code;
    size_t count = 1;

    while (*code && first + count < join->count &&
           strcmp(join->rows[first + count].code, code) == 0)
        count++;
    return count;
}

static void join_rows(struct table_join *join, size_t first, size_t count)
{
    const struct keyed_row *rows = &join->rows[first];

    buffer_clear(&join->reasons);
    for (size_t i = 0; i < join->input->count; i++)
        join->groups[i] = (struct group){NULL, 0};
    for (size_t i = 0; i < count; i++) {
        struct group *group = &join->groups[rows[i].file];
        if (!group->count++)
            group->entries = &rows[i];
    }
    if (*rows->code)
        join_council(join, rows, count);
    else
        join_blank(join, rows);
}

void table_join_files(struct arena *arena, const struct table_join_input *input,
                      struct table_join_result *result,
                      struct diagnostics *diagnostics)
{
    struct table_join join = {.arena = arena,
                              .scratch = arena_new(),
                              .cell_arena = arena_new(),
                              .input = input,
                              .result = result,
                              .diagnostics = diagnostics,
                              .reasons = buffer_new(4096)};

    *result = (struct table_join_result){0};
    join.groups = ARENA_ARRAY(join.scratch, struct group, input->count);
    add_rows(&join);
    sort_rows(&join);
    result->members = ARENA_ARRAY(arena, struct table_join_member, join.count);
    for (size_t i = 0, count; i < join.count; i += count) {
        count = count_rows(&join, i);
        join_rows(&join, i, count);
    }
    free(join.rows);
    buffer_free(&join.reasons);
    arena_free(join.cell_arena);
    arena_free(join.scratch);
}

void table_join_free(struct table_join_result *result)
{
    free(result->refused);
    *result = (struct table_join_result){0};
}
