#ifndef LEDGER_LEDGER_CHECK_H
#define LEDGER_LEDGER_CHECK_H

#include "ledger/ledger_db.h"

/**
 * Checks that a ledger is as this program writes it: an edit by another program
 * could otherwise make a letter be sent twice, or not at all.
 */

/**
 * Checks that tables, indexes and triggers are those of assets/mail/ledger.sql,
 * letter by letter.
 *
 * @errors RULE_LEDGER_DAMAGED: the first that differs is named
 */
enum status ledger_check_schema(const struct ledger_db *store,
                                struct error *err) MUST_CHECK;

/**
 * Checks every entry against its history: it is as its last event has it, each
 * event follows from the one before, and none is missing.
 *
 * @errors RULE_LEDGER_DAMAGED: the first letter at fault is named
 */
enum status ledger_check_history(const struct ledger_db *store,
                                 struct error *err) MUST_CHECK;

#endif
