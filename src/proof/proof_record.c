#include "proof/proof_record.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/number.h"
#include "base/utf8.h"
#include "store/csv_file.h"

enum column {
    COLUMN_CODE,
    COLUMN_NAME,
    COLUMN_PAGE,
    COLUMN_PICTURE,
    COLUMN_SHA256,
    COLUMN_PICTURE_SHA256,
    COLUMN_BEFORE,
    COLUMN_PROGRAM,
    COLUMNS
};

static const char *const titles[COLUMNS] = {
    "code",   "name",           "page",   "picture",
    "sha256", "picture_sha256", "before", "program"};

static int by_code_and_page(const void *left, const void *right)
{
    const struct proof_record_page *a = left;
    const struct proof_record_page *b = right;
    const int order = strcmp(a->code, b->code);

    return order ? order : (a->number > b->number) - (a->number < b->number);
}

static void add_page(struct buffer *csv, const struct proof_record_page *page)
{
    buffer_add_csv(csv, page->code);
    buffer_add_char(csv, ',');
    buffer_add_csv(csv, page->name);
    buffer_add_char(csv, ',');
    buffer_add_integer(csv, (long long)page->number);
    buffer_add_char(csv, ',');
    buffer_add_csv(csv, page->picture);
    buffer_printf(csv, ",%s,%s,", page->sha256, page->picture_sha256);
    buffer_add_csv(csv, page->before);
    buffer_add_char(csv, ',');
    buffer_add_csv(csv, page->program);
    buffer_add_char(csv, '\n');
}

enum status proof_record_write(const char *path, struct proof_record *record,
                               enum file_sync sync, struct error *err)
{
    struct buffer csv = buffer_new(SIZE_MAX / 4);
    enum status status;

    if (!record->count)
        return atomic_file_remove(path, err);
    qsort(record->pages, record->count, sizeof *record->pages,
          by_code_and_page);
    for (size_t i = 0; i < COLUMNS; i++) {
        buffer_add_text(&csv, titles[i]);
        buffer_add_char(&csv, i + 1 < COLUMNS ? ',' : '\n');
    }
    for (size_t i = 0; i < record->count; i++)
        add_page(&csv, &record->pages[i]);
    status = atomic_file_write(path, csv.bytes, csv.length, sync, err);
    buffer_free(&csv);
    return status;
}

/* A record is untrusted; its files must be in its folder. */
static bool is_picture(const char *path, const char *folder)
{
    const size_t length = strlen(folder);

    return strncmp(path, folder, length) == 0 && path[length] &&
           !strchr(path + length, '/');
}

static bool is_digest(const char *text)
{
    return strlen(text) == HASH_HEX_SIZE - 1 &&
           strspn(text, "0123456789abcdef") == HASH_HEX_SIZE - 1;
}

struct proof_record_reading {
    struct arena *arena;
    struct proof_record *record;
};

static void begin_pages(size_t rows, void *context)
{
    const struct proof_record_reading *proof_record_reading = context;

    proof_record_reading->record->pages = ARENA_ARRAY(
        proof_record_reading->arena, struct proof_record_page, rows);
    proof_record_reading->record->count = rows;
}

static bool take_page(size_t row, const struct value *cells, void *context)
{
    const struct proof_record_reading *proof_record_reading = context;
    struct proof_record_page *page = &proof_record_reading->record->pages[row];
    const char *before = cells[COLUMN_BEFORE].text;
    int64_t number = 0;

    if (!number_parse_count(cells[COLUMN_PAGE].text, &number) ||
        !is_picture(cells[COLUMN_PICTURE].text, "pages/") ||
        (*before && !is_picture(before, "before/")) ||
        !is_digest(cells[COLUMN_SHA256].text) ||
        !is_digest(cells[COLUMN_PICTURE_SHA256].text))
        return false;
    page->code = cells[COLUMN_CODE].text;
    page->name = cells[COLUMN_NAME].text;
    page->number = (size_t)number;
    page->picture = cells[COLUMN_PICTURE].text;
    page->before = before;
    page->program = cells[COLUMN_PROGRAM].text;
    utf8_copy(page->sha256, sizeof page->sha256, cells[COLUMN_SHA256].text);
    utf8_copy(page->picture_sha256, sizeof page->picture_sha256,
              cells[COLUMN_PICTURE_SHA256].text);
    return true;
}

enum status proof_record_read(struct arena *arena, const char *path,
                              struct proof_record *record,
                              struct diagnostics *diagnostics)
{
    static const struct csv_file own = {
        titles, COLUMNS,
        "not a record that this program wrote; without it nothing is compared",
        begin_pages, take_page};
    struct proof_record_reading proof_record_reading = {arena, record};
    enum status status;

    *record = (struct proof_record){NULL, 0};
    status =
        csv_file_read(arena, path, &own, &proof_record_reading, diagnostics);
    if (status != STATUS_OK)
        record->count = 0;
    if (record->count)
        qsort(record->pages, record->count, sizeof *record->pages,
              by_code_and_page);
    return status;
}

struct proof_record_pages proof_record_find(const struct proof_record *record,
                                            const char *code)
{
    const size_t first = ARRAY_LOWER_BOUND(struct proof_record_page, code,
                                           record->pages, record->count, code);
    size_t end = first;

    while (end < record->count && strcmp(record->pages[end].code, code) == 0)
        end++;
    return (struct proof_record_pages){
        record->count ? &record->pages[first] : NULL, end - first};
}
