#include "data/record.h"

#include <csv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "data/table.h"

/* Where a cell begins. */
struct mark {
    size_t offset;
    int line;
    int column;
};

struct walk {
    struct record_reader *reader;
    struct record *record;
    struct csv_parser parser;
    struct mark cell; /* the cell being read */
    bool between;     /* the next byte begins a cell */
    bool ended;       /* the record is complete */
};

struct record record_new(void)
{
    return (struct record){.text = buffer_new(SIZE_MAX / 4)};
}

void record_free(struct record *record)
{
    buffer_free(&record->text);
    free(record->cells);
    *record = record_new();
}

const char *record_text(const struct record *record, size_t cell)
{
    return cell < record->count ? record->text.bytes + record->cells[cell].start
                                : "";
}

struct place record_place(const struct record_reader *reader,
                          const struct record *record, size_t cell)
{
    if (cell >= record->count)
        return (struct place){reader->file, record->line, 0};
    return (struct place){reader->file, record->cells[cell].line,
                          record->cells[cell].column};
}

bool record_is_blank(const struct record *record)
{
    for (size_t i = 0; i < record->count; i++)
        if (!text_is_blank(record_text(record, i)))
            return false;
    return true;
}

/* A record keeps its first fault. */
static void set_fault(struct walk *walk, enum rule rule, struct mark mark,
                      const char *message)
{
    const struct place place = {walk->reader->file, mark.line, mark.column};

    if (walk->record->faulty)
        return;
    walk->record->faulty = true;
    error_set(&walk->record->fault, rule, place, NULL, "%s", message);
}

static struct mark here(const struct record_reader *reader)
{
    return (struct mark){reader->at, reader->line, reader->column};
}

static int never_space(unsigned char byte)
{
    (void)byte;
    return 0;
}

static void end_cell(void *bytes, size_t length, void *context)
{
    struct walk *walk = context;
    struct record *record = walk->record;

    walk->between = true;
    if (length > TABLE_CELL_LIMIT)
        set_fault(walk, RULE_CSV_CELL_TOO_LARGE, walk->cell,
                  "the cell is larger than 64 KiB");
    if (record->faulty)
        return;
    if (record->count == record->room) {
        record->room = record->room ? record->room * 2 : 32;
        record->cells =
            memory_resize(record->cells, record->room, sizeof *record->cells);
    }
    record->cells[record->count++] = (struct record_cell){
        record->text.length, length, walk->cell.line, walk->cell.column};
    buffer_add(&record->text, bytes, length);
    buffer_add_char(&record->text, '\0');
}

static void end_record(int byte, void *context)
{
    struct walk *walk = context;

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
static void pass_line_end(struct record_reader *reader)
{
    const size_t at = reader->at++;

    if (reader->bytes[at] == '\n' && at > 0 && reader->bytes[at - 1] == '\r')
        return;
    reader->line++;
    reader->column = 1;
}

/* Moves over @p count bytes, none of which ends a line. */
static void pass(struct record_reader *reader, size_t count)
{
    const char *at = reader->bytes + reader->at;

    for (const char *end = at + count; at < end; at++)
        reader->column += ((unsigned char)*at & 0xC0) != 0x80;
    reader->at += count;
}

/* The next bytes that libcsv may be given at once. */
static size_t stretch(const struct record_reader *reader)
{
    size_t end = reader->at;

    while (end < reader->length && !special[(unsigned char)reader->bytes[end]])
        end++;
    return end > reader->at ? end - reader->at : 1;
}

/* Goes on with the line after the one on which @p mark stands. */
static void recover(struct record_reader *reader, struct mark mark)
{
    reader->at = mark.offset;
    reader->line = mark.line;
    while (reader->at < reader->length && !ends_line(reader->bytes[reader->at]))
        reader->at++;
}

/* The quote before the next byte is followed by text, or the next byte is a
 * quote in a cell that does not begin with one. A quoted cell that has run
 * over lines was most likely never closed: its opening quote is to blame. */
static void refuse_quote(struct walk *walk)
{
    struct record_reader *reader = walk->reader;
    struct mark mark = here(reader);
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

/* Hands the next bytes to libcsv. @return false where it refused them */
static bool feed(struct walk *walk)
{
    struct record_reader *reader = walk->reader;
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

/* The last line may lack its end. */
static void finish(struct walk *walk)
{
    if (walk->between)
        walk->cell = here(walk->reader);
    if (!csv_fini(&walk->parser, end_cell, end_record, walk))
        return;
    set_fault(walk, RULE_CSV_UNCLOSED_QUOTE, walk->cell,
              "quote is never closed");
    recover(walk->reader, walk->cell);
}

static void walk_record(struct walk *walk, size_t most)
{
    const struct record_reader *reader = walk->reader;

    while (reader->at < reader->length)
        if (!feed(walk) || walk->ended || walk->record->count >= most)
            return;
    finish(walk);
}

bool record_read(struct record_reader *reader, struct record *record,
                 size_t most)
{
    struct walk walk = {.reader = reader, .record = record, .between = true};

    while (reader->at < reader->length && ends_line(reader->bytes[reader->at]))
        pass_line_end(reader);
    buffer_clear(&record->text);
    record->count = 0;
    record->faulty = false;
    record->offset = reader->at;
    record->line = reader->line;
    if (reader->at == reader->length)
        return false;
    if (csv_init(&walk.parser, CSV_STRICT | CSV_STRICT_FINI))
        abort(); /* only for options that do not exist */
    csv_set_space_func(&walk.parser, never_space);
    walk_record(&walk, most);
    csv_free(&walk.parser);
    return true;
}
