#include "publish/site_record.h"

#include <string.h>

#include "base/array.h"
#include "run/made_letters.h"

/** Maximum bytes of a letter. */
enum { LETTER_LIMIT = 64 * 1024 * 1024 };

enum status site_record_open(struct site_record *record, struct arena *arena,
                             const char *output, struct error *err)
{
    enum status status;

    *record = (struct site_record){.arena = arena};
    status = ledger_open(arena, ARENA_JOIN(arena, output, "/ledger.db"),
                         LEDGER_WRITE, &record->ledger, err);
    if (status == STATUS_OK)
        status = ledger_site_read(record->ledger, arena, &record->last,
                                  &record->last_count, &record->open, err);
    return status;
}

void site_record_close(struct site_record *record)
{
    ledger_close(record->ledger);
}

static const struct ledger_publication *
find_last(const struct site_record *record, const char *code)
{
    const size_t at = ARRAY_FIND_TEXT(struct ledger_publication, code,
                                      record->last, record->last_count, code);

    return at == SIZE_MAX ? NULL : &record->last[at];
}

static void add(struct site_record *record,
                const struct ledger_publication *publication)
{
    ARENA_GROW(record->arena, record->news, record->count, record->capacity);
    record->news[record->count++] = *publication;
}

static bool is_same(const struct ledger_publication *last,
                    const struct ledger_publication *now)
{
    return last && last->state == now->state &&
           strcmp(last->text, now->text) == 0 &&
           strcmp(last->file_sha256, now->file_sha256) == 0 &&
           (!*now->content_sha256 ||
            strcmp(last->content_sha256, now->content_sha256) == 0);
}

/* Handles a letter that an earlier run published. */
static void digest_old(const struct site *site, const char *letter,
                       char hex[HASH_HEX_SIZE])
{
    struct buffer bytes = buffer_new(LETTER_LIMIT);
    unsigned char digest[HASH_SIZE];

    if (*letter && site_folder_read_old(site->folder, letter, &bytes)) {
        hash_bytes(buffer_text(&bytes), bytes.length, digest);
        hash_hex(digest, hex);
    }
    buffer_free(&bytes);
}

static void compare_row(struct site_record *record, const struct site *site,
                        const struct map *made, const struct site_row *row)
{
    const char *code = row->cells[SITE_CODE];
    const struct made_letter *letter = map_find_text(made, code);
    const struct ledger_publication *last = find_last(record, code);
    struct ledger_publication now = {
        .code = code,
        .state = site->embargo ? LEDGER_SITE_EMBARGOED : LEDGER_SITE_PUBLISHED,
        .text = ARENA_JOIN(record->arena, row->cells[SITE_PAGE],
                           site->embargo ? ", until " : "",
                           site->embargo ? site->embargo_date : "")};

    if (letter) {
        memcpy(now.content_sha256, letter->entry->content_sha256,
               HASH_HEX_SIZE);
        if (*row->cells[SITE_LETTER])
            memcpy(now.file_sha256, letter->entry->sha256, HASH_HEX_SIZE);
    } else if (!last || last->state == LEDGER_SITE_WITHDRAWN || record->open) {
        digest_old(site, row->cells[SITE_LETTER], now.file_sha256);
    } else {
        return; /* its record does not change */
    }
    if (!is_same(last, &now))
        add(record, &now);
}

static void add_withdrawal(struct site_record *record, const char *code,
                           const char *why)
{
    const struct ledger_publication *last = find_last(record, code);
    struct ledger_publication now = {
        .code = code, .state = LEDGER_SITE_WITHDRAWN, .text = why};

    if (last && last->state == LEDGER_SITE_WITHDRAWN)
        return;
    if (last) {
        memcpy(now.file_sha256, last->file_sha256, HASH_HEX_SIZE);
        memcpy(now.content_sha256, last->content_sha256, HASH_HEX_SIZE);
    }
    add(record, &now);
}

void site_record_compare(struct site_record *record, const struct site *site,
                         const struct map *made,
                         const struct site_withdrawal *withdrawn)
{
    for (size_t i = 0; i < site->table.count; i++)
        compare_row(record, site, made, &site->table.rows[i]);
    for (size_t i = 0; i < withdrawn->count; i++)
        add_withdrawal(record, withdrawn->codes[i], "taken out by --withdraw");
    for (size_t i = 0; i < record->last_count; i++) {
        const char *code = record->last[i].code;
        if (!site_table_find(&site->table, code) &&
            !site_withdrawal_names(withdrawn, code))
            add_withdrawal(record, code, "its letter is published no more");
    }
}

enum status site_record_swap(struct site_record *record,
                             struct site_folder *folder, const char *path,
                             int64_t now, struct site_changes *changes,
                             struct error *err)
{
    const bool is_new = record->count || record->open;
    enum status status =
        is_new ? ledger_site_begin(record->ledger, now, path, err) : STATUS_OK;
    struct error unsaid;

    if (status != STATUS_OK) {
        site_folder_drop(folder);
        return status;
    }
    status = site_folder_swap(folder, changes, err);
    if (status == STATUS_OK && is_new)
        status = ledger_site_record(record->ledger, now, path, record->news,
                                    record->count, err);
    else if (is_new) /* the first error is reported */
        (void)!ledger_site_record(record->ledger, now, NULL, NULL, 0, &unsaid);
    return status;
}
