#include "data/csv_reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/*
 * csv_reader_read() cuts what it can without libcsv. libcsv itself says what is
 * right: the same bytes go through it, record by record, and nothing may
 * differ.
 */

static struct csv_reader reader_of(const char *bytes, size_t length)
{
    return (struct csv_reader){.file = "a.csv",
                               .bytes = bytes,
                               .length = length,
                               .line = 1,
                               .column = 1};
}

static void assert_same_fault(const struct csv_record *one,
                              const struct csv_record *other)
{
    assert_int_equal(one->faulty, other->faulty);
    if (!one->faulty)
        return;
    assert_int_equal(one->fault.rule, other->fault.rule);
    assert_int_equal(one->fault.location.line, other->fault.location.line);
    assert_int_equal(one->fault.location.column, other->fault.location.column);
    assert_string_equal(one->fault.message, other->fault.message);
}

static void assert_same_record(const struct csv_record *one,
                               const struct csv_record *other)
{
    assert_int_equal(one->offset, other->offset);
    assert_int_equal(one->line, other->line);
    assert_same_fault(one, other);
    assert_int_equal(one->count, other->count);
    for (size_t i = 0; i < one->count; i++) {
        const struct csv_cell *a = &one->cells[i];
        const struct csv_cell *b = &other->cells[i];
        assert_int_equal(a->length, b->length);
        assert_int_equal(a->line, b->line);
        assert_int_equal(a->column, b->column);
        assert_memory_equal(one->text.bytes + a->start,
                            other->text.bytes + b->start, a->length + 1);
    }
}

static void assert_reads_the_same(const char *bytes, size_t length, size_t most)
{
    struct csv_reader swift = reader_of(bytes, length);
    struct csv_reader strict = swift;
    struct csv_record one = csv_reader_record_new();
    struct csv_record other = csv_reader_record_new();
    bool more = true;

    while (more) {
        more = csv_reader_read(&swift, &one, most);
        assert_int_equal(csv_reader_read_strict(&strict, &other, most), more);
        if (more)
            assert_same_record(&one, &other);
        if (most != SIZE_MAX)
            break; /* a reader that stopped early is not used again */
    }
    csv_reader_record_free(&one);
    csv_reader_record_free(&other);
}

static void every_short_text_reads_as_libcsv_reads_it(void **state)
{
    static const char *const pieces[] = {"a",  "\xC3\xA9", ",",  "\"",
                                         "\r", "\n",       "\0", " "};
    enum { PIECES = sizeof pieces / sizeof *pieces, LONGEST = 5 };
    size_t count = 1;

    (void)state;
    for (size_t length = 0; length <= LONGEST; length++, count *= PIECES)
        for (size_t number = 0; number < count; number++) {
            char text[2 * LONGEST];
            size_t size = 0;
            for (size_t i = 0, rest = number; i < length; i++) {
                const char *piece = pieces[rest % PIECES];
                const size_t bytes = *piece ? strlen(piece) : 1;
                memcpy(text + size, piece, bytes);
                size += bytes;
                rest /= PIECES;
            }
            assert_reads_the_same(text, size, SIZE_MAX);
            if (!memchr(text, '"', size) && !memchr(text, '\0', size))
                assert_reads_the_same(text, size, 2);
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
    static const char letters[] = "abc \xC5\xB5,,,\n\"";
    char text[20000];
    unsigned seed = 1;

    (void)state;
    for (int round = 0; round < 200; round++) {
        const unsigned kinds =
            round % 4 ? sizeof letters - 3 : sizeof letters - 1;
        const size_t length = draw(&seed, sizeof text);
        for (size_t i = 0; i < length; i++)
            text[i] = round % 3 && draw(&seed, 60)
                          ? "lorem, ipsum"[draw(&seed, 12)]
                          : letters[draw(&seed, kinds)];
        assert_reads_the_same(text, length, SIZE_MAX);
    }
}

static void a_cell_of_many_kibibytes_reads_as_libcsv_reads_it(void **state)
{
    const size_t length = 70000;
    char *text = malloc(length);

    (void)state;
    assert_non_null(text);
    memset(text, 'x', length);
    assert_reads_the_same(text, length, SIZE_MAX);
    assert_reads_the_same(text, 4096, SIZE_MAX);
    assert_reads_the_same(text, 4097, SIZE_MAX);
    text[4096] = '\n';
    assert_reads_the_same(text, length, SIZE_MAX);
    text[4095] = '\r';
    assert_reads_the_same(text, length, SIZE_MAX);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_short_text_reads_as_libcsv_reads_it),
        cmocka_unit_test(long_records_read_as_libcsv_reads_them),
        cmocka_unit_test(a_cell_of_many_kibibytes_reads_as_libcsv_reads_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
