#include "store/csv_file.h"

#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "data/csv_table.h"

static bool has_columns(const struct table *table, const struct own_table *own)
{
    if (table_columns(table) != own->count)
        return false;
    for (size_t i = 0; i < own->count; i++)
        if (strcmp(table_column(table, i).text, own->titles[i]) != 0)
            return false;
    return true;
}

static enum status take_rows(struct arena *arena, const struct table *table,
                             const struct own_table *own, void *context,
                             struct report *report)
{
    own->begin(table_rows(table), context);
    for (size_t row = 0; row < table_rows(table); row++) {
        struct value *cells = ARENA_ARRAY(arena, struct value, own->count);
        table_read(table, row, arena, cells);
        if (own->take(row, cells, context))
            continue;
        report_say(report, RULE_MANIFEST_DAMAGED, cells[0].place, cells[0].text,
                   NULL, "not a row that this program wrote");
        return STATUS_INPUT;
    }
    return STATUS_OK;
}

enum status own_table_read(struct arena *arena, const char *path,
                           const struct own_table *own, void *context,
                           struct report *report)
{
    const struct place place = {path, 1, 0};
    struct table *table;
    enum status status;

    if (access(path, F_OK) != 0)
        return STATUS_OK;
    status = table_open(arena, path, path, ENCODING_UTF8, &table, report);
    if (status != STATUS_OK)
        return status;
    if (has_columns(table, own)) {
        status = take_rows(arena, table, own, context, report);
    } else {
        report_say(report, RULE_MANIFEST_DAMAGED, place, NULL, NULL, "%s",
                   own->foreign);
        status = STATUS_INPUT;
    }
    table_close(table);
    return status;
}
