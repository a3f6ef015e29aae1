#include "data/csv_reader.h"

#include <csv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/*
 * libcsv says what is right: it is fed the same bytes all at once, and its cells
 * have to be csv_reader_read()'s. A cell's place is right if the cell's first
 * byte, or its quote, is what the text has at that line and column.
 */

/* libcsv's cells, a NUL after each and "\n" after each record. */
struct oracle {
    struct buffer cells;
    bool sound; /* it refused nothing */
};

static void add_cell(void *bytes, size_t length, void *context)
{
    struct oracle *oracle = context;

    buffer_add(&oracle->cells, bytes, length);
    buffer_add_char(&oracle->cells, '\0');
}

static void add_record(int byte, void *context)
{
    struct oracle *oracle = context;

    (void)byte;
    buffer_add_char(&oracle->cells, '\n');
}

static int never_space(unsigned char byte)
{
    (void)byte;
    return 0;
}

static struct oracle ask_libcsv(const char *bytes, size_t length)
{
    struct oracle oracle = {buffer_new(1 << 20), false};
    struct csv_parser parser;

    assert_int_equal(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI), 0);
    csv_set_space_func(&parser, never_space);
    oracle.sound = csv_parse(&parser, bytes, length, add_cell, add_record,
                             &oracle) == length &&
                   csv_fini(&parser, add_cell, add_record, &oracle) == 0;
    csv_free(&parser);
    return oracle;
}

/* @return the offset of a line's column, both counted from 1 */
static size_t offset_of(const char *bytes, size_t length, int line, int column)
{
    size_t at = 0;

    for (; line > 1 && at < length; at++)
        line -=
            bytes[at] == '\n' ||
            (bytes[at] == '\r' && (at + 1 == length || bytes[at + 1] != '\n'));
    for (; column > 1 && at < length; column--)
        for (at++; at < length && ((unsigned char)bytes[at] & 0xC0) == 0x80;)
            at++;
    return at;
}

static void assert_place(const char *bytes, size_t length,
                         const struct csv_record *record, size_t cell)
{
    const struct csv_cell *found = &record->cells[cell];
    const size_t at = offset_of(bytes, length, found->line, found->column);
    const char *text = csv_reader_text(record, cell);

    if (at < length && bytes[at] == '"')
        return;
    assert_true(at + found->length <= length);
    assert_memory_equal(bytes + at, text, found->length);
    assert_true(at == 0 || strchr(",\r\n", bytes[at - 1]) != NULL);
}

static void assert_reads_as_libcsv(const char *bytes, size_t length)
{
    struct csv_reader reader = {.file = "a.csv",
                                .bytes = bytes,
                                .length = length,
                                .line = 1,
                                .column = 1};
    struct csv_record record = csv_reader_record_new();
    struct oracle oracle = ask_libcsv(bytes, length);
    struct buffer read = buffer_new(1 << 20);
    bool faulty = false;

    while (csv_reader_read(&reader, &record, SIZE_MAX)) {
        faulty |= record.faulty;
        for (size_t i = 0; !record.faulty && i < record.count; i++) {
            assert_place(bytes, length, &record, i);
            buffer_add(&read, csv_reader_text(&record, i),
                       record.cells[i].length + 1);
        }
        buffer_add_char(&read, '\n');
    }
    /* libcsv has nothing against NUL */
    assert_int_equal(faulty, !oracle.sound || memchr(bytes, '\0', length));
    if (!faulty) {
        assert_int_equal(read.length, oracle.cells.length);
        assert_memory_equal(buffer_text(&read), buffer_text(&oracle.cells),
                            read.length);
    }
    buffer_free(&read);
    buffer_free(&oracle.cells);
    csv_reader_record_free(&record);
}

static void every_short_text_reads_as_libcsv_reads_it(void **state)
{
    static const char *const pieces[] = {"a",  "\xC3\xA9", ",",  "\"",
                                         "\r", "\n",       "\0", " "};
    enum { PIECES = sizeof pieces / sizeof *pieces, LONGEST = 5 };
    size_t count = 1;

    for (size_t length = 0; length <= LONGEST; length++, count *= PIECES)
        for (size_t number = 0; number < count; number++) {
            char text[2 * LONGEST + 1];
            size_t size = 0;
            for (size_t i = 0, rest = number; i < length; i++) {
                const char *piece = pieces[rest % PIECES];
                const size_t bytes = *piece ? strlen(piece) : 1;
                memcpy(text + size, piece, bytes);
                size += bytes;
                rest /= PIECES;
            }
            assert_reads_as_libcsv(text, size);
        }
}

/* The next of a row of numbers that looks like chance. */
static unsigned draw(unsigned *seed, unsigned below)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % below;
}

static void long_records_read_as_libcsv_reads_them(void **state)
{
    static const char letters[] = "abc xyz,,,\n\"";
    char text[2000];
    unsigned seed = 1;

    for (int round = 0; round < 200; round++) {
        const unsigned kinds =
            round % 4 ? sizeof letters - 3 : sizeof letters - 1;
        const size_t length = draw(&seed, sizeof text);
        for (size_t i = 0; i < length; i++)
            text[i] = round % 3 && draw(&seed, 60)
                          ? "lorem, ipsum"[draw(&seed, 12)]
                          : letters[draw(&seed, kinds)];
        assert_reads_as_libcsv(text, length);
    }
}

static void reading_stops_after_the_cells_that_were_asked_for(void **state)
{
    static const char text[] = "a,\"b,\",c\nd";
    struct csv_reader reader = {
        .bytes = text, .length = sizeof text - 1, .line = 1, .column = 1};
    struct csv_record record = csv_reader_record_new();

    assert_true(csv_reader_read(&reader, &record, 2));
    assert_int_equal(record.count, 2);
    assert_string_equal(csv_reader_text(&record, 1), "b,");
    assert_int_equal(record.cells[1].column, 3);
    csv_reader_record_free(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_short_text_reads_as_libcsv_reads_it),
        cmocka_unit_test(long_records_read_as_libcsv_reads_them),
        cmocka_unit_test(reading_stops_after_the_cells_that_were_asked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
