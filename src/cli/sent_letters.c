#include "cli/sent_letters.h"

#include <unistd.h>

#include "ledger/ledger_post.h"

static void add(struct engine *engine, const char *code, const char *content)
{
    *map_at_text(&engine->sent, code) = arena_strdup(engine->arena, content);
}

static enum status read_sent(struct engine *engine, struct ledger *ledger,
                             struct error *err)
{
    struct ledger_entry *entries;
    struct ledger_piece *pieces;
    size_t count;
    enum status status =
        ledger_entries(ledger, engine->arena, &entries, &count, err);

    for (size_t i = 0; i < count; i++)
        if (ledger_entry_has_left(&entries[i]))
            add(engine, entries[i].code, entries[i].content_sha256);
    if (status == STATUS_OK)
        status =
            ledger_post_pieces(ledger, engine->arena, &pieces, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        if (!pieces[i].returned)
            add(engine, pieces[i].code, pieces[i].content_sha256);
    return status;
}

enum status sent_letters_recall(struct session *session)
{
    const char *path =
        ARENA_JOIN(session->arena, session->output, "/ledger.db");
    struct error err = {.code = ""};
    struct ledger *ledger;
    enum status status;

    if (access(path, F_OK) != 0)
        return STATUS_OK;
    status = ledger_open(session->arena, path, LEDGER_READ, &ledger, &err);
    if (status != STATUS_OK && err.rule == RULE_LEDGER_MISSING)
        return STATUS_OK; /* it is empty */
    if (status == STATUS_OK)
        status = read_sent(&session->engine, ledger, &err);
    ledger_close(ledger);
    if (status != STATUS_OK)
        diagnostics_add_error(session->diagnostics, &err);
    return status;
}
