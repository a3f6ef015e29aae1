#ifndef LEDGER_LEDGER_INTERNAL_H
#define LEDGER_LEDGER_INTERNAL_H

#include <pthread.h>

#include "ledger/ledger_db.h"

/** The members of a ledger and its files' shared functions; private to ledger.
 */
struct ledger {
    struct ledger_db db;
    size_t lost;
    pthread_mutex_t mutex; ///< one transaction at a time
};

/**
 * Begins a transaction, the only one of the process.
 *
 * @param begin  "BEGIN" to read, "BEGIN IMMEDIATE" to write
 * @return STATUS_OK, or the status of the error: no transaction was begun
 */
enum status ledger_enter(struct ledger *ledger, const char *begin,
                         struct error *err) MUST_CHECK;

/** Ends a transaction, like ledger_db_end(). */
enum status ledger_leave(struct ledger *ledger, enum status status,
                         struct error *err) MUST_CHECK;

/** Reads the rows of a query in a transaction, like ledger_db_select(). */
enum status ledger_read(struct ledger *ledger, struct arena *arena,
                        const struct ledger_db_query *query, void *items,
                        size_t *count, struct error *err) MUST_CHECK;

/** Finds, within a transaction, if a council's letter was printed and not
 *  returned. */
enum status ledger_post_is_out(const struct ledger *ledger, const char *code,
                               bool *is_out, struct error *err) MUST_CHECK;

#endif
