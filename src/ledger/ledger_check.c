#include "ledger/ledger_check.h"

#include <string.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "ledger/ledger_schema.h"

static enum status blame(const struct ledger_db *store, const char *what,
                         const char *name, struct error *err)
{
    return error_set(err, RULE_LEDGER_DAMAGED,
                     (struct location){store->path, 0, 0}, NULL,
                     "was changed by another program: %s %s; nothing is sent "
                     "with it",
                     what, name);
}

/* --- the schema ---------------------------------------------------------- */

/* Selects a schema, sorted; objects that SQLite adds itself have no text. */
static const char schema_query[] =
    "SELECT type || ' ' || name, tbl_name || char(10) || sql"
    " FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY 1";

static const char *text_at(sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);

    return text ? text : "";
}

/* Compares two schemas, row by row in their order. */
static enum status compare(const struct ledger_db *store, sqlite3_stmt *own,
                           sqlite3_stmt *right, struct error *err)
{
    for (;;) {
        const int given = sqlite3_step(own);
        const int wanted = sqlite3_step(right);
        int order;
        if ((given != SQLITE_ROW && given != SQLITE_DONE) ||
            (wanted != SQLITE_ROW && wanted != SQLITE_DONE))
            return ledger_db_fault(store, err);
        if (given == SQLITE_DONE && wanted == SQLITE_DONE)
            return STATUS_OK;
        order = given == SQLITE_DONE ? 1
                : wanted == SQLITE_DONE
                    ? -1
                    : strcmp(text_at(own, 0), text_at(right, 0));
        if (order < 0)
            return blame(store, "an addition,", text_at(own, 0), err);
        if (order > 0)
            return blame(store, "it lacks the", text_at(right, 0), err);
        if (strcmp(text_at(own, 1), text_at(right, 1)) != 0)
            return blame(store, "another text of the", text_at(own, 0), err);
    }
}

/* A new ledger in memory, for comparison. */
static sqlite3 *make_model(void)
{
    sqlite3 *model = NULL;

    if (sqlite3_open_v2(":memory:", &model,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                        NULL) != SQLITE_OK ||
        sqlite3_exec(model, (const char *)ledger_schema, NULL, NULL, NULL) !=
            SQLITE_OK)
        memory_exhausted();
    return model;
}

enum status ledger_check_schema(const struct ledger_db *store,
                                struct error *err)
{
    sqlite3 *model = make_model();
    sqlite3_stmt *own = NULL, *right = NULL;
    enum status status =
        ledger_db_prepare(store, schema_query, NULL, 0, &own, err);

    if (sqlite3_prepare_v2(model, schema_query, -1, &right, NULL) != SQLITE_OK)
        memory_exhausted();
    if (status == STATUS_OK)
        status = compare(store, own, right, err);
    sqlite3_finalize(own);
    sqlite3_finalize(right);
    sqlite3_close(model);
    return status;
}

/* --- the history --------------------------------------------------------- */

/* The events that are states, and the end of an entry. */
#define STEPS                                                                  \
    "step AS (SELECT * FROM history WHERE event IN ('ready', 'in flight',"     \
    " 'accepted', 'refused', 'deferred', 'unknown', 'not e-mailed',"           \
    " 'withdrawn')),"                                                          \
    " last AS (SELECT * FROM step WHERE id IN"                                 \
    "  (SELECT max(id) FROM step GROUP BY code))"

/** The forbidden states: a query that finds their codes, and its message. */
static const struct finding {
    const char *query;
    const char *words;
} findings[] = {
    /* A row that is rolled back leaves no gap, because the counter is too. */
    {"SELECT '' WHERE (SELECT count(*) FROM history) <>"
     " (SELECT ifnull(max(id), 0) FROM history) OR"
     " (SELECT ifnull(max(id), 0) FROM history) <>"
     " ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'history'), 0)",
     "its history has gaps"},
    {"SELECT '' WHERE (SELECT count(*) FROM approval) <>"
     " (SELECT ifnull(max(id), 0) FROM approval)",
     "an approval is missing"},
    {"SELECT code FROM entry WHERE approval NOT IN (SELECT id FROM approval)",
     "there is no approval of"},
    {"WITH " STEPS " SELECT code FROM last WHERE event <> 'withdrawn'"
     " AND code NOT IN (SELECT code FROM entry)",
     "there is a history and no entry of"},
    {"WITH " STEPS " SELECT entry.code FROM entry LEFT JOIN last USING (code)"
     " WHERE (state, since, entry.recipients, entry.message_id,"
     "  entry.file_sha256, entry.content_sha256, entry.message_sha256,"
     "  entry.reply_code, reply, entry.queue_id) IS NOT"
     " (event, at, last.recipients, last.message_id, last.file_sha256,"
     "  last.content_sha256, last.message_sha256, last.reply_code, text,"
     "  last.queue_id)",
     "the state is not that of its history:"},
    {"SELECT code FROM piece WHERE NOT EXISTS"
     " (SELECT 1 FROM history WHERE history.code = piece.code"
     "  AND event = 'printed'"
     "  AND text = 'piece ' || number || ' of job ' || job)",
     "there is no record of the printing of"},
    {"SELECT code FROM history WHERE event = 'printed' AND NOT EXISTS"
     " (SELECT 1 FROM piece WHERE piece.code = history.code"
     "  AND text = 'piece ' || number || ' of job ' || job)",
     "there is no piece of"},
    {"SELECT name FROM job WHERE pieces <>"
     " (SELECT count(*) FROM piece WHERE job = name)",
     "pieces are missing in the job"},
    {"SELECT code FROM entry WHERE bounced <> 0 AND NOT EXISTS"
     " (SELECT 1 FROM history WHERE history.code = entry.code"
     "  AND event = 'bounced' AND at = bounced AND text = bounce)",
     "there is no report of the bounce of"},
    {"WITH " STEPS ", pair AS (SELECT code, id, event,"
     "  lag(event, 1, 'withdrawn') OVER story AS before,"
     "  lag(id, 1, 0) OVER story AS before_id FROM step"
     "  WINDOW story AS (PARTITION BY code ORDER BY id))"
     " SELECT code FROM pair WHERE (before, event) NOT IN (VALUES"
     "  ('withdrawn', 'ready'), ('ready', 'withdrawn'),"
     "  ('deferred', 'withdrawn'), ('ready', 'ready'),"
     "  ('ready', 'in flight'), ('ready', 'refused'), ('ready', 'deferred'),"
     "  ('deferred', 'ready'), ('deferred', 'in flight'),"
     "  ('deferred', 'refused'), ('deferred', 'deferred'),"
     "  ('in flight', 'ready'), ('in flight', 'accepted'),"
     "  ('in flight', 'refused'), ('in flight', 'deferred'),"
     "  ('in flight', 'unknown'), ('unknown', 'ready'), ('refused', 'ready'),"
     "  ('withdrawn', 'not e-mailed'), ('not e-mailed', 'withdrawn'),"
     "  ('not e-mailed', 'not e-mailed'), ('not e-mailed', 'ready'),"
     "  ('ready', 'not e-mailed'), ('deferred', 'not e-mailed'),"
     "  ('refused', 'not e-mailed'))"
     " AND NOT (before = 'accepted' AND event IN ('ready', 'not e-mailed')"
     " AND EXISTS"
     "  (SELECT 1 FROM history WHERE history.code = pair.code AND"
     "   history.event = 'bounced' AND history.id BETWEEN before_id AND"
     "   pair.id))",
     "there is no such step as in the history of"},
};

static enum status check_finding(const struct ledger_db *store,
                                 const struct finding *finding,
                                 struct error *err)
{
    sqlite3_stmt *row;
    enum status status =
        ledger_db_prepare(store, finding->query, NULL, 0, &row, err);
    int step;

    if (status != STATUS_OK)
        return status;
    step = sqlite3_step(row);
    if (step == SQLITE_ROW) {
        utf8_copy(err->code, sizeof err->code, text_at(row, 0));
        status = blame(store, finding->words, text_at(row, 0), err);
    } else if (step != SQLITE_DONE) {
        status = ledger_db_fault(store, err);
    }
    sqlite3_finalize(row);
    return status;
}

enum status ledger_check_history(const struct ledger_db *store,
                                 struct error *err)
{
    enum status status = ledger_db_run_all(store, "BEGIN", err);

    if (status != STATUS_OK)
        return status;
    for (size_t i = 0;
         status == STATUS_OK && i < sizeof findings / sizeof *findings; i++)
        status = check_finding(store, &findings[i], err);
    return ledger_db_end(store, status, err);
}
