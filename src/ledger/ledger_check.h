#ifndef LEDGER_LEDGER_CHECK_H
#define LEDGER_LEDGER_CHECK_H

#include "ledger/ledger_db.h"

/**
 * Checks that only this program has written a ledger: an edit by another
 * program could cause a letter to be sent twice, or not at all.
 */

/**
 * Checks that tables, indexes and triggers are exactly those of
 * assets/mail/ledger.sql.
 *
 * @errors RULE_LEDGER_DAMAGED: names the first that differs
 */
enum status ledger_check_schema(const struct ledger_db *store,
                                struct error *err) MUST_CHECK;

/**
 * Checks every entry against its history: it agrees with its last event, each
 * event is allowed after the previous one, and none is missing.
 *
 * @errors RULE_LEDGER_DAMAGED: names the first wrong letter
 */
enum status ledger_check_history(const struct ledger_db *store,
                                 struct error *err) MUST_CHECK;

#endif
