#include "store/csv_file.h"

#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "data/csv_table.h"

static bool has_columns(const struct csv_table *table,
                        const struct csv_file *format)
{
    if (csv_table_columns(table) != format->count)
        return false;
    for (size_t i = 0; i < format->count; i++)
        if (strcmp(csv_table_column(table, i).text, format->titles[i]) != 0)
            return false;
    return true;
}

static enum status take_rows(struct arena *arena, const struct csv_table *table,
                             const struct csv_file *format, void *context,
                             struct diagnostics *diagnostics)
{
    format->begin(csv_table_rows(table), context);
    for (size_t row = 0; row < csv_table_rows(table); row++) {
        struct value *cells = ARENA_ARRAY(arena, struct value, format->count);
        csv_table_read(table, row, arena, cells);
        if (format->take(row, cells, context))
            continue;
        diagnostics_add(diagnostics, RULE_MANIFEST_DAMAGED, cells[0].location,
                        cells[0].text, NULL,
                        "not a row that this program wrote");
        return STATUS_INPUT;
    }
    return STATUS_OK;
}

enum status csv_file_read(struct arena *arena, const char *path,
                          const struct csv_file *format, void *context,
                          struct diagnostics *diagnostics)
{
    const struct location location = {path, 1, 0};
    struct csv_table *table;
    enum status status;

    if (access(path, F_OK) != 0)
        return STATUS_OK;
    status =
        csv_table_open(arena, path, path, ENCODING_UTF8, &table, diagnostics);
    if (status != STATUS_OK)
        return status;
    if (has_columns(table, format)) {
        status = take_rows(arena, table, format, context, diagnostics);
    } else {
        diagnostics_add(diagnostics, RULE_MANIFEST_DAMAGED, location, NULL,
                        NULL, "%s", format->foreign);
        status = STATUS_INPUT;
    }
    csv_table_close(table);
    return status;
}
