#include "ledger/ledger_site.h"

#include <string.h>

#include "ledger/ledger_internal.h"

/* The events, by state; those of a run have no code. */
#define PUBLISHED "published"
#define EMBARGOED "published under embargo"
#define WITHDRAWN "withdrawn from the site"
#define BEGUN "publishing"
#define REPLACED "site replaced"
#define LEFT "site not replaced"

static const char *const words[LEDGER_SITE_STATES] = {"", PUBLISHED, EMBARGOED,
                                                      WITHDRAWN};

const char *ledger_site_word(enum ledger_site_state state)
{
    return words[state];
}

bool ledger_site_has_event(const char *event)
{
    for (int state = LEDGER_SITE_PUBLISHED; state < LEDGER_SITE_STATES; state++)
        if (strcmp(words[state], event) == 0)
            return true;
    return false;
}

static void read_publication(struct arena *arena, sqlite3_stmt *row, void *item)
{
    struct ledger_publication *publication = item;
    const char *event = ledger_db_text(arena, row, 1);

    *publication = (struct ledger_publication){
        .code = ledger_db_text(arena, row, 0),
        .state = strcmp(event, PUBLISHED) == 0   ? LEDGER_SITE_PUBLISHED
                 : strcmp(event, EMBARGOED) == 0 ? LEDGER_SITE_EMBARGOED
                                                 : LEDGER_SITE_WITHDRAWN,
        .at = sqlite3_column_int64(row, 2),
        .text = ledger_db_text(arena, row, 3),
    };
    ledger_db_hash(row, 4, publication->file_sha256);
    ledger_db_hash(row, 5, publication->content_sha256);
}

enum status ledger_site_read(struct ledger *ledger, struct arena *arena,
                             struct ledger_publication **publications,
                             size_t *count, bool *open, struct error *err)
{
    static const struct ledger_db_query query = {
        .sql = "SELECT code, event, at, text, file_sha256, content_sha256"
               " FROM history WHERE id IN (SELECT max(id) FROM history"
               " WHERE event IN ('" PUBLISHED "', '" EMBARGOED "', '" WITHDRAWN
               "') GROUP BY code) ORDER BY code",
        .size = sizeof **publications,
        .read = read_publication};
    int64_t runs = 0;
    enum status status = ledger_enter(ledger, "BEGIN", err);

    *publications = NULL;
    *count = 0;
    *open = false;
    if (status != STATUS_OK)
        return status;
    status =
        ledger_db_select(&ledger->db, arena, &query, publications, count, err);
    if (status == STATUS_OK)
        status = ledger_db_ask(&ledger->db,
                               "SELECT ifnull((SELECT event = '" BEGUN
                               "' FROM history"
                               " WHERE code = '' ORDER BY id DESC LIMIT 1), 0)",
                               NULL, 0, &runs, err);
    *open = runs != 0;
    return ledger_leave(ledger, status, err);
}

/* Adds an event, with the other columns of the council's previous one. */
static enum status add_event(const struct ledger *ledger, int64_t now,
                             const char *event,
                             const struct ledger_publication *publication,
                             struct error *err)
{
    const struct ledger_db_argument arguments[] = {
        LEDGER_DB_TEXT(publication->code),
        LEDGER_DB_NUMBER(now),
        LEDGER_DB_TEXT(event),
        LEDGER_DB_TEXT(publication->file_sha256),
        LEDGER_DB_TEXT(publication->content_sha256),
        LEDGER_DB_TEXT(publication->text)};

    return ledger_db_run(
        &ledger->db,
        "INSERT INTO history SELECT NULL, ?1, ?2, ?3, ifnull(approval, 0),"
        " ifnull(recipients, ''), ifnull(message_id, ''), ?4,"
        " iif(?5 = '' AND ?4 <> '', ifnull((SELECT content_sha256"
        "  FROM history WHERE code = ?1 AND file_sha256 = ?4"
        "  ORDER BY id DESC LIMIT 1), ''), ?5),"
        " ifnull(message_sha256, ''), 0, ?6, ifnull(queue_id, '')"
        " FROM (SELECT 1) LEFT JOIN (SELECT * FROM history WHERE code = ?1"
        "  ORDER BY id DESC LIMIT 1)",
        arguments, 6, err);
}

static enum status add_run(const struct ledger *ledger, int64_t now,
                           const char *event, const char *text,
                           struct error *err)
{
    const struct ledger_publication run = {.code = "", .text = text};

    return add_event(ledger, now, event, &run, err);
}

enum status ledger_site_begin(struct ledger *ledger, int64_t now,
                              const char *folder, struct error *err)
{
    enum status status = ledger_enter(ledger, "BEGIN IMMEDIATE", err);

    if (status != STATUS_OK)
        return status;
    status = add_run(ledger, now, BEGUN, folder, err);
    return ledger_leave(ledger, status, err);
}

enum status ledger_site_record(struct ledger *ledger, int64_t now,
                               const char *folder,
                               const struct ledger_publication *publications,
                               size_t count, struct error *err)
{
    enum status status = ledger_enter(ledger, "BEGIN IMMEDIATE", err);

    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = add_event(ledger, now, words[publications[i].state],
                           &publications[i], err);
    if (status == STATUS_OK)
        status = add_run(ledger, now, folder ? REPLACED : LEFT, folder, err);
    return ledger_leave(ledger, status, err);
}
