#include "ledger/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "ledger/ledger_check.h"
#include "ledger/ledger_internal.h"

static const char *const words[LEDGER_STATES] = {
    "ready",    "in flight", "accepted",    "refused",
    "deferred", "unknown",   "not e-mailed"};

const char *ledger_state_word(enum ledger_state state)
{
    return words[state];
}

struct ledger_entry ledger_entry_of(const struct manifest_entry *letter)
{
    struct ledger_entry entry = {
        .code = letter->code,
        .name = letter->name,
        .recipients = "",
        .file = letter->file,
        .message_id = "",
        .state = LEDGER_UNMAILED,
    };

    memcpy(entry.file_sha256, letter->sha256, HASH_HEX_SIZE);
    memcpy(entry.content_sha256, letter->content_sha256, HASH_HEX_SIZE);
    return entry;
}

bool ledger_entry_names(const struct ledger_entry *entry, const char *address)
{
    const char *list = entry->recipients;
    const size_t length = strlen(address);

    for (const char *at = list; (at = strcasestr(at, address)); at += length)
        if ((at == list || at[-1] == ' ') && (at[length] == ',' || !at[length]))
            return true;
    return false;
}

bool ledger_entry_has_left(const struct ledger_entry *entry)
{
    return (entry->state == LEDGER_ACCEPTED && !entry->bounced) ||
           entry->state == LEDGER_UNKNOWN || entry->state == LEDGER_IN_FLIGHT;
}

static enum ledger_state state_of(const char *word)
{
    for (int i = 0; i < LEDGER_STATES; i++)
        if (strcmp(words[i], word) == 0)
            return (enum ledger_state)i;
    return LEDGER_UNKNOWN;
}

static struct location place_of(const struct ledger *ledger)
{
    return (struct location){ledger->db.path, 0, 0};
}

static void lock(struct ledger *ledger)
{
    pthread_mutex_lock(&ledger->mutex);
}

static void unlock(struct ledger *ledger)
{
    pthread_mutex_unlock(&ledger->mutex);
}

enum status ledger_enter(struct ledger *ledger, const char *begin,
                         struct error *err)
{
    enum status status;

    lock(ledger);
    status = ledger_db_run_all(&ledger->db, begin, err);
    if (status != STATUS_OK)
        unlock(ledger);
    return status;
}

enum status ledger_leave(struct ledger *ledger, enum status status,
                         struct error *err)
{
    status = ledger_db_end(&ledger->db, status, err);
    unlock(ledger);
    return status;
}

enum status ledger_read(struct ledger *ledger, struct arena *arena,
                        const struct ledger_db_query *query, void *items,
                        size_t *count, struct error *err)
{
    static const void *const none;
    enum status status = ledger_enter(ledger, "BEGIN", err);

    *count = 0;
    memcpy(items, &none, sizeof none);
    if (status != STATUS_OK)
        return status;
    status = ledger_db_select(&ledger->db, arena, query, items, count, err);
    return ledger_leave(ledger, status, err);
}

/* --- opening ------------------------------------------------------------- */

/* Letters that a killed run left in flight become unknown. */
static enum status lose(struct ledger *ledger, struct error *err)
{
    const enum status status =
        ledger_db_run(&ledger->db,
                      "UPDATE entry SET state = 'unknown', reply_code = 0,"
                      " reply = 'the run ended before the server had answered',"
                      " since = CAST(strftime('%s', 'now') AS INTEGER)"
                      " WHERE state = 'in flight'",
                      NULL, 0, err);

    if (status == STATUS_OK)
        ledger->lost = (size_t)sqlite3_changes(ledger->db.base);
    return status;
}

enum status ledger_open(struct arena *arena, const char *path,
                        enum ledger_access access, struct ledger **result,
                        struct error *err)
{
    struct ledger *ledger = ARENA_NEW(arena, struct ledger);
    enum status status = ledger_db_open(&ledger->db, arena, path, access, err);

    *result = NULL;
    if (status != STATUS_OK)
        return status;
    pthread_mutex_init(&ledger->mutex, NULL);
    status = ledger_check_schema(&ledger->db, err);
    if (status == STATUS_OK)
        status = ledger_check_history(&ledger->db, err);
    if (status == STATUS_OK && access == LEDGER_WRITE)
        status = lose(ledger, err);
    if (status != STATUS_OK) {
        ledger_close(ledger);
        return status;
    }
    *result = ledger;
    return STATUS_OK;
}

enum status ledger_open_in(struct arena *arena, const char *output,
                           enum ledger_access access, struct ledger **ledger,
                           struct error *err)
{
    return ledger_open(arena, ARENA_JOIN(arena, output, "/ledger.db"), access,
                       ledger, err);
}

void ledger_close(struct ledger *ledger)
{
    if (!ledger)
        return;
    ledger_db_close(&ledger->db);
    pthread_mutex_destroy(&ledger->mutex);
}

size_t ledger_lost(const struct ledger *ledger)
{
    return ledger->lost;
}

bool ledger_is_live(const struct ledger *ledger)
{
    return ledger_db_is_live(&ledger->db);
}

/* --- reading ------------------------------------------------------------- */

#define ENTRY_COLUMNS                                                          \
    "code, name, recipients, file, message_id, file_sha256, content_sha256,"   \
    " message_sha256, state, attempts, since, next, reply_code, reply,"        \
    " queue_id, bounced, bounce"

static void read_entry(struct arena *arena, sqlite3_stmt *row, void *item)
{
    struct ledger_entry *entry = item;

    *entry = (struct ledger_entry){
        .code = ledger_db_text(arena, row, 0),
        .name = ledger_db_text(arena, row, 1),
        .recipients = ledger_db_text(arena, row, 2),
        .file = ledger_db_text(arena, row, 3),
        .message_id = ledger_db_text(arena, row, 4),
        .state = state_of(ledger_db_text(arena, row, 8)),
        .attempts = sqlite3_column_int(row, 9),
        .since = sqlite3_column_int64(row, 10),
        .next = sqlite3_column_int64(row, 11),
        .reply_code = sqlite3_column_int(row, 12),
        .reply = ledger_db_text(arena, row, 13),
        .queue_id = ledger_db_text(arena, row, 14),
        .bounced = sqlite3_column_int64(row, 15),
        .bounce = ledger_db_text(arena, row, 16),
    };
    ledger_db_hash(row, 5, entry->file_sha256);
    ledger_db_hash(row, 6, entry->content_sha256);
    ledger_db_hash(row, 7, entry->message_sha256);
}

/* Without a live run, letters in flight are reported as unknown. */
static void lose_those_in_flight(const struct ledger *ledger,
                                 struct ledger_entry *entries, size_t count)
{
    if (ledger_is_live(ledger))
        return;
    for (size_t i = 0; i < count; i++) {
        if (entries[i].state != LEDGER_IN_FLIGHT)
            continue;
        entries[i].state = LEDGER_UNKNOWN;
        entries[i].reply = "the run ended before the server had answered";
    }
}

static const struct ledger_db_query entry_query = {
    .sql = "SELECT " ENTRY_COLUMNS " FROM entry ORDER BY code",
    .size = sizeof(struct ledger_entry),
    .read = read_entry};

enum status ledger_entries(struct ledger *ledger, struct arena *arena,
                           struct ledger_entry **entries, size_t *count,
                           struct error *err)
{
    const enum status status =
        ledger_read(ledger, arena, &entry_query, entries, count, err);

    lose_those_in_flight(ledger, *entries, *count);
    return status;
}

static void read_approval(struct arena *arena, sqlite3_stmt *row, void *item)
{
    struct ledger_approval *approval = item;

    *approval = (struct ledger_approval){
        .by = ledger_db_text(arena, row, 0),
        .at = sqlite3_column_int64(row, 1),
        .letters = (size_t)sqlite3_column_int64(row, 4),
        .warnings = (size_t)sqlite3_column_int64(row, 5),
        .summary = ledger_db_text(arena, row, 6),
    };
    ledger_db_hash(row, 2, approval->manifest_sha256);
    ledger_db_hash(row, 3, approval->messages_sha256);
}

bool ledger_approval(struct ledger *ledger, struct arena *arena,
                     struct ledger_approval *approval)
{
    static const struct ledger_db_query query = {
        .sql = "SELECT by, at, manifest_sha256, messages_sha256, letters,"
               " warnings, summary FROM approval ORDER BY id DESC LIMIT 1",
        .size = sizeof *approval,
        .read = read_approval};
    struct error err = {.code = ""};
    struct ledger_approval *last;
    size_t count;

    if (ledger_read(ledger, arena, &query, &last, &count, &err) != STATUS_OK ||
        !count)
        return false;
    *approval = *last;
    return true;
}

static void read_reading(struct arena *arena, sqlite3_stmt *row, void *item)
{
    struct ledger_reading *reading = item;

    *reading = (struct ledger_reading){.code = ledger_db_text(arena, row, 0),
                                       .by = ledger_db_text(arena, row, 2),
                                       .at = sqlite3_column_int64(row, 3)};
    ledger_db_hash(row, 1, reading->content_sha256);
}

enum status ledger_readings(struct ledger *ledger, struct arena *arena,
                            struct ledger_reading **readings, size_t *count,
                            struct error *err)
{
    static const struct ledger_db_query query = {
        .sql = "SELECT code, reading.content_sha256, by, at FROM reading"
               " JOIN entry USING (code, approval) ORDER BY code, by",
        .size = sizeof **readings,
        .read = read_reading};

    return ledger_read(ledger, arena, &query, readings, count, err);
}

static void read_event(struct arena *arena, sqlite3_stmt *row, void *item)
{
    struct ledger_event *event = item;

    *event = (struct ledger_event){
        .code = ledger_db_text(arena, row, 0),
        .at = sqlite3_column_int64(row, 1),
        .event = ledger_db_text(arena, row, 2),
        .reply_code = sqlite3_column_int(row, 3),
        .text = ledger_db_text(arena, row, 4),
    };
}

enum status ledger_history(struct ledger *ledger, struct arena *arena,
                           const char *code, struct ledger_event **events,
                           size_t *count, struct error *err)
{
    const struct ledger_db_argument arguments[] = {LEDGER_DB_TEXT(code),
                                                   LEDGER_DB_NUMBER(!code)};
    const struct ledger_db_query query = {
        .sql = "SELECT code, at, event, reply_code, text FROM history"
               " WHERE code = ?1 OR ?2 ORDER BY id",
        .arguments = arguments,
        .argument_count = 2,
        .size = sizeof **events,
        .read = read_event};

    return ledger_read(ledger, arena, &query, events, count, err);
}

/* Finds the entry with @p value in @p column. */
static enum status find(struct ledger *ledger, struct arena *arena,
                        const char *sql, const char *value,
                        struct ledger_entry *entry, bool *found,
                        struct error *err)
{
    const struct ledger_db_argument argument = LEDGER_DB_TEXT(value);
    const struct ledger_db_query query = {sql, &argument, 1, sizeof *entry,
                                          read_entry};
    struct ledger_entry *entries;
    size_t count;
    const enum status status =
        ledger_db_select(&ledger->db, arena, &query, &entries, &count, err);

    *found = status == STATUS_OK && count;
    if (*found)
        *entry = *entries;
    return status;
}

static enum status find_code(struct ledger *ledger, struct arena *arena,
                             const char *code, struct ledger_entry *entry,
                             bool *found, struct error *err)
{
    return find(ledger, arena,
                "SELECT " ENTRY_COLUMNS " FROM entry WHERE code = ?", code,
                entry, found, err);
}

/* --- approving ----------------------------------------------------------- */

static enum status set_error(const struct ledger *ledger, const char *code,
                             struct error *err, const char *message)
{
    utf8_copy(err->code, sizeof err->code, code);
    return error_set(err, RULE_LEDGER_STATE, place_of(ledger), NULL, "%s: %s",
                     code, message);
}

static bool is_same(const struct ledger_entry *a, const struct ledger_entry *b)
{
    return strcmp(a->content_sha256, b->content_sha256) == 0 &&
           strcmp(a->message_sha256, b->message_sha256) == 0 &&
           strcmp(a->message_id, b->message_id) == 0 &&
           strcmp(a->recipients, b->recipients) == 0;
}

static const char *first_state(const struct ledger_entry *entry)
{
    return words[*entry->recipients ? LEDGER_READY : LEDGER_UNMAILED];
}

/* Adds an entry, or replaces one that did not arrive. */
static enum status put(struct ledger *ledger, const struct ledger_entry *entry,
                       bool replace, int64_t now, struct error *err)
{
    const struct ledger_db_argument arguments[] = {
        LEDGER_DB_TEXT(entry->code),
        LEDGER_DB_TEXT(entry->name),
        LEDGER_DB_TEXT(entry->recipients),
        LEDGER_DB_TEXT(entry->file),
        LEDGER_DB_TEXT(entry->message_id),
        LEDGER_DB_TEXT(entry->file_sha256),
        LEDGER_DB_TEXT(entry->content_sha256),
        LEDGER_DB_TEXT(entry->message_sha256),
        LEDGER_DB_TEXT(first_state(entry)),
        LEDGER_DB_NUMBER(now)};

    return ledger_db_run(
        &ledger->db,
        replace ? "UPDATE entry SET"
                  " approval = (SELECT max(id) FROM approval), name = ?2,"
                  " recipients = ?3, file = ?4, message_id = ?5,"
                  " file_sha256 = ?6, content_sha256 = ?7,"
                  " message_sha256 = ?8, state = ?9, since = ?10,"
                  " attempts = 0, next = 0, reply_code = 0, reply = '',"
                  " queue_id = '', bounced = 0, bounce = '' WHERE code = ?1"
                : "INSERT INTO entry (approval, code, name, recipients, file,"
                  " message_id, file_sha256, content_sha256, message_sha256,"
                  " state, since) VALUES ((SELECT max(id) FROM approval), ?1,"
                  " ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        arguments, 10, err);
}

/* Approves a waiting entry again, unchanged. If its file has another seal,
 * that is a separate event. */
static enum status confirm(struct ledger *ledger,
                           const struct ledger_entry *entry, struct error *err)
{
    const struct ledger_db_argument arguments[] = {
        LEDGER_DB_TEXT(entry->code), LEDGER_DB_TEXT(entry->name),
        LEDGER_DB_TEXT(entry->file), LEDGER_DB_TEXT(entry->file_sha256)};
    const enum status status = ledger_db_run(
        &ledger->db,
        "UPDATE entry SET name = ?2, file = ?3,"
        " approval = (SELECT max(id) FROM approval)"
        " WHERE code = ?1 AND state IN ('ready', 'deferred', 'not e-mailed')",
        arguments, 3, err);

    if (status != STATUS_OK)
        return status;
    return ledger_db_run(&ledger->db,
                         "UPDATE entry SET file_sha256 = ?4, state = state"
                         " WHERE code = ?1 AND file_sha256 <> ?4"
                         " AND state IN ('ready', 'deferred', 'not e-mailed')",
                         arguments, 4, err);
}

static enum status approve_entry(struct ledger *ledger, struct arena *arena,
                                 const struct ledger_entry *entry, int64_t now,
                                 struct error *err)
{
    struct ledger_entry old;
    bool found;
    enum status status =
        find_code(ledger, arena, entry->code, &old, &found, err);

    if (status != STATUS_OK)
        return status;
    if (!found)
        return put(ledger, entry, false, now, err);
    if (is_same(&old, entry))
        return confirm(ledger, entry, err);
    if (ledger_entry_has_left(&old))
        return set_error(ledger, entry->code, err,
                         "its e-mail has left, or may have, and what is to be "
                         "approved now differs from it");
    status = ledger_post_is_out(ledger, entry->code, &found, err);
    if (status == STATUS_OK && found)
        return set_error(ledger, entry->code, err,
                         "it was printed to be posted, and what is to be "
                         "approved now differs from it; print --returned "
                         "records a piece that came back or was spoilt");
    if (status != STATUS_OK)
        return status;
    return put(ledger, entry, true, now, err);
}

static int by_code(const void *left, const void *right)
{
    const struct ledger_entry *const *a = left;
    const struct ledger_entry *const *b = right;

    return strcmp((*a)->code, (*b)->code);
}

/* Withdraws waiting entries that are no longer approved; both lists are in
 * order of code. */
static enum status withdraw_others(struct ledger *ledger, struct arena *arena,
                                   const struct ledger_entry *const *approved,
                                   size_t count, struct error *err)
{
    struct ledger_entry *old;
    size_t old_count = 0;
    size_t next = 0;
    enum status status = ledger_db_select(&ledger->db, arena, &entry_query,
                                          &old, &old_count, err);

    for (size_t i = 0; status == STATUS_OK && i < old_count; i++) {
        const struct ledger_db_argument code = LEDGER_DB_TEXT(old[i].code);
        while (next < count && strcmp(approved[next]->code, old[i].code) < 0)
            next++;
        if ((next < count && strcmp(approved[next]->code, old[i].code) == 0) ||
            (old[i].state != LEDGER_READY && old[i].state != LEDGER_DEFERRED &&
             old[i].state != LEDGER_UNMAILED))
            continue;
        status = ledger_db_run(&ledger->db,
                               "DELETE FROM entry WHERE code = ?"
                               " AND code NOT IN (SELECT code FROM piece)",
                               &code, 1, err);
    }
    return status;
}

static enum status add_approval(struct ledger *ledger,
                                const struct ledger_approval *approval,
                                struct error *err)
{
    const struct ledger_db_argument arguments[] = {
        LEDGER_DB_TEXT(approval->by),
        LEDGER_DB_NUMBER(approval->at),
        LEDGER_DB_TEXT(approval->manifest_sha256),
        LEDGER_DB_TEXT(approval->messages_sha256),
        LEDGER_DB_NUMBER(approval->letters),
        LEDGER_DB_NUMBER(approval->warnings),
        LEDGER_DB_TEXT(approval->summary),
    };

    return ledger_db_run(&ledger->db,
                         "INSERT INTO approval (by, at, manifest_sha256,"
                         " messages_sha256, letters, warnings, summary)"
                         " VALUES (?, ?, ?, ?, ?, ?, ?)",
                         arguments, 7, err);
}

static enum status add_readings(struct ledger *ledger,
                                const struct ledger_approval *approval,
                                struct error *err)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < approval->reading_count && status == STATUS_OK;
         i++) {
        const struct ledger_reading *reading = &approval->readings[i];
        const struct ledger_db_argument arguments[] = {
            LEDGER_DB_TEXT(reading->code),
            LEDGER_DB_TEXT(reading->content_sha256),
            LEDGER_DB_TEXT(reading->by), LEDGER_DB_NUMBER(reading->at)};
        status = ledger_db_run(
            &ledger->db,
            "INSERT INTO reading VALUES ((SELECT max(id) FROM approval),"
            " ?, ?, ?, ?)",
            arguments, 4, err);
    }
    return status;
}

static enum status approve(struct ledger *ledger, struct arena *arena,
                           const struct ledger_approval *approval,
                           const struct ledger_entry *entries, size_t count,
                           struct error *err)
{
    const struct ledger_entry **sorted =
        ARENA_ARRAY(arena, const struct ledger_entry *, count);
    enum status status = add_approval(ledger, approval, err);

    if (status == STATUS_OK)
        status = add_readings(ledger, approval, err);
    for (size_t i = 0; i < count; i++)
        sorted[i] = &entries[i];
    if (count)
        qsort(sorted, count, sizeof *sorted, by_code);
    if (status == STATUS_OK)
        status = withdraw_others(ledger, arena, sorted, count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        if (i && strcmp(sorted[i]->code, sorted[i - 1]->code) == 0)
            return set_error(ledger, sorted[i]->code, err, "is there twice");
        status = approve_entry(ledger, arena, sorted[i], approval->at, err);
    }
    return status;
}

enum status ledger_approve(struct ledger *ledger,
                           const struct ledger_approval *approval,
                           const struct ledger_entry *entries, size_t count,
                           struct error *err)
{
    struct arena *arena = arena_new();
    enum status status = ledger_enter(ledger, "BEGIN IMMEDIATE", err);

    if (status == STATUS_OK) {
        status = approve(ledger, arena, approval, entries, count, err);
        status = ledger_leave(ledger, status, err);
    }
    arena_free(arena);
    return status;
}

/* --- sending ------------------------------------------------------------- */

/* Runs a statement that must change one entry. */
static enum status change(struct ledger *ledger, const char *code,
                          const char *sql,
                          const struct ledger_db_argument *arguments,
                          size_t count, const char *otherwise,
                          struct error *err)
{
    enum status status;

    lock(ledger);
    status = ledger_db_run(&ledger->db, sql, arguments, count, err);
    if (status == STATUS_OK && sqlite3_changes(ledger->db.base) != 1)
        status = set_error(ledger, code, err, otherwise);
    else if (status != STATUS_OK)
        utf8_copy(err->code, sizeof err->code, code);
    unlock(ledger);
    return status;
}

enum status ledger_begin(struct ledger *ledger, const char *code,
                         const char *file_sha256, int64_t now,
                         struct error *err)
{
    const struct ledger_db_argument arguments[] = {LEDGER_DB_NUMBER(now),
                                                   LEDGER_DB_TEXT(file_sha256),
                                                   LEDGER_DB_TEXT(code)};

    return change(ledger, code,
                  "UPDATE entry SET state = 'in flight', since = ?,"
                  " file_sha256 = ?, next = 0, attempts = attempts + 1, "
                  "reply_code = 0, reply = ''"
                  " WHERE code = ? AND state IN ('ready', 'deferred')",
                  arguments, 3, "its e-mail is not ready to be sent", err);
}

enum status ledger_record_outcome(struct ledger *ledger, const char *code,
                                  int64_t now,
                                  const struct ledger_outcome *outcome,
                                  struct error *err)
{
    const bool deferred = outcome->state == LEDGER_DEFERRED;
    const bool early = deferred || outcome->state == LEDGER_REFUSED;
    const struct ledger_db_argument arguments[] = {
        LEDGER_DB_TEXT(words[outcome->state]),
        LEDGER_DB_NUMBER(now),
        LEDGER_DB_NUMBER(deferred ? outcome->next : 0),
        LEDGER_DB_NUMBER(outcome->reply_code),
        LEDGER_DB_TEXT(outcome->reply),
        LEDGER_DB_TEXT(outcome->queue_id),
        LEDGER_DB_TEXT(code),
        LEDGER_DB_NUMBER(early),
    };

    return change(ledger, code,
                  "UPDATE entry SET attempts = attempts +"
                  " (state <> 'in flight'), state = ?1, since = ?2, next = ?3,"
                  " reply_code = ?4, reply = ?5, queue_id = ?6 WHERE code = ?7"
                  " AND (state = 'in flight' OR"
                  "  (?8 AND state IN ('ready', 'deferred')))",
                  arguments, 8, "its e-mail is not in flight", err);
}

enum status ledger_release(struct ledger *ledger, const char *code, int64_t now,
                           struct error *err)
{
    const struct ledger_db_argument arguments[] = {LEDGER_DB_NUMBER(now),
                                                   LEDGER_DB_TEXT(code)};

    return change(ledger, code,
                  "UPDATE entry SET state = 'ready', since = ?, next = 0,"
                  " reply_code = 0, reply = '', queue_id = '', bounced = 0,"
                  " bounce = '' WHERE code = ? AND"
                  " (state IN ('unknown', 'refused') OR"
                  "  (state = 'accepted' AND bounced <> 0))",
                  arguments, 2, "its e-mail is not unknown, refused or bounced",
                  err);
}

/* --- bounces ------------------------------------------------------------- */

static const char bounced[] = "bounced";

/* @return true if this report was read before, even if the letter was sent
 *         again since */
static enum status is_known(const struct ledger *ledger, const char *code,
                            const char *event, const char *text, bool *known,
                            struct error *err)
{
    const struct ledger_db_argument arguments[] = {
        LEDGER_DB_TEXT(code), LEDGER_DB_TEXT(event), LEDGER_DB_TEXT(text)};
    int64_t count;
    const enum status status =
        ledger_db_ask(&ledger->db,
                      "SELECT count(*) FROM history WHERE code = ? AND"
                      " event = ? AND instr(text, ?) > 0",
                      arguments, 3, &count, err);

    *known = count > 0;
    return status;
}

/* The e-mail may come back from more than one recipient. */
static enum status add_bounce(const struct ledger *ledger, const char *code,
                              int64_t now, const char *text, struct error *err)
{
    const struct ledger_db_argument arguments[] = {
        LEDGER_DB_NUMBER(now), LEDGER_DB_TEXT(text), LEDGER_DB_TEXT(code)};

    return ledger_db_run(&ledger->db,
                         "UPDATE entry SET"
                         " bounced = iif(bounced = 0, ?1, bounced), bounce ="
                         " iif(bounce = '' OR length(bounce) > 2000, '',"
                         "     bounce || '; ') || ?2 WHERE code = ?3",
                         arguments, 3, err);
}

static enum status add_event(const struct ledger *ledger, const char *code,
                             int64_t now, const char *event, const char *text,
                             struct error *err)
{
    const struct ledger_db_argument arguments[] = {
        LEDGER_DB_NUMBER(now), LEDGER_DB_TEXT(event), LEDGER_DB_TEXT(text),
        LEDGER_DB_TEXT(code)};

    return ledger_db_run(
        &ledger->db,
        "INSERT INTO history SELECT NULL, code, ?1, ?2, approval,"
        " recipients, message_id, file_sha256, content_sha256,"
        " message_sha256, 0, ?3, queue_id FROM entry WHERE code = ?4",
        arguments, 4, err);
}

static enum status note(struct ledger *ledger, struct arena *arena,
                        const char *message_id, int64_t now, const char *event,
                        const char *text, bool *news, struct error *err)
{
    struct ledger_entry entry;
    bool found;
    enum status status =
        find(ledger, arena,
             "SELECT " ENTRY_COLUMNS " FROM entry WHERE message_id = ?",
             message_id, &entry, &found, err);

    if (status != STATUS_OK)
        return status;
    if (!found || !entry.attempts)
        return error_set(err, RULE_LEDGER_STATE, place_of(ledger), NULL,
                         "no e-mail was sent as %s", message_id);
    status = is_known(ledger, entry.code, event, text, &found, err);
    *news = !found;
    if (status != STATUS_OK || found)
        return status;
    return strcmp(event, bounced) == 0
               ? add_bounce(ledger, entry.code, now, text, err)
               : add_event(ledger, entry.code, now, event, text, err);
}

enum status ledger_note(struct ledger *ledger, const char *message_id,
                        int64_t now, const char *event, const char *text,
                        bool *news, struct error *err)
{
    struct arena *arena = arena_new();
    enum status status;

    *news = false;
    lock(ledger);
    status = note(ledger, arena, message_id, now, event, text, news, err);
    unlock(ledger);
    arena_free(arena);
    return status;
}

enum status ledger_note_bounce(struct ledger *ledger, const char *message_id,
                               int64_t now, const char *text, struct error *err)
{
    bool news;

    return ledger_note(ledger, message_id, now, bounced, text, &news, err);
}
