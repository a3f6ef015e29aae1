#include "store/manifest.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/number.h"
#include "base/utf8.h"
#include "store/csv_file.h"

enum column {
    COLUMN_CODE,
    COLUMN_NAME,
    COLUMN_FILE,
    COLUMN_PAGES,
    COLUMN_BYTES,
    COLUMN_SHA256,
    COLUMN_INPUTS,
    COLUMN_STATUS,
    COLUMN_CONTENT,
    COLUMNS
};

_Static_assert(COLUMNS == (int)MANIFEST_COLUMNS, "one name a column");

static const char *const titles[COLUMNS] = {
    "code",   "name",          "file",   "pages",         "bytes",
    "sha256", "inputs_sha256", "status", "content_sha256"};

static const char *const status_words[] = {"made", "refused"};

enum file_sync manifest_sync(enum file_sync sync)
{
    return sync == FILE_SYNC_END ? FILE_SYNC_EACH : sync;
}

static int by_code(const void *left, const void *right)
{
    const struct manifest_entry *a = left;
    const struct manifest_entry *b = right;

    return strcmp(a->code, b->code);
}

void manifest_add_header(struct buffer *csv)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        buffer_add_text(csv, titles[i]);
        buffer_add_char(csv, i + 1 < COLUMNS ? ',' : '\n');
    }
}

void manifest_add(struct buffer *csv, const struct manifest_entry *entry)
{
    buffer_add_csv(csv, entry->code);
    buffer_add_char(csv, ',');
    buffer_add_csv(csv, entry->name);
    buffer_add_char(csv, ',');
    buffer_add_csv(csv, entry->file);
    buffer_add_char(csv, ',');
    if (entry->status == MANIFEST_MADE) {
        buffer_add_integer(csv, (long long)entry->pages);
        buffer_add_char(csv, ',');
        buffer_add_integer(csv, (long long)entry->bytes);
    } else {
        buffer_add_char(csv, ',');
    }
    buffer_printf(csv, ",%s,%s,%s,%s\n", entry->sha256, entry->inputs_sha256,
                  status_words[entry->status], entry->content_sha256);
}

enum status manifest_write(const char *path, struct manifest_entry *entries,
                           size_t count, enum file_sync sync, struct error *err)
{
    struct buffer csv = buffer_new(SIZE_MAX / 4);
    enum status status;

    if (count)
        qsort(entries, count, sizeof *entries, by_code);
    manifest_add_header(&csv);
    for (size_t i = 0; i < count; i++)
        manifest_add(&csv, &entries[i]);
    status = atomic_file_write(path, csv.bytes, csv.length, sync, err);
    buffer_free(&csv);
    return status;
}

bool manifest_file_is_ours(const char *file)
{
    static const char folder[] = "letters/";
    const size_t length = strlen(file);

    return strncmp(file, folder, strlen(folder)) == 0 &&
           !strchr(file + strlen(folder), '/') &&
           length > strlen(folder) + strlen(".pdf") &&
           strcmp(file + length - strlen(".pdf"), ".pdf") == 0;
}

bool manifest_read_cells(const struct value *cells,
                         struct manifest_entry *entry)
{
    const char *word = cells[COLUMN_STATUS].text;
    int64_t pages = 0;
    int64_t bytes = 0;

    *entry = (struct manifest_entry){.code = cells[COLUMN_CODE].text,
                                     .name = cells[COLUMN_NAME].text,
                                     .file = cells[COLUMN_FILE].text,
                                     .status = MANIFEST_REFUSED};
    utf8_copy(entry->sha256, sizeof entry->sha256, cells[COLUMN_SHA256].text);
    utf8_copy(entry->inputs_sha256, sizeof entry->inputs_sha256,
              cells[COLUMN_INPUTS].text);
    utf8_copy(entry->content_sha256, sizeof entry->content_sha256,
              cells[COLUMN_CONTENT].text);
    if (strcmp(word, status_words[MANIFEST_REFUSED]) == 0)
        return true;
    if (strcmp(word, status_words[MANIFEST_MADE]) != 0 ||
        !manifest_file_is_ours(entry->file) ||
        !number_parse_count(cells[COLUMN_PAGES].text, &pages) ||
        !number_parse_count(cells[COLUMN_BYTES].text, &bytes))
        return false;
    entry->status = MANIFEST_MADE;
    entry->pages = (size_t)pages;
    entry->bytes = (size_t)bytes;
    return true;
}

struct manifest_reading {
    struct arena *arena;
    struct manifest_entry **entries;
    size_t *count;
};

static void begin_entries(size_t rows, void *context)
{
    const struct manifest_reading *manifest_reading = context;

    *manifest_reading->entries =
        ARENA_ARRAY(manifest_reading->arena, struct manifest_entry, rows);
    *manifest_reading->count = rows;
}

static bool take_entry(size_t row, const struct value *cells, void *context)
{
    const struct manifest_reading *manifest_reading = context;

    return manifest_read_cells(cells, &(*manifest_reading->entries)[row]);
}

enum status manifest_read(struct arena *arena, const char *path,
                          struct manifest_entry **entries, size_t *count,
                          struct diagnostics *diagnostics)
{
    static const struct csv_file format = {
        titles, COLUMNS, "not a manifest that this program wrote",
        begin_entries, take_entry};
    struct manifest_reading manifest_reading = {arena, entries, count};

    *entries = NULL;
    *count = 0;
    return csv_file_read(arena, path, &format, &manifest_reading, diagnostics);
}
