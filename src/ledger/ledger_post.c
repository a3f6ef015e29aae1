#include "ledger/ledger_post.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
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

static const char *text_at(struct arena *arena, sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);

    return arena_strdup(arena, text ? text : "");
}

static void read_piece(struct arena *arena, sqlite3_stmt *row,
                       struct ledger_piece *piece)
{
    *piece = (struct ledger_piece){
        .number = sqlite3_column_int64(row, 0),
        .code = text_at(arena, row, 1),
        .job = text_at(arena, row, 2),
        .again = text_at(arena, row, 3),
        .sheets = (size_t)sqlite3_column_int64(row, 5),
        .at = sqlite3_column_int64(row, 6),
        .returned = sqlite3_column_int64(row, 7),
        .reason = text_at(arena, row, 8),
    };
    utf8_copy(piece->content_sha256, HASH_HEX_SIZE, text_at(arena, row, 4));
}

/* Asks for one number, within or without a transaction. */
static enum status ask(const struct ledger *ledger, const char *sql,
                       const struct ledger_db_argument *arguments, size_t given,
                       int64_t *number, struct error *err)
{
    sqlite3_stmt *row;
    enum status status =
        ledger_db_prepare(&ledger->db, sql, arguments, given, &row, err);

    *number = 0;
    if (status != STATUS_OK)
        return status;
    if (sqlite3_step(row) == SQLITE_ROW)
        *number = sqlite3_column_int64(row, 0);
    else
        status = ledger_db_fault(&ledger->db, err);
    sqlite3_finalize(row);
    return status;
}

enum status ledger_post_is_out(const struct ledger *ledger, const char *code,
                               bool *is_out, struct error *err)
{
    const struct ledger_db_argument argument = LEDGER_DB_TEXT(code);
    int64_t count;
    const enum status status = ask(ledger,
                                   "SELECT count(*) FROM (" PIECES
                                   " AND first.code = ?1) WHERE back_at = 0",
                                   &argument, 1, &count, err);

    *is_out = count > 0;
    return status;
}

static enum status read_pieces(struct ledger *ledger, struct arena *arena,
                               struct ledger_piece **pieces, size_t *count,
                               struct error *err)
{
    int64_t rows;
    sqlite3_stmt *row;
    int step;
    enum status status =
        ask(ledger, "SELECT count(*) FROM piece WHERE again = 0", NULL, 0,
            &rows, err);

    if (status == STATUS_OK)
        status = ledger_db_prepare(&ledger->db, PIECES " ORDER BY first.code",
                                   NULL, 0, &row, err);
    if (status != STATUS_OK)
        return status;
    *pieces = ARENA_ARRAY(arena, struct ledger_piece, (size_t)rows);
    while ((step = sqlite3_step(row)) == SQLITE_ROW && *count < (size_t)rows)
        read_piece(arena, row, &(*pieces)[(*count)++]);
    if (step != SQLITE_DONE)
        status = ledger_db_fault(&ledger->db, err);
    sqlite3_finalize(row);
    return status;
}

enum status ledger_post_pieces(struct ledger *ledger, struct arena *arena,
                               struct ledger_piece **pieces, size_t *count,
                               struct error *err)
{
    enum status status;

    *pieces = NULL;
    *count = 0;
    pthread_mutex_lock(&ledger->mutex);
    status = ledger_db_run_all(&ledger->db, "BEGIN", err);
    if (status == STATUS_OK) {
        status = read_pieces(ledger, arena, pieces, count, err);
        status = ledger_db_end(&ledger->db, status, err);
    }
    pthread_mutex_unlock(&ledger->mutex);
    return status;
}

enum status ledger_post_count_jobs(struct ledger *ledger, int64_t *count,
                                   struct error *err)
{
    return ask(ledger, "SELECT count(*) FROM job WHERE again = 0", NULL, 0,
               count, err);
}

enum status ledger_post_count_again(struct ledger *ledger, const char *job,
                                    int64_t *count, struct error *err)
{
    const struct ledger_db_argument argument = LEDGER_DB_TEXT(job);

    return ask(ledger,
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
    enum status status;

    pthread_mutex_lock(&ledger->mutex);
    status = ledger_db_run_all(&ledger->db, "BEGIN IMMEDIATE", err);
    if (status == STATUS_OK) {
        status = add_job(ledger, job, count, err);
        for (size_t i = 0; i < count && status == STATUS_OK; i++)
            status = add_piece(ledger, job, &pieces[i], err);
        status = ledger_db_end(&ledger->db, status, err);
    }
    pthread_mutex_unlock(&ledger->mutex);
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
    enum status status =
        ask(ledger, "SELECT count(*) FROM piece WHERE number = ?1", arguments,
            1, &count, err);

    if (status == STATUS_OK && !count)
        return error_set(err, RULE_LEDGER_STATE, NO_LOCATION, NULL,
                         "no piece %" PRId64 " was printed", number);
    /* a list that is read again says nothing new, until the piece is printed
     * again */
    if (status == STATUS_OK)
        status =
            ask(ledger,
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
    enum status status;

    *news = false;
    pthread_mutex_lock(&ledger->mutex);
    status = ledger_db_run_all(&ledger->db, "BEGIN IMMEDIATE", err);
    if (status == STATUS_OK) {
        status = note_return(ledger, number, now, reason, news, err);
        status = ledger_db_end(&ledger->db, status, err);
    }
    pthread_mutex_unlock(&ledger->mutex);
    return status;
}
