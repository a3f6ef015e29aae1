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

/** Finds out, within a transaction, if a council's letter was printed and has
 *  not come back. */
enum status ledger_post_is_out(const struct ledger *ledger, const char *code,
                               bool *is_out, struct error *err) MUST_CHECK;

#endif
