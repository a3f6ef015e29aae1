#include "publish/site_withdrawal.h"

#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/buffer.h"
#include "data/csv_table.h"
#include "store/atomic_file.h"

static const char *path_in(struct arena *arena, const char *output)
{
    return ARENA_JOIN(arena, output, "/withdrawn.csv");
}

enum status site_withdrawal_read(struct site_withdrawal *withdrawal,
                                 struct arena *arena, const char *output,
                                 struct diagnostics *diagnostics)
{
    const char *path = path_in(arena, output);
    struct csv_table *csv = NULL;
    enum status status;
    size_t column;

    if (access(path, F_OK) != 0)
        return STATUS_OK;
    status =
        csv_table_open_any(arena, path, path, ENCODING_UTF8, &csv, diagnostics);
    column = status == STATUS_OK ? csv_table_find(csv, "code") : SIZE_MAX;
    for (size_t i = 0; column != SIZE_MAX && i < csv_table_rows(csv); i++)
        site_withdrawal_add(
            withdrawal, arena,
            buffer_unguard_csv(
                csv_table_read_cell(csv, i, arena, column).text));
    csv_table_close(csv);
    withdrawal->changed = false;
    return status;
}

static size_t find(const struct site_withdrawal *withdrawal, const char *code)
{
    for (size_t i = 0; i < withdrawal->count; i++)
        if (strcmp(withdrawal->codes[i], code) == 0)
            return i;
    return SIZE_MAX;
}

bool site_withdrawal_names(const struct site_withdrawal *withdrawal,
                           const char *code)
{
    return find(withdrawal, code) != SIZE_MAX;
}

void site_withdrawal_add(struct site_withdrawal *withdrawal,
                         struct arena *arena, const char *code)
{
    if (site_withdrawal_names(withdrawal, code))
        return;
    ARENA_GROW(arena, withdrawal->codes, withdrawal->count,
               withdrawal->capacity);
    withdrawal->codes[withdrawal->count++] = code;
    withdrawal->changed = true;
}

void site_withdrawal_remove(struct site_withdrawal *withdrawal,
                            const char *code)
{
    const size_t at = find(withdrawal, code);

    if (at == SIZE_MAX)
        return;
    withdrawal->count--;
    memmove(withdrawal->codes + at, withdrawal->codes + at + 1,
            (withdrawal->count - at) * sizeof *withdrawal->codes);
    withdrawal->changed = true;
}

enum status site_withdrawal_write(const struct site_withdrawal *withdrawal,
                                  const char *output, struct error *err)
{
    struct buffer csv = buffer_new(16 * 1024 * 1024);
    struct arena *arena;
    enum status status;

    if (!withdrawal->changed)
        return STATUS_OK;
    arena = arena_new();
    buffer_add_text(&csv, BUFFER_BYTE_ORDER_MARK "code\r\n");
    for (size_t i = 0; i < withdrawal->count; i++) {
        buffer_add_csv(&csv, withdrawal->codes[i]);
        buffer_add_text(&csv, "\r\n");
    }
    status = atomic_file_write(path_in(arena, output), csv.bytes, csv.length,
                               FILE_SYNC_EACH, err);
    if (status != STATUS_OK)
        err->location.file = output;
    buffer_free(&csv);
    arena_free(arena);
    return status;
}
