#include "data/csv_table.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/name_match.h"
#include "base/plural.h"
#include "base/utf8.h"
#include "data/csv_reader.h"
#include "data/safe_path.h"
#include "data/workbook.h"
#include "data/worksheet.h"

/* Rows below a title that may be the header. */
enum { TITLE_ROWS = 10 };

/* The start of a row. */
struct row_start {
    uint32_t offset;
    int line;
};

struct row_starts {
    struct row_start *items;
    size_t count;
    size_t capacity;
};

/*
 * Spreadsheets leave unnamed cells in headers. Only named cells are columns;
 * `cells` has each column's index in the row.
 */
struct csv_table {
    const char *file;
    struct buffer text;
    struct worksheet *sheet; /* source of the text; NULL: a CSV file */
    struct value *columns;
    size_t *cells;
    size_t column_count;
    size_t width;       /* cells of the header */
    size_t code_column; /* for diagnostics; SIZE_MAX: none */
    struct row_starts rows;
    struct row_starts refused;
};

/* The state of csv_table_open(). */
struct csv_table_opening {
    struct arena *arena;
    struct csv_table *table;
    struct diagnostics *diagnostics;
    struct csv_reader reader;
    struct csv_record record;
    bool *named; /* for each cell of the header */
    bool needs_rows;
    enum status status; /* of the first error that refuses the file */
};

static void add_row(struct csv_table_opening *opening, struct row_starts *rows)
{
    ARRAY_GROW(rows->items, rows->count, rows->capacity);
    rows->items[rows->count++] = (struct row_start){
        (uint32_t)opening->record.offset, opening->record.line};
}

/* @return a reader at a row's first byte */
static struct csv_reader read_from(const struct csv_table *table,
                                   struct row_start start)
{
    return (struct csv_reader){.file = table->file,
                               .bytes = buffer_text(&table->text),
                               .length = table->text.length,
                               .at = start.offset,
                               .line = start.line,
                               .column = 1,
                               .rows =
                                   table->sheet ? table->sheet->rows : NULL};
}

static bool next_record(struct csv_table_opening *opening)
{
    return csv_reader_read(&opening->reader, &opening->record, SIZE_MAX);
}

static void refuse_file(struct csv_table_opening *opening,
                        enum diagnostic_id rule, struct location location,
                        const char *field, const char *message)
{
    diagnostics_add(opening->diagnostics, rule, location, NULL, field, "%s",
                    message);
    if (!opening->status)
        opening->status = rule_status(rule);
}

/* The first record that is not blank. */
static bool read_header(struct csv_table_opening *opening)
{
    const struct csv_record *record = &opening->record;
    const struct location start = {opening->table->file, 1, 1};

    while (next_record(opening)) {
        if (record->faulty) {
            diagnostics_add_error(opening->diagnostics, &record->fault);
            opening->status = rule_status(record->fault.rule);
            return false;
        }
        if (!csv_reader_is_blank(record))
            return true;
    }
    refuse_file(opening, RULE_CSV_EMPTY, start, NULL,
                "nothing in the file; a header row is wanted");
    return false;
}

/* Excel's "sep=;", which other programs read as the header. */
static bool is_separator_line(const struct csv_record *record)
{
    const char *text = csv_reader_text(record, 0);

    return strncasecmp(text, "sep=", 4) == 0 && strlen(text) <= 5;
}

static size_t count_filled(const struct csv_record *record)
{
    size_t filled = 0;

    for (size_t i = 0; i < record->count; i++)
        filled += !utf8_is_blank(csv_reader_text(record, i));
    return filled;
}

/* @return true if a cell has the name that every header contains. */
static bool has_key(const struct csv_record *record)
{
    for (size_t i = 0; i < record->count; i++)
        if (name_match_equal(csv_reader_text(record, i), "code") ||
            name_match_equal(csv_reader_text(record, i), "group"))
            return true;
    return false;
}

/* @return the header's line if the first record is a title above it: it has no
 *         column code and a later row has, or it has one cell and a later row
 *         has more; 0 if the first record is the header */
static int find_line_below(const struct csv_table_opening *opening)
{
    struct csv_reader reader = opening->reader;
    struct csv_record record = csv_reader_record_new();
    const bool alone = count_filled(&opening->record) == 1 &&
                       !strpbrk(csv_reader_text(&opening->record, 0), ";\t");
    int wider = 0;
    int line = 0;

    for (int i = 0; !line && i < TITLE_ROWS; i++) {
        if (!csv_reader_read(&reader, &record, SIZE_MAX) || record.faulty)
            break;
        if (has_key(&record))
            line = record.line;
        else if (!wider && alone && count_filled(&record) > 1)
            wider = record.line;
    }
    csv_reader_record_free(&record);
    return line ? line : wider;
}

/* Reports a title or a separator line where the header should be. */
static bool is_header(struct csv_table_opening *opening)
{
    const struct csv_record *record = &opening->record;
    const struct location location =
        csv_reader_location(&opening->reader, record, 0);
    char message[96];
    int line;

    if (is_separator_line(record)) {
        refuse_file(opening, RULE_CSV_SEPARATOR_LINE, location, NULL,
                    "a line for Excel alone; delete it, and part cells by "
                    "commas");
        return false;
    }
    line = has_key(record) ? 0 : find_line_below(opening);
    if (!line)
        return true;
    if (opening->table->sheet)
        line = opening->table->sheet->rows[line - 1];
    snprintf(message, sizeof message,
             "a title above the header, which is line %d; delete the lines "
             "above it",
             line);
    refuse_file(opening, RULE_CSV_TITLE_ROW, location, NULL, message);
    return false;
}

static void check_duplicate(struct csv_table_opening *opening, const char *name,
                            struct location location)
{
    const size_t other = csv_table_find(opening->table, name);
    struct location there;
    char place[LOCATION_SIZE];
    char message[LOCATION_SIZE + 64];

    if (other == SIZE_MAX)
        return;
    there = opening->table->columns[other].location;
    snprintf(message, sizeof message, "column is already at line %d, column %d",
             there.line, there.column);
    if (opening->table->sheet)
        snprintf(message, sizeof message, "column is already at %s",
                 error_print_location(there, place));
    refuse_file(opening, RULE_COLUMN_DUPLICATE, location, name, message);
}

static void add_columns(struct csv_table_opening *opening)
{
    struct csv_table *table = opening->table;
    const struct csv_record *record = &opening->record;

    table->width = record->count;
    table->columns = ARENA_ARRAY(opening->arena, struct value, record->count);
    table->cells = ARENA_ARRAY(opening->arena, size_t, record->count);
    opening->named = ARENA_ARRAY(opening->arena, bool, record->count);
    for (size_t i = 0; i < record->count; i++) {
        const struct location location =
            csv_reader_location(&opening->reader, record, i);
        const char *name =
            utf8_trim(opening->arena, csv_reader_text(record, i));
        if (!*name)
            continue;
        check_duplicate(opening, name, location);
        opening->named[i] = true;
        table->cells[table->column_count] = i;
        table->columns[table->column_count++] = (struct value){name, location};
    }
    table->code_column = csv_table_find(table, "code");
}

/* Extra cells are an error unless they are empty, missing cells if their
 * column has a name. */
static bool is_ragged(const struct csv_table *table,
                      const struct csv_reader *reader,
                      const struct csv_record *record, struct error *err)
{
    const size_t wanted = table->cells[table->column_count - 1] + 1;
    size_t used = record->count;

    while (used > table->width &&
           utf8_is_blank(csv_reader_text(record, used - 1)))
        used--;
    if (used >= wanted && used <= table->width)
        return false;
    (void)error_set(
        err, RULE_CSV_RAGGED_ROW,
        csv_reader_location(reader, record,
                            used < wanted ? SIZE_MAX : table->width),
        NULL, "%zu cell%s in the row, %zu in the header", used, plural_s(used),
        used < wanted ? wanted : table->width);
    return true;
}

/* @return the first error in the sheet's row of a record, or NULL */
static const struct worksheet_fault *find_fault(const struct csv_table *table,
                                                const struct csv_record *record)
{
    return table->sheet
               ? worksheet_find_fault(table->sheet,
                                      table->sheet->rows[record->line - 1])
               : NULL;
}

/* @return the name of the column in which a sheet has an error */
static void set_field(const struct csv_table *table,
                      const struct worksheet_fault *fault, struct error *err)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (table->cells[i] + 1 == (size_t)fault->column)
            utf8_copy(err->field, sizeof err->field, table->columns[i].text);
}

/* Reports the remaining errors of a sheet's row. */
static void report_further(struct csv_table_opening *opening,
                           const struct error *first)
{
    const struct worksheet *sheet = opening->table->sheet;
    const struct worksheet_fault *fault =
        find_fault(opening->table, &opening->record);
    struct error err = *first;

    for (; fault && fault + 1 < sheet->faults + sheet->fault_count &&
           fault[1].row == fault->row;
         fault++) {
        worksheet_set_error(sheet, fault + 1, &err);
        set_field(opening->table, fault + 1, &err);
        diagnostics_add_error(opening->diagnostics, &err);
    }
}

/* @return true if a record that is not blank cannot be used. */
static bool is_faulty(const struct csv_table *table,
                      const struct csv_reader *reader,
                      const struct csv_record *record, struct error *err)
{
    const struct worksheet_fault *fault = find_fault(table, record);

    if (fault) {
        worksheet_set_error(table->sheet, fault, err);
        set_field(table, fault, err);
        return true;
    }
    if (record->faulty)
        *err = record->fault;
    return record->faulty || is_ragged(table, reader, record, err);
}

static const char *read_code(const struct csv_table *table,
                             struct csv_reader reader, struct arena *arena)
{
    struct csv_record record = csv_reader_record_new();
    const char *code = "";

    csv_reader_read_lenient(&reader, &record);
    if (table->code_column != SIZE_MAX)
        code = utf8_trim(
            arena, csv_reader_text(&record, table->cells[table->code_column]));
    csv_reader_record_free(&record);
    return strchr(code, '"') ? "" : code;
}

static void copy_code(const struct csv_table_opening *opening,
                      struct error *err)
{
    const struct row_start start = {(uint32_t)opening->record.offset,
                                    opening->record.line};
    struct arena *arena = arena_new();

    utf8_copy(
        err->code, sizeof err->code,
        read_code(opening->table, read_from(opening->table, start), arena));
    arena_free(arena);
}

/* Data without a column name are reported once for each unnamed cell of the
 * header. / */
static void check_unnamed(struct csv_table_opening *opening)
{
    const struct csv_record *record = &opening->record;

    for (size_t i = 0; i < record->count && i < opening->table->width; i++) {
        if (opening->named[i] || utf8_is_blank(csv_reader_text(record, i)))
            continue;
        opening->named[i] = true;
        refuse_file(opening, RULE_COLUMN_UNNAMED,
                    csv_reader_location(&opening->reader, record, i), NULL,
                    "value in a column without a name");
    }
}

static void add_rows(struct csv_table_opening *opening)
{
    struct csv_table *table = opening->table;
    const struct csv_record *record = &opening->record;

    while (next_record(opening)) {
        struct error err = {0};
        if (!record->faulty && csv_reader_is_blank(record))
            continue;
        if (is_faulty(table, &opening->reader, record, &err)) {
            copy_code(opening, &err);
            diagnostics_add_error(opening->diagnostics, &err);
            report_further(opening, &err);
            add_row(opening, &table->refused);
        } else {
            check_unnamed(opening);
            add_row(opening, &table->rows);
        }
    }
    if (opening->needs_rows && !table->rows.count && !table->refused.count)
        refuse_file(opening, RULE_CSV_NO_ROWS, table->columns[0].location, NULL,
                    "a header and no rows");
}

/* An error in a sheet's header refuses the file. */
static void check_sheet_header(struct csv_table_opening *opening)
{
    const struct worksheet_fault *fault =
        find_fault(opening->table, &opening->record);
    struct error err = {0};

    if (!fault)
        return;
    worksheet_set_error(opening->table->sheet, fault, &err);
    refuse_file(opening, err.rule, err.location, NULL, err.message);
}

static void read_text(struct csv_table_opening *opening)
{
    opening->reader = read_from(opening->table, (struct row_start){0, 1});
    opening->record = csv_reader_record_new();
    if (read_header(opening) && is_header(opening)) {
        add_columns(opening);
        check_sheet_header(opening);
        add_rows(opening);
    }
    csv_reader_record_free(&opening->record);
}

/* Reads a sheet of a workbook instead of a CSV file. */
static enum status take_sheet(struct arena *arena, const char *path,
                              struct csv_table *table,
                              struct diagnostics *diagnostics)
{
    const enum status status =
        worksheet_read(arena, path, table->file, &table->sheet, diagnostics);

    if (status)
        return status;
    table->file = table->sheet->file;
    table->text = table->sheet->text;
    table->sheet->text = (struct buffer){0};
    return STATUS_OK;
}

static enum status open_table(struct arena *arena, const char *path,
                              const char *shown, enum encoding encoding,
                              bool needs_rows, struct csv_table **result,
                              struct diagnostics *diagnostics)
{
    struct csv_table *table = ARENA_NEW(arena, struct csv_table);
    struct csv_table_opening opening = {.arena = arena,
                                        .table = table,
                                        .diagnostics = diagnostics,
                                        .needs_rows = needs_rows};

    table->file = arena_strdup(arena, shown);
    table->text = buffer_new(CSV_TABLE_FILE_LIMIT);
    if (workbook_sheet_name(path))
        opening.status = take_sheet(arena, path, table, diagnostics);
    else
        opening.status = encoding_read_file(path, table->file, encoding,
                                            &table->text, diagnostics);
    if (!opening.status)
        read_text(&opening);
    if (opening.status)
        csv_table_close(table);
    else
        *result = table;
    return opening.status;
}

enum status csv_table_open(struct arena *arena, const char *path,
                           const char *shown, enum encoding encoding,
                           struct csv_table **table,
                           struct diagnostics *diagnostics)
{
    return open_table(arena, path, shown, encoding, true, table, diagnostics);
}

enum status csv_table_open_any(struct arena *arena, const char *path,
                               const char *shown, enum encoding encoding,
                               struct csv_table **table,
                               struct diagnostics *diagnostics)
{
    return open_table(arena, path, shown, encoding, false, table, diagnostics);
}

enum status csv_table_open_setting(struct arena *arena,
                                   const struct csv_table_setting *setting,
                                   struct csv_table **table,
                                   struct diagnostics *diagnostics)
{
    struct error err = {0};
    const char *path;
    const enum status status = safe_path_find_table(
        arena, setting->folder, setting->settings->data_folder, setting->name,
        setting->field, &path, &err);

    if (!status)
        return open_table(arena, path, path, setting->settings->encoding,
                          !setting->may_be_empty, table, diagnostics);
    diagnostics_add_error(diagnostics, &err);
    return status;
}

void csv_table_close(struct csv_table *table)
{
    if (!table)
        return;
    buffer_free(&table->text);
    worksheet_free(table->sheet);
    table->sheet = NULL;
    free(table->rows.items);
    free(table->refused.items);
    table->rows = table->refused = (struct row_starts){0};
}

const char *csv_table_file(const struct csv_table *table)
{
    return table->file;
}

size_t csv_table_columns(const struct csv_table *table)
{
    return table->column_count;
}

struct value csv_table_column(const struct csv_table *table, size_t column)
{
    return table->columns[column];
}

size_t csv_table_find(const struct csv_table *table, const char *name)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (name_match_equal(table->columns[i].text, name))
            return i;
    return SIZE_MAX;
}

size_t csv_table_rows(const struct csv_table *table)
{
    return table->rows.count;
}

/* The row of a sheet, or the line of a file. */
static int shown_line(const struct csv_table *table, int line)
{
    return table->sheet ? table->sheet->rows[line - 1] : line;
}

/* Copies a record's cells into the order of the columns. */
static void copy_cells(const struct csv_table *table,
                       const struct csv_reader *reader,
                       const struct csv_record *record, struct arena *arena,
                       struct value *cells)
{
    const char *text =
        arena_strndup(arena, buffer_text(&record->text), record->text.length);

    for (size_t i = 0; i < table->column_count; i++) {
        const size_t cell = table->cells[i];
        const bool there = cell < record->count;
        cells[i].text = there ? text + record->cells[cell].start : "";
        cells[i].location = csv_reader_location(reader, record, cell);
    }
}

void csv_table_read(const struct csv_table *table, size_t row,
                    struct arena *arena, struct value *cells)
{
    struct csv_reader reader = read_from(table, table->rows.items[row]);
    struct csv_record record = csv_reader_record_new();

    (void)csv_reader_read(&reader, &record, SIZE_MAX);
    copy_cells(table, &reader, &record, arena, cells);
    csv_reader_record_free(&record);
}

struct value csv_table_read_cell(const struct csv_table *table, size_t row,
                                 struct arena *arena, size_t column)
{
    const size_t cell = table->cells[column];
    struct csv_reader reader = read_from(table, table->rows.items[row]);
    struct csv_record record = csv_reader_record_new();
    struct value value;

    (void)csv_reader_read(&reader, &record, cell + 1);
    value.text = arena_strdup(arena, csv_reader_text(&record, cell));
    value.location = csv_reader_location(&reader, &record, cell);
    csv_reader_record_free(&record);
    return value;
}

size_t csv_table_refused(const struct csv_table *table)
{
    return table->refused.count;
}

/* Adds the cells after the last column, up to the last that is not empty. */
static struct value_list extra_cells(const struct csv_table *table,
                                     const struct csv_reader *reader,
                                     const struct csv_record *record,
                                     struct arena *arena)
{
    struct value *items = ARENA_ARRAY(arena, struct value, record->count);
    struct value_list list = {items, 0};
    size_t used = record->count;

    while (used && utf8_is_blank(csv_reader_text(record, used - 1)))
        used--;
    for (size_t i = table->width; i < used; i++)
        items[list.count++] =
            (struct value){arena_strdup(arena, csv_reader_text(record, i)),
                           csv_reader_location(reader, record, i)};
    return list;
}

void csv_table_read_refused(const struct csv_table *table, size_t index,
                            struct arena *arena, struct value *cells,
                            struct value_list *extra, struct error *err)
{
    const struct csv_reader start =
        read_from(table, table->refused.items[index]);
    struct csv_reader reader = start;
    struct csv_record record = csv_reader_record_new();

    (void)csv_reader_read(&reader, &record, SIZE_MAX);
    (void)is_faulty(table, &reader, &record, err);
    reader = start;
    csv_reader_read_lenient(&reader, &record);
    copy_cells(table, &reader, &record, arena, cells);
    *extra = extra_cells(table, &reader, &record, arena);
    csv_reader_record_free(&record);
}

int csv_table_refused_line(const struct csv_table *table, size_t index)
{
    return shown_line(table, table->refused.items[index].line);
}

const char *csv_table_refused_code(const struct csv_table *table, size_t index,
                                   struct arena *arena)
{
    return read_code(table, read_from(table, table->refused.items[index]),
                     arena);
}
