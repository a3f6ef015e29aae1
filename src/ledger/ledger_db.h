#ifndef MAIL_LEDGER_STORE_H
#define MAIL_LEDGER_STORE_H

#include <sqlite3.h>

#include "ledger/ledger.h"

/**
 * The ledger's file: opened, locked, asked. What is in it is ledger.c's.
 */
struct store {
    sqlite3 *base;
    const char *path;
    enum ledger_access access;
    int file; ///< the file, open beside SQLite for the writer's lock
};

/** Opens a ledger's file. As ledger_open(). */
enum status store_open(struct store *store, struct arena *arena,
                       const char *path, enum ledger_access access,
                       struct error *err) MUST_CHECK;

/** Closes it; one that was not opened is well. */
void store_close(struct store *store);

/** @return whether some run has the writer's lock */
bool store_is_live(const struct store *store);

/** A value for a question mark. */
struct argument {
    const char *text; ///< or NULL: the number
    int64_t number;
};

#define TEXT(value) ((struct argument){(value) ? (value) : "", 0})
#define NUMBER(value) ((struct argument){NULL, (int64_t)(value)})

/**
 * Readies a statement.
 *
 * @param store      open
 * @param sql        one statement
 * @param arguments  its values, in order; texts are borrowed until it is ended
 * @param count      how many
 * @param statement  filled in on success
 * @param err        filled in otherwise
 * @owner the caller: sqlite3_finalize()
 */
enum status store_prepare(const struct store *store, const char *sql,
                          const struct argument *arguments, size_t count,
                          sqlite3_stmt **statement,
                          struct error *err) MUST_CHECK;

/** Runs a statement that gives no rows. */
enum status store_run(const struct store *store, const char *sql,
                      const struct argument *arguments, size_t count,
                      struct error *err) MUST_CHECK;

/** Runs statements without arguments; their rows are passed over. */
enum status store_run_all(const struct store *store, const char *sql,
                          struct error *err) MUST_CHECK;

/** Ends a transaction: commits it if @p status is well and says how that went,
 *  else takes it back. */
enum status store_end(const struct store *store, enum status status,
                      struct error *err) MUST_CHECK;

/** Says what SQLite says. @return the status of it */
enum status store_fault(const struct store *store, struct error *err);

#endif
