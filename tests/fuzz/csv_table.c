#include <assert.h>
#include <string.h>

#include "data/csv_table.h"
#include "data/text_lint.h"
#include "folder.h"

/*
 * Any bytes as a CSV file. What is accepted is read back, cell by cell and row
 * by row, and both ways must agree; what is refused must be refused again for
 * a reason. The first byte chooses the encoding.
 */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check_cell(const struct csv_table *table, size_t row,
                       struct arena *arena, size_t column, struct value cell)
{
    const struct value alone = csv_table_read_cell(table, row, arena, column);
    struct text_lint text_lint;

    assert(strcmp(cell.text, alone.text) == 0);
    assert(cell.location.line == alone.location.line);
    assert(cell.location.column == alone.location.column);
    assert(cell.location.column >= 1);
    (void)text_lint_find(cell.text, &text_lint);
}

static void check_rows(const struct csv_table *table, struct arena *arena)
{
    struct value *cells =
        ARENA_ARRAY(arena, struct value, csv_table_columns(table));

    for (size_t row = 0; row < csv_table_rows(table); row++) {
        csv_table_read(table, row, arena, cells);
        for (size_t i = 0; i < csv_table_columns(table); i++)
            check_cell(table, row, arena, i, cells[i]);
    }
    for (size_t i = 0; i < csv_table_refused(table); i++) {
        struct value_list extra;
        struct error err = {0};
        csv_table_read_refused(table, i, arena, cells, &extra, &err);
        assert(err.message[0] && err.location.line >= 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct csv_table *table;
    enum encoding encoding;
    char path[64];

    if (!size)
        return 0;
    fuzz_write("a.csv", bytes + 1, size - 1);
    snprintf(path, sizeof path, "%s/a.csv", fuzz_folder);
    arena = arena_new();
    diagnostics = diagnostics_new();
    encoding = bytes[0] & 1 ? ENCODING_WINDOWS_1252 : ENCODING_UTF8;
    if (csv_table_open(arena, path, "a.csv", encoding, &table, diagnostics) ==
        STATUS_OK) {
        check_rows(table, arena);
        csv_table_close(table);
    } else {
        assert(diagnostics_error_count(diagnostics) > 0);
    }
    diagnostics_free(diagnostics);
    arena_free(arena);
    return 0;
}
