#include <assert.h>
#include <string.h>

#include "data/csv_reader.h"
#include "data/csv_table.h"
#include "data/text_lint.h"
#include "folder.h"

/*
 * Any bytes as a CSV file. What is accepted is read back, cell by cell and row
 * by row, and both ways must agree; what is refused must be refused again for
 * a reason. The first byte chooses the encoding.
 */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check_cell(const struct table *table, size_t row,
                       struct arena *arena, size_t column, struct value cell)
{
    const struct value alone = table_read_cell(table, row, arena, column);
    struct oddity oddity;

    assert(strcmp(cell.text, alone.text) == 0);
    assert(cell.place.line == alone.place.line);
    assert(cell.place.column == alone.place.column);
    assert(cell.place.line >= table_row_line(table, row));
    assert(cell.place.column >= 1);
    (void)oddity_find(cell.text, &oddity);
}

/* Whatever libcsv says, record_read() says. */
static void check_records(const char *bytes, size_t size)
{
    struct record_reader swift = {
        .file = "a", .bytes = bytes, .length = size, .line = 1, .column = 1};
    struct record_reader strict = swift;
    struct record one = record_new();
    struct record other = record_new();

    while (record_read(&swift, &one, SIZE_MAX)) {
        assert(record_read_strictly(&strict, &other, SIZE_MAX));
        assert(swift.at == strict.at || swift.at == size);
        assert(one.faulty == other.faulty && one.count == other.count);
        for (size_t i = 0; i < one.count; i++) {
            assert(one.cells[i].column == other.cells[i].column);
            assert(one.cells[i].line == other.cells[i].line);
            assert(one.cells[i].length == other.cells[i].length);
        }
        assert(one.text.length == other.text.length);
        assert(!memcmp(buffer_text(&one.text), buffer_text(&other.text),
                       one.text.length));
    }
    assert(!record_read_strictly(&strict, &other, SIZE_MAX));
    record_free(&one);
    record_free(&other);
}

/* A file that is not held says of its rows what one does that is. */
static void check_sparing(const struct table *table, struct arena *arena,
                          const char *path, enum encoding encoding)
{
    static const struct original_limits sparing = {0, 1024};
    const struct original_source source = {path, "a.csv", encoding};
    struct report *report = report_new();
    struct table *other;

    if (table_open_within(arena, &source, &sparing, &other, report) !=
        STATUS_OK)
        abort();
    assert(table_rows(table) == table_rows(other));
    assert(table_refused(table) == table_refused(other));
    for (size_t i = 0; i < table_rows(table); i++) {
        const struct value one = table_read_cell(table, i, arena, 0);
        check_cell(other, i, arena, 0, one);
        assert(table_row_line(table, i) == table_row_line(other, i));
    }
    for (size_t i = 0; i < table_refused(table); i++)
        assert(!strcmp(table_refused_code(table, i, arena),
                       table_refused_code(other, i, arena)));
    table_close(other);
    report_free(report);
}

static void check_rows(const struct table *table, struct arena *arena)
{
    struct value *cells =
        ARENA_ARRAY(arena, struct value, table_columns(table));

    for (size_t row = 0; row < table_rows(table); row++) {
        table_read(table, row, arena, cells);
        for (size_t i = 0; i < table_columns(table); i++)
            check_cell(table, row, arena, i, cells[i]);
    }
    for (size_t i = 0; i < table_refused(table); i++) {
        struct value_list extra;
        struct error err = {0};
        table_read_refused(table, i, arena, cells, &extra, &err);
        assert(err.message[0] && err.place.line >= 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena;
    struct report *report;
    struct table *table;
    enum encoding encoding;
    char path[64];

    if (!size)
        return 0;
    fuzz_write("a.csv", bytes + 1, size - 1);
    snprintf(path, sizeof path, "%s/a.csv", fuzz_folder);
    check_records((const char *)bytes + 1, size - 1);
    arena = arena_new();
    report = report_new();
    encoding = bytes[0] & 1 ? ENCODING_WINDOWS_1252 : ENCODING_UTF8;
    if (table_open(arena, path, "a.csv", encoding, &table, report) ==
        STATUS_OK) {
        check_rows(table, arena);
        check_sparing(table, arena, path, encoding);
        table_close(table);
    } else {
        assert(report_errors(report) > 0);
    }
    report_free(report);
    arena_free(arena);
    return 0;
}
