#ifndef LEDGER_LEDGER_INTERNAL_H
#define LEDGER_LEDGER_INTERNAL_H

#include <pthread.h>

#include "ledger/ledger_db.h"

/** The members of a ledger, and what its files share; private to ledger. */
struct ledger {
    struct ledger_db db;
    size_t lost;
    pthread_mutex_t mutex; ///< one transaction at a time
};

/**
 * Begins a transaction, the only one of the process.
 *
 * @param begin  "BEGIN" to read, "BEGIN IMMEDIATE" to write
 * @return anything but STATUS_OK: none was begun
 */
enum status ledger_enter(struct ledger *ledger, const char *begin,
                         struct error *err) MUST_CHECK;

/** Ends a transaction, as ledger_db_end(). */
enum status ledger_leave(struct ledger *ledger, enum status status,
                         struct error *err) MUST_CHECK;

/** Reads the rows of a query in a transaction of its own, as
 *  ledger_db_select(). */
enum status ledger_read(struct ledger *ledger, struct arena *arena,
                        const struct ledger_db_query *query, void *items,
                        size_t *count, struct error *err) MUST_CHECK;

/** Finds out, within a transaction, if a council's letter was printed and has
 *  not come back. */
enum status ledger_post_is_out(const struct ledger *ledger, const char *code,
                               bool *is_out, struct error *err) MUST_CHECK;

#endif
