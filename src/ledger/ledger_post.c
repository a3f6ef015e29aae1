#include "ledger/ledger_post.h"

#include <inttypes.h>

#include "ledger/ledger_internal.h"

/* A piece with its first job, its last printing, and its return since. */
#define PIECES                                                                 \
    "SELECT first.number, first.code, first.job,"                              \
    " iif(last.again > 0, last.job, ''), last.content_sha256, last.sheets,"    \
    " job.at, ifnull(back.at, 0) AS back_at, ifnull(back.reason, '')"          \
    " FROM piece AS first"                                                     \
    " JOIN piece AS last ON last.number = first.number AND last.again ="       \
    "  (SELECT max(again) FROM piece WHERE number = first.number)"             \
    " JOIN job ON job.name = last.job"                                         \
    " LEFT JOIN returned AS back ON back.id ="                                 \
    "  (SELECT max(id) FROM returned WHERE number = first.number"              \
    "   AND again = last.again)"                                               \
    " WHERE first.again = 0"

static void read_piece(struct arena *arena, sqlite3_stmt *row, void *item)
{
    struct ledger_piece *piece = item;

    *piece = (struct ledger_piece){
        .number = sqlite3_column_int64(row, 0),
        .code = ledger_db_text(arena, row, 1),
        .job = ledger_db_text(arena, row, 2),
        .again = ledger_db_text(arena, row, 3),
        .sheets = (size_t)sqlite3_column_int64(row, 5),
        .at = sqlite3_column_int64(row, 6),
        .returned = sqlite3_column_int64(row, 7),
        .reason = ledger_db_text(arena, row, 8),
    };
    ledger_db_hash(row, 4, piece->content_sha256);
}

enum status ledger_post_is_out(const struct ledger *ledger, const char *code,
                               bool *is_out, struct error *err)
{
    const struct ledger_db_argument argument = LEDGER_DB_TEXT(code);
    int64_t count;
    const enum status status =
        ledger_db_ask(&ledger->db,
                      "SELECT count(*) FROM (" PIECES
                      " AND first.code = ?1) WHERE back_at = 0",
                      &argument, 1, &count, err);

    *is_out = count > 0;
    return status;
}

enum status ledger_post_pieces(struct ledger *ledger, struct arena *arena,
                               struct ledger_piece **pieces, size_t *count,
                               struct error *err)
{
    static const struct ledger_db_query query = {.sql = PIECES
                                                 " ORDER BY first.code",
                                                 .size = sizeof **pieces,
                                                 .read = read_piece};

    return ledger_read(ledger, arena, &query, pieces, count, err);
}

enum status ledger_post_count_jobs(struct ledger *ledger, int64_t *count,
                                   struct error *err)
{
    return ledger_db_ask(&ledger->db,
                         "SELECT count(*) FROM job WHERE again = 0", NULL, 0,
                         count, err);
}

enum status ledger_post_count_again(struct ledger *ledger, const char *job,
                                    int64_t *count, struct error *err)
{
    const struct ledger_db_argument argument = LEDGER_DB_TEXT(job);

    return ledger_db_ask(&ledger->db,
                         "SELECT ifnull(max(again), 0) FROM job"
                         " WHERE substr(name, 1, length(?1) + 2) = ?1 || '-R'",
                         &argument, 1, count, err);
}

static enum status add_job(const struct ledger *ledger,
                           const struct ledger_job *job, size_t pieces,
                           struct error *err)
{
    const struct ledger_db_argument arguments[] = {
        LEDGER_DB_TEXT(job->name),      LEDGER_DB_NUMBER(job->again),
        LEDGER_DB_NUMBER(job->at),      LEDGER_DB_NUMBER(pieces),
        LEDGER_DB_NUMBER(job->pages),   LEDGER_DB_NUMBER(job->sheets),
        LEDGER_DB_TEXT(job->pdf_sha256)};

    return ledger_db_run(&ledger->db,
                         "INSERT INTO job (name, again, at, approval, pieces,"
                         " pages, sheets, pdf_sha256) VALUES (?1, ?2, ?3,"
                         " (SELECT max(id) FROM approval), ?4, ?5, ?6, ?7)",
                         arguments, 7, err);
}

static enum status add_piece(const struct ledger *ledger,
                             const struct ledger_job *job,
                             const struct ledger_piece *piece,
                             struct error *err)
{
    const struct ledger_db_argument arguments[] = {
        LEDGER_DB_NUMBER(piece->number),       LEDGER_DB_TEXT(job->name),
        LEDGER_DB_NUMBER(job->again),          LEDGER_DB_TEXT(piece->code),
        LEDGER_DB_TEXT(piece->content_sha256), LEDGER_DB_NUMBER(piece->sheets)};

    return ledger_db_run(&ledger->db,
                         "INSERT INTO piece (number, job, again, code,"
                         " content_sha256, sheets) VALUES (?, ?, ?, ?, ?, ?)",
                         arguments, 6, err);
}

enum status ledger_post_record(struct ledger *ledger,
                               const struct ledger_job *job,
                               const struct ledger_piece *pieces, size_t count,
                               struct error *err)
{
    enum status status = ledger_enter(ledger, "BEGIN IMMEDIATE", err);

    if (status == STATUS_OK) {
        status = add_job(ledger, job, count, err);
        for (size_t i = 0; i < count && status == STATUS_OK; i++)
            status = add_piece(ledger, job, &pieces[i], err);
        status = ledger_leave(ledger, status, err);
    }
    return status;
}

static enum status note_return(const struct ledger *ledger, int64_t number,
                               int64_t now, const char *reason, bool *news,
                               struct error *err)
{
    const struct ledger_db_argument arguments[] = {LEDGER_DB_NUMBER(number),
                                                   LEDGER_DB_NUMBER(now),
                                                   LEDGER_DB_TEXT(reason)};
    int64_t count;
    enum status status = ledger_db_ask(
        &ledger->db, "SELECT count(*) FROM piece WHERE number = ?1", arguments,
        1, &count, err);

    if (status == STATUS_OK && !count)
        return error_set(err, RULE_LEDGER_STATE, NO_LOCATION, NULL,
                         "no piece %" PRId64 " was printed", number);
    /* a list that is read again says nothing new, until the piece is printed
     * again */
    if (status == STATUS_OK)
        status = ledger_db_ask(
            &ledger->db,
            "SELECT count(*) FROM returned WHERE number = ?1 AND reason ="
            " ?3 AND again = (SELECT max(again) FROM piece"
            " WHERE number = ?1)",
            arguments, 3, &count, err);
    *news = status == STATUS_OK && !count;
    if (!*news)
        return status;
    return ledger_db_run(
        &ledger->db,
        "INSERT INTO returned (number, again, at, reason) SELECT ?1,"
        " max(again), ?2, ?3 FROM piece WHERE number = ?1",
        arguments, 3, err);
}

enum status ledger_post_note_return(struct ledger *ledger, int64_t number,
                                    int64_t now, const char *reason, bool *news,
                                    struct error *err)
{
    enum status status = ledger_enter(ledger, "BEGIN IMMEDIATE", err);

    *news = false;
    if (status == STATUS_OK) {
        status = note_return(ledger, number, now, reason, news, err);
        status = ledger_leave(ledger, status, err);
    }
    return status;
}
