#include "data/csv_table.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/name_match.h"
#include "base/utf8.h"
#include "data/csv_reader.h"

struct passages {
    struct passage *items;
    size_t count;
    size_t room;
};

/*
 * A header may have cells without a name, as spreadsheets leave them: columns
 * are its named cells, and `cells` says which cell each of them is.
 */
struct table {
    const char *file;
    struct original *original;
    struct value *columns;
    size_t *cells;
    size_t column_count;
    size_t width;       /* cells of the header */
    size_t code_column; /* for diagnostics; SIZE_MAX: none */
    struct passages rows;
    struct passages refused;
};

/* What table_open() works with. */
struct opening {
    struct arena *arena;
    struct table *table;
    struct report *report;
    struct window window;
    struct record_reader reader;
    struct record record;
    bool *named;        /* for each cell of the header */
    enum status status; /* of the first fault that refuses the file */
};

/* A row being read again. */
struct reading {
    struct record_reader reader;
    struct buffer room;
};

static void add_passage(struct opening *opening, struct passages *passages)
{
    if (passages->count == passages->room) {
        passages->room =
            passages->room ? passages->room + passages->room / 2 : 64;
        passages->items = memory_resize(passages->items, passages->room,
                                        sizeof *passages->items);
    }
    passages->items[passages->count++] =
        window_passage(&opening->window, opening->record.offset,
                       opening->reader.seen, opening->record.line);
}

static struct record_reader read_bytes(const struct table *table,
                                       const char *bytes, size_t length,
                                       int line)
{
    return (struct record_reader){.file = table->file,
                                  .bytes = bytes,
                                  .length = length,
                                  .line = line,
                                  .column = 1};
}

/* @owner the caller, who ends it with end_reading() */
static struct reading read_passage(const struct table *table,
                                   struct passage passage)
{
    struct reading reading = {.room = buffer_new(SIZE_MAX / 4)};
    size_t length;
    const char *bytes =
        original_read(table->original, &passage, &reading.room, &length);

    reading.reader = read_bytes(table, bytes, length, passage.line);
    return reading;
}

static void end_reading(struct reading *reading)
{
    buffer_free(&reading->room);
}

/* Reads the next record of the file, as much of which is looked at as that
 * needs. */
static bool next_record(struct opening *opening)
{
    struct record_reader *reader = &opening->reader;
    struct record_reader before = *reader;
    bool there = record_read(reader, &opening->record, SIZE_MAX);

    while (reader->seen == reader->length && !opening->window.last) {
        window_slide(&opening->window, &before.at);
        before.bytes = opening->window.bytes;
        before.length = opening->window.length;
        *reader = before;
        there = record_read(reader, &opening->record, SIZE_MAX);
    }
    return there;
}

static void refuse_file(struct opening *opening, enum rule rule,
                        struct place place, const char *field,
                        const char *message)
{
    report_say(opening->report, rule, place, NULL, field, "%s", message);
    if (!opening->status)
        opening->status = rule_status(rule);
}

/* The first record that is not blank. */
static bool read_header(struct opening *opening)
{
    const struct record *record = &opening->record;
    const struct place start = {opening->table->file, 1, 1};

    while (next_record(opening)) {
        if (record->faulty) {
            report_add(opening->report, &record->fault);
            opening->status = rule_status(record->fault.rule);
            return false;
        }
        if (!record_is_blank(record))
            return true;
    }
    refuse_file(opening, RULE_CSV_EMPTY, start, NULL,
                "nothing in the file; a header row is wanted");
    return false;
}

static void check_duplicate(struct opening *opening, const char *name,
                            struct place place)
{
    const size_t other = table_find(opening->table, name);
    struct place there;
    char message[96];

    if (other == SIZE_MAX)
        return;
    there = opening->table->columns[other].place;
    snprintf(message, sizeof message,
             "column is there already at line %d, column %d", there.line,
             there.column);
    refuse_file(opening, RULE_COLUMN_DUPLICATE, place, name, message);
}

static void add_columns(struct opening *opening)
{
    struct table *table = opening->table;
    const struct record *record = &opening->record;

    table->width = record->count;
    table->columns = ARENA_ARRAY(opening->arena, struct value, record->count);
    table->cells = ARENA_ARRAY(opening->arena, size_t, record->count);
    opening->named = ARENA_ARRAY(opening->arena, bool, record->count);
    for (size_t i = 0; i < record->count; i++) {
        const struct place place = record_place(&opening->reader, record, i);
        const char *name = text_trim(opening->arena, record_text(record, i));
        if (!*name)
            continue;
        check_duplicate(opening, name, place);
        opening->named[i] = true;
        table->cells[table->column_count] = i;
        table->columns[table->column_count++] = (struct value){name, place};
    }
    table->code_column = table_find(table, "code");
}

/* Too many cells are a fault where they hold something, too few where a named
 * column has none. */
static bool is_ragged(const struct table *table,
                      const struct record_reader *reader,
                      const struct record *record, struct error *err)
{
    const size_t wanted = table->cells[table->column_count - 1] + 1;
    size_t used = record->count;

    while (used > table->width && text_is_blank(record_text(record, used - 1)))
        used--;
    if (used >= wanted && used <= table->width)
        return false;
    (void)error_set(
        err, RULE_CSV_RAGGED_ROW,
        record_place(reader, record, used < wanted ? SIZE_MAX : table->width),
        NULL, "%zu cell%s in the row, %zu in the header", used,
        used == 1 ? "" : "s", used < wanted ? wanted : table->width);
    return true;
}

/* Whether a record that is not blank cannot be used. */
static bool is_faulty(const struct table *table,
                      const struct record_reader *reader,
                      const struct record *record, struct error *err)
{
    if (record->faulty)
        *err = record->fault;
    return record->faulty || is_ragged(table, reader, record, err);
}

static const char *read_code(const struct table *table,
                             struct record_reader reader, struct arena *arena)
{
    struct record record = record_new();
    const char *code = "";

    record_read_roughly(&reader, &record);
    if (table->code_column != SIZE_MAX)
        code = text_trim(
            arena, record_text(&record, table->cells[table->code_column]));
    record_free(&record);
    return strchr(code, '"') ? "" : code;
}

static void copy_code(const struct opening *opening, struct error *err)
{
    const struct table *table = opening->table;
    const size_t from = opening->record.offset;
    struct arena *arena = arena_new();

    text_copy(
        err->code, sizeof err->code,
        read_code(table,
                  read_bytes(table, opening->window.bytes + from,
                             opening->reader.seen - from, opening->record.line),
                  arena));
    arena_free(arena);
}

/* Data under no name: said once for each such cell of the header. */
static void check_unnamed(struct opening *opening)
{
    const struct record *record = &opening->record;

    for (size_t i = 0; i < record->count && i < opening->table->width; i++) {
        if (opening->named[i] || text_is_blank(record_text(record, i)))
            continue;
        opening->named[i] = true;
        refuse_file(opening, RULE_COLUMN_UNNAMED,
                    record_place(&opening->reader, record, i), NULL,
                    "value in a column without a name");
    }
}

static void add_rows(struct opening *opening)
{
    struct table *table = opening->table;
    const struct record *record = &opening->record;

    while (next_record(opening)) {
        struct error err = {0};
        if (!record->faulty && record_is_blank(record))
            continue;
        if (is_faulty(table, &opening->reader, record, &err)) {
            copy_code(opening, &err);
            report_add(opening->report, &err);
            add_passage(opening, &table->refused);
        } else {
            check_unnamed(opening);
            add_passage(opening, &table->rows);
        }
    }
    if (!table->rows.count && !table->refused.count)
        refuse_file(opening, RULE_CSV_NO_ROWS, table->columns[0].place, NULL,
                    "a header and no rows");
}

static void read_original(struct opening *opening)
{
    struct window *window = &opening->window;

    window_open(opening->table->original, window);
    opening->reader =
        read_bytes(opening->table, window->bytes, window->length, 1);
    opening->record = record_new();
    if (read_header(opening)) {
        add_columns(opening);
        add_rows(opening);
    }
    record_free(&opening->record);
    window_close(window);
}

enum status table_open_within(struct arena *arena,
                              const struct original_source *source,
                              const struct original_limits *limits,
                              struct table **result, struct report *report)
{
    struct table *table = ARENA_NEW(arena, struct table);
    struct opening opening = {.arena = arena, .table = table, .report = report};
    struct original_source kept = *source;

    table->file = kept.shown = arena_string(arena, source->shown);
    opening.status = original_open(arena, &kept, TABLE_FILE_LIMIT, limits,
                                   &table->original, report);
    if (!opening.status)
        read_original(&opening);
    if (opening.status)
        table_close(table);
    else
        *result = table;
    return opening.status;
}

enum status table_open(struct arena *arena, const char *path, const char *shown,
                       enum encoding encoding, struct table **table,
                       struct report *report)
{
    const struct original_source source = {path, shown, encoding};

    return table_open_within(arena, &source, &original_usual, table, report);
}

void table_close(struct table *table)
{
    if (!table)
        return;
    original_close(table->original);
    free(table->rows.items);
    free(table->refused.items);
    table->rows = table->refused = (struct passages){0};
}

const char *table_file(const struct table *table)
{
    return table->file;
}

size_t table_columns(const struct table *table)
{
    return table->column_count;
}

struct value table_column(const struct table *table, size_t column)
{
    return table->columns[column];
}

size_t table_find(const struct table *table, const char *name)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (name_equal(table->columns[i].text, name))
            return i;
    return SIZE_MAX;
}

size_t table_rows(const struct table *table)
{
    return table->rows.count;
}

int table_row_line(const struct table *table, size_t row)
{
    return table->rows.items[row].line;
}

/* Copies a record's cells into the order of the columns. */
static void copy_cells(const struct table *table,
                       const struct record_reader *reader,
                       const struct record *record, struct arena *arena,
                       struct value *cells)
{
    const char *text =
        arena_text(arena, buffer_text(&record->text), record->text.length);

    for (size_t i = 0; i < table->column_count; i++) {
        const size_t cell = table->cells[i];
        const bool there = cell < record->count;
        cells[i].text = there ? text + record->cells[cell].start : "";
        cells[i].place = record_place(reader, record, cell);
    }
}

/* A row without faults: cut where it was copied to. */
static void read_plain(const struct table *table, struct record_cutter *cutter,
                       struct arena *arena, struct value *cells)
{
    char *text = arena_text(arena, cutter->bytes, cutter->length);
    struct record_cell cell;
    size_t column = 0;

    for (size_t i = 0;
         column < table->column_count && record_cut(cutter, &cell); i++) {
        text[cell.start + cell.length] = '\0';
        (void)record_undouble(cutter, text + cell.start, cell.length);
        if (table->cells[column] == i)
            cells[column++] = (struct value){
                text + cell.start, {table->file, cell.line, cell.column}};
    }
    for (; column < table->column_count; column++)
        cells[column] = (struct value){"", {table->file, cutter->line, 0}};
}

void table_read(const struct table *table, size_t row, struct arena *arena,
                struct value *cells)
{
    struct reading reading = read_passage(table, table->rows.items[row]);
    struct record_reader *reader = &reading.reader;
    struct record_cutter cutter;

    if (record_is_plain(reader, &cutter)) {
        read_plain(table, &cutter, arena, cells);
    } else {
        struct record record = record_new();
        (void)record_read(reader, &record, SIZE_MAX);
        copy_cells(table, reader, &record, arena, cells);
        record_free(&record);
    }
    end_reading(&reading);
}

/* The cell of a row without faults. */
static struct value read_plain_cell(const struct table *table,
                                    struct record_cutter *cutter,
                                    struct arena *arena, size_t cell)
{
    struct value value = {"", {table->file, cutter->line, 0}};
    struct record_cell cut;
    char *text;

    for (size_t i = 0; i <= cell; i++)
        if (!record_cut(cutter, &cut))
            return value;
    text = arena_text(arena, cutter->bytes + cut.start, cut.length);
    (void)record_undouble(cutter, text, cut.length);
    value.text = text;
    value.place.column = cut.column;
    return value;
}

/* The cell of any other row. */
static struct value read_any_cell(struct record_reader *reader,
                                  struct arena *arena, size_t cell)
{
    struct record record = record_new();
    struct value value;

    (void)record_read(reader, &record, cell + 1);
    value.text = arena_string(arena, record_text(&record, cell));
    value.place = record_place(reader, &record, cell);
    record_free(&record);
    return value;
}

struct value table_read_cell(const struct table *table, size_t row,
                             struct arena *arena, size_t column)
{
    const size_t cell = table->cells[column];
    struct reading reading = read_passage(table, table->rows.items[row]);
    struct record_cutter cutter;
    const struct value value =
        record_is_plain(&reading.reader, &cutter)
            ? read_plain_cell(table, &cutter, arena, cell)
            : read_any_cell(&reading.reader, arena, cell);

    end_reading(&reading);
    return value;
}

size_t table_refused(const struct table *table)
{
    return table->refused.count;
}

/* The cells behind the last column, up to the last that holds something. */
static struct value_list extra_cells(const struct table *table,
                                     const struct record_reader *reader,
                                     const struct record *record,
                                     struct arena *arena)
{
    struct value *items = ARENA_ARRAY(arena, struct value, record->count);
    struct value_list list = {items, 0};
    size_t used = record->count;

    while (used && text_is_blank(record_text(record, used - 1)))
        used--;
    for (size_t i = table->width; i < used; i++)
        items[list.count++] =
            (struct value){arena_string(arena, record_text(record, i)),
                           record_place(reader, record, i)};
    return list;
}

void table_read_refused(const struct table *table, size_t index,
                        struct arena *arena, struct value *cells,
                        struct value_list *extra, struct error *err)
{
    struct reading reading = read_passage(table, table->refused.items[index]);
    struct record_reader reader = reading.reader;
    struct record record = record_new();

    (void)record_read(&reader, &record, SIZE_MAX);
    (void)is_faulty(table, &reader, &record, err);
    reader = reading.reader;
    record_read_roughly(&reader, &record);
    copy_cells(table, &reader, &record, arena, cells);
    *extra = extra_cells(table, &reader, &record, arena);
    record_free(&record);
    end_reading(&reading);
}

int table_refused_line(const struct table *table, size_t index)
{
    return table->refused.items[index].line;
}

const char *table_refused_code(const struct table *table, size_t index,
                               struct arena *arena)
{
    struct reading reading = read_passage(table, table->refused.items[index]);
    const char *code = read_code(table, reading.reader, arena);

    end_reading(&reading);
    return code;
}
