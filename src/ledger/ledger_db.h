#ifndef LEDGER_LEDGER_DB_H
#define LEDGER_LEDGER_DB_H

#include <sqlite3.h>

#include "ledger/ledger.h"

/**
 * Opens, locks and queries the ledger's file. ledger.c knows its contents.
 */
struct ledger_db {
    sqlite3 *base;
    const char *path;
    enum ledger_access access;
    int file; ///< a second handle of the file, for the writer's lock
};

/** Opens a ledger's file, like ledger_open(). */
enum status ledger_db_open(struct ledger_db *db, struct arena *arena,
                           const char *path, enum ledger_access access,
                           struct error *err) MUST_CHECK;

/** Closes the file; allowed if it is not open. */
void ledger_db_close(struct ledger_db *db);

/** @return true if a run has the writer's lock */
bool ledger_db_is_live(const struct ledger_db *db);

/** A value for a question mark. */
struct ledger_db_argument {
    const char *text; ///< or NULL: the number
    int64_t number;
};

#define LEDGER_DB_TEXT(value)                                                  \
    ((struct ledger_db_argument){(value) ? (value) : "", 0})
#define LEDGER_DB_NUMBER(value)                                                \
    ((struct ledger_db_argument){NULL, (int64_t)(value)})

/**
 * Prepares a statement.
 *
 * @param db         open
 * @param sql        one statement
 * @param arguments  its values, in order; texts are borrowed until it is
 *                   finalised
 * @param count      how many
 * @param statement  [out]
 * @owner the caller: sqlite3_finalize()
 */
enum status ledger_db_prepare(const struct ledger_db *db, const char *sql,
                              const struct ledger_db_argument *arguments,
                              size_t count, sqlite3_stmt **statement,
                              struct error *err) MUST_CHECK;

/** Runs a statement that gives no rows. */
enum status ledger_db_run(const struct ledger_db *db, const char *sql,
                          const struct ledger_db_argument *arguments,
                          size_t count, struct error *err) MUST_CHECK;

/** Runs statements without arguments; their rows are ignored. */
enum status ledger_db_run_all(const struct ledger_db *db, const char *sql,
                              struct error *err) MUST_CHECK;

/**
 * Queries one number.
 *
 * @param sql     one statement with one row
 * @param answer  [out] its first column
 */
enum status ledger_db_ask(const struct ledger_db *db, const char *sql,
                          const struct ledger_db_argument *arguments,
                          size_t count, int64_t *answer,
                          struct error *err) MUST_CHECK;

/** A query for rows. */
struct ledger_db_query {
    const char *sql;
    const struct ledger_db_argument *arguments;
    size_t argument_count;
    size_t size; ///< of an item
    void (*read)(struct arena *arena, sqlite3_stmt *row, void *item);
};

/**
 * Reads the rows of a query.
 *
 * @param arena  owns the items
 * @param items  [out] a pointer to the items: the address of a variable of that
 *               type
 * @param count  [out] of the items
 */
enum status ledger_db_select(const struct ledger_db *db, struct arena *arena,
                             const struct ledger_db_query *query, void *items,
                             size_t *count, struct error *err) MUST_CHECK;

/** @return a column's text, "" of NULL. @owner @p arena */
const char *ledger_db_text(struct arena *arena, sqlite3_stmt *row, int column);

/** Copies a digest. */
void ledger_db_hash(sqlite3_stmt *row, int column, char hex[HASH_HEX_SIZE]);

/** Ends a transaction: commits it and returns the result if @p status is
 *  STATUS_OK, else rolls it back. */
enum status ledger_db_end(const struct ledger_db *db, enum status status,
                          struct error *err) MUST_CHECK;

/** Sets @p err to SQLite's error. @return its status */
enum status ledger_db_fault(const struct ledger_db *db, struct error *err);

#endif
