#include "ledger/undelivered.h"

#include "base/buffer.h"
#include "store/atomic_file.h"

static const size_t file_limit = (size_t)256 * 1024 * 1024;

static const char *with_reply(struct arena *arena, const char *word,
                              const struct ledger_entry *entry)
{
    const char *space = entry->reply[0] ? " " : "";

    if (entry->reply_code)
        return arena_printf(arena, "%s: %d%s%s", word, entry->reply_code, space,
                            entry->reply);
    return arena_printf(arena, "%s:%s%s", word, space, entry->reply);
}

const char *undelivered_reason(struct arena *arena,
                               const struct ledger_entry *entry)
{
    if (entry->bounced)
        return arena_printf(arena, "bounced: %s", entry->bounce);
    switch (entry->state) {
    case LEDGER_REFUSED:
        return with_reply(arena, "refused", entry);
    case LEDGER_UNKNOWN:
        return with_reply(arena, "unknown", entry);
    case LEDGER_READY:
    case LEDGER_IN_FLIGHT:
    case LEDGER_ACCEPTED:
    case LEDGER_DEFERRED:
    case LEDGER_UNMAILED:
        return NULL;
    }
    return NULL;
}

static void add_cell(struct buffer *csv, const char *text, char end)
{
    buffer_add_csv(csv, text);
    buffer_add_char(csv, end);
}

static size_t add_all(struct arena *arena, const struct ledger_entry *entries,
                      size_t count, struct buffer *csv)
{
    size_t listed = 0;

    buffer_add_text(csv, BUFFER_BYTE_ORDER_MARK
                    "code,name,recipients,file,message_id,reason\n");
    for (size_t i = 0; i < count; i++) {
        const struct ledger_entry *entry = &entries[i];
        const char *reason = undelivered_reason(arena, entry);
        if (!reason)
            continue;
        listed++;
        add_cell(csv, entry->code, ',');
        add_cell(csv, entry->name, ',');
        add_cell(csv, entry->recipients, ',');
        add_cell(csv, entry->file, ',');
        add_cell(csv, entry->message_id, ',');
        add_cell(csv, reason, '\n');
    }
    return listed;
}

static enum status write_list(struct arena *arena, const char *path,
                              const struct ledger_entry *entries, size_t all,
                              size_t *count, struct error *err)
{
    struct buffer csv = buffer_new(file_limit);
    enum status status;

    *count = add_all(arena, entries, all, &csv);
    status = *count ? atomic_file_write(path, csv.bytes, csv.length,
                                        FILE_SYNC_EACH, err)
                    : atomic_file_remove(path, err);
    buffer_free(&csv);
    return status;
}

enum status undelivered_write(struct ledger *ledger, const char *output,
                              size_t *count, struct error *err)
{
    struct arena *arena = arena_new();
    struct ledger_entry *entries;
    size_t all;
    enum status status = ledger_entries(ledger, arena, &entries, &all, err);

    *count = 0;
    if (status == STATUS_OK)
        status = write_list(arena,
                            arena_printf(arena, "%s/mail-rejected.csv", output),
                            entries, all, count, err);
    if (status != STATUS_OK && err->location.file)
        err->location.file = output; /* the arena's go */
    arena_free(arena);
    return status;
}
