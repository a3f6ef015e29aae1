#include "data/csv_reader.h"

#include <csv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/utf8.h"
#include "data/csv_table.h"

/* The start of a cell. */
struct cell_start {
    size_t offset;
    int line;
    int column;
};

struct csv_walk {
    struct csv_reader *reader;
    struct csv_record *record;
    struct csv_parser parser;
    struct cell_start cell; /* the cell being read */
    bool between;           /* the next byte begins a cell */
    bool ended;             /* the record is complete */
};

struct csv_record csv_reader_record_new(void)
{
    return (struct csv_record){.text = buffer_new(SIZE_MAX / 4)};
}

void csv_reader_record_free(struct csv_record *record)
{
    buffer_free(&record->text);
    free(record->cells);
    *record = csv_reader_record_new();
}

const char *csv_reader_text(const struct csv_record *record, size_t cell)
{
    return cell < record->count ? record->text.bytes + record->cells[cell].start
                                : "";
}

struct location csv_reader_location(const struct csv_reader *reader,
                                    const struct csv_record *record,
                                    size_t cell)
{
    if (reader->rows)
        return (struct location){
            reader->file, reader->rows[record->line - 1],
            cell == SIZE_MAX ? 0 : LOCATION_CELL + (int)cell + 1};
    if (cell >= record->count)
        return (struct location){reader->file, record->line, 0};
    return (struct location){reader->file, record->cells[cell].line,
                             record->cells[cell].column};
}

bool csv_reader_is_blank(const struct csv_record *record)
{
    for (size_t i = 0; i < record->count; i++)
        if (!utf8_is_blank(csv_reader_text(record, i)))
            return false;
    return true;
}

/* Only the first error of a record is kept. */
static void set_fault(struct csv_walk *walk, enum diagnostic_id rule,
                      struct cell_start mark, const char *message)
{
    const struct location location = {walk->reader->file, mark.line,
                                      mark.column};

    if (walk->record->faulty)
        return;
    walk->record->faulty = true;
    error_set(&walk->record->fault, rule, location, NULL, "%s", message);
}

static struct cell_start here(const struct csv_reader *reader)
{
    return (struct cell_start){reader->at, reader->line, reader->column};
}

static int never_space(unsigned char byte)
{
    (void)byte;
    return 0;
}

static void add_cell(struct csv_record *record, struct csv_cell cell,
                     const char *bytes)
{
    cell.start = record->text.length;
    ARRAY_GROW(record->cells, record->count, record->capacity);
    record->cells[record->count++] = cell;
    buffer_add(&record->text, bytes, cell.length);
    buffer_add_char(&record->text, '\0');
}

static void end_cell(void *bytes, size_t length, void *context)
{
    struct csv_walk *walk = context;
    struct csv_record *record = walk->record;

    walk->between = true;
    if (length > CSV_TABLE_CELL_LIMIT)
        set_fault(walk, RULE_CSV_CELL_TOO_LARGE, walk->cell,
                  "the cell is larger than 64 KiB");
    if (!record->faulty)
        add_cell(
            record,
            (struct csv_cell){0, length, walk->cell.line, walk->cell.column},
            bytes);
}

static void end_record(int byte, void *context)
{
    struct csv_walk *walk = context;

    (void)byte;
    walk->ended = true;
}

static bool ends_line(char byte)
{
    return byte == '\n' || byte == '\r';
}

/* Bytes that can change libcsv's state, and NUL. */
static const bool special[256] = {
    ['\0'] = true, [','] = true, ['"'] = true, ['\n'] = true, ['\r'] = true,
};

/* Moves over one byte that ends a line; CRLF counts once. */
static void pass_line_end(struct csv_reader *reader)
{
    const size_t at = reader->at++;

    if (reader->bytes[at] == '\n' && at > 0 && reader->bytes[at - 1] == '\r')
        return;
    reader->line++;
    reader->column = 1;
}

/* Moves over @p count bytes, none of which ends a line. */
static void pass(struct csv_reader *reader, size_t count)
{
    const char *at = reader->bytes + reader->at;

    for (const char *end = at + count; at < end; at++)
        reader->column += ((unsigned char)*at & 0xC0) != 0x80;
    reader->at += count;
}

/* @return the next bytes that may go to libcsv in one call, the comma included:
 *         libcsv never refuses a comma, and the next cell begins after it */
static size_t stretch(const struct csv_reader *reader)
{
    size_t end = reader->at;

    while (end < reader->length && !special[(unsigned char)reader->bytes[end]])
        end++;
    if (end < reader->length && reader->bytes[end] == ',')
        end++;
    return end > reader->at ? end - reader->at : 1;
}

/* Continues with the line after that of @p mark. */
static void recover(struct csv_reader *reader, struct cell_start mark)
{
    reader->at = mark.offset;
    reader->line = mark.line;
    while (reader->at < reader->length && !ends_line(reader->bytes[reader->at]))
        reader->at++;
}

/* Reports a quote that is followed by text, or that is inside an unquoted
 * cell. A quoted cell of several lines was probably never closed, so its
 * opening quote is reported instead. */
static void refuse_quote(struct csv_walk *walk)
{
    struct csv_reader *reader = walk->reader;
    struct cell_start mark = here(reader);
    char message[96];

    if (reader->bytes[reader->at] != '"') {
        mark.offset--;
        mark.column--;
    }
    if (mark.line == walk->cell.line) {
        set_fault(walk, RULE_CSV_STRAY_QUOTE, mark,
                  "stray quote; inside a quoted cell it is written twice");
        recover(reader, mark);
        return;
    }
    snprintf(message, sizeof message,
             "quote is not closed before the one at line %d, column %d",
             mark.line, mark.column);
    set_fault(walk, RULE_CSV_UNCLOSED_QUOTE, walk->cell, message);
    recover(reader, walk->cell);
}

/* Passes the next bytes to libcsv. @return false if it refused them */
static bool feed(struct csv_walk *walk)
{
    struct csv_reader *reader = walk->reader;
    const char *bytes = reader->bytes + reader->at;
    const size_t count = stretch(reader);

    if (walk->between) {
        walk->cell = here(reader);
        walk->between = false;
    }
    if (*bytes == '\0')
        set_fault(walk, RULE_TEXT_NUL, here(reader), "NUL byte in the text");
    if (csv_parse(&walk->parser, bytes, count, end_cell, end_record, walk) !=
        count) {
        refuse_quote(walk);
        return false;
    }
    if (ends_line(*bytes))
        pass_line_end(reader);
    else
        pass(reader, count);
    return true;
}

/* The last line may have no line end. */
static void finish(struct csv_walk *walk)
{
    if (walk->between)
        walk->cell = here(walk->reader);
    if (!csv_fini(&walk->parser, end_cell, end_record, walk))
        return;
    set_fault(walk, RULE_CSV_UNCLOSED_QUOTE, walk->cell,
              "quote is never closed");
    recover(walk->reader, walk->cell);
}

static void walk_record(struct csv_walk *walk, size_t max)
{
    const struct csv_reader *reader = walk->reader;

    while (reader->at < reader->length)
        if (!feed(walk) || walk->ended || walk->record->count >= max)
            return;
    finish(walk);
}

/* @return true if a quote opens the next cell, which shows that the current one
 *         was not closed: ,"x and ,"""x */
static bool opens_cell(const char *at, const char *end)
{
    return at[-1] == ',' && (at[1] != '"' || (at + 2 < end && at[2] == '"'));
}

/* @return a quoted cell's closing quote, which a comma or the end follows; or
 *         NULL */
static const char *closing_quote(const char *at, const char *end)
{
    for (at++; at < end; at++) {
        if (*at != '"')
            continue;
        if (at + 1 == end || at[1] == ',')
            return at;
        if (opens_cell(at, end))
            return NULL;
        at += at[1] == '"';
    }
    return NULL;
}

/* Adds the text of a cell; in a quoted cell, doubled quotes become one. */
static void add_rough(struct csv_record *record, const char *at,
                      const char *end, bool quoted)
{
    for (; at < end; at++) {
        if (*at == '\0')
            buffer_add_text(&record->text, "\xEF\xBF\xBD");
        else
            buffer_add_char(&record->text, *at);
        at += quoted && *at == '"' && at + 1 < end && at[1] == '"';
    }
}

/* Reads one cell. @return its end */
static const char *read_rough_cell(struct csv_record *record, const char *at,
                                   const char *end, struct csv_cell cell)
{
    const char *quote = at < end && *at == '"' ? closing_quote(at, end) : NULL;
    const char *comma = memchr(at, ',', (size_t)(end - at));

    if (!quote && !comma)
        comma = end;
    add_cell(record, cell, "");
    record->text.length--; /* the text goes before the NUL */
    add_rough(record, quote ? at + 1 : at, quote ? quote : comma,
              quote != NULL);
    record->cells[record->count - 1].length =
        record->text.length - record->cells[record->count - 1].start;
    buffer_add_char(&record->text, '\0');
    return quote ? quote + 1 : comma;
}

/* Moves over the bytes of a cell and the comma after it. */
static void pass_cell(struct csv_reader *reader, size_t end)
{
    while (reader->at < end)
        if (ends_line(reader->bytes[reader->at]))
            pass_line_end(reader);
        else
            pass(reader, 1);
}

void csv_reader_read_lenient(struct csv_reader *reader,
                             struct csv_record *record)
{
    struct csv_reader after = *reader;
    const char *bytes = reader->bytes;
    size_t end;
    bool more = true;

    (void)csv_reader_read(&after, record, SIZE_MAX);
    for (end = after.at; end > reader->at && ends_line(bytes[end - 1]);)
        end--;
    buffer_clear(&record->text);
    record->count = 0;
    record->faulty = false;
    while (more) {
        const struct csv_cell cell = {0, 0, reader->line, reader->column};
        const char *next =
            read_rough_cell(record, bytes + reader->at, bytes + end, cell);
        more = next < bytes + end;
        pass_cell(reader, (size_t)(next - bytes) + more);
    }
    *reader = after;
}

/* @return false after the last record */
static bool begin(struct csv_reader *reader, struct csv_record *record)
{
    while (reader->at < reader->length && ends_line(reader->bytes[reader->at]))
        pass_line_end(reader);
    buffer_clear(&record->text);
    record->count = 0;
    record->faulty = false;
    record->offset = reader->at;
    record->line = reader->line;
    return reader->at < reader->length;
}

bool csv_reader_read(struct csv_reader *reader, struct csv_record *record,
                     size_t max)
{
    struct csv_walk walk = {
        .reader = reader, .record = record, .between = true};

    if (!begin(reader, record))
        return false;
    if (csv_init(&walk.parser, CSV_STRICT | CSV_STRICT_FINI))
        abort(); /* only for options that do not exist */
    csv_set_space_func(&walk.parser, never_space);
    walk_record(&walk, max);
    csv_free(&walk.parser);
    return true;
}
