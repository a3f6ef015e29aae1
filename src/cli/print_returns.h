#ifndef CLI_PRINT_RETURNS_H
#define CLI_PRINT_RETURNS_H

#include "cli/options.h"
#include "ledger/ledger.h"

/**
 * Records returned pieces: print --returned FILE, a table with the columns
 * `piece` and `reason`.
 *
 * @param ledger       open to write
 * @param options      with the file
 * @param diagnostics  every error, with its cell
 * @return STATUS_OK, or the
 *                     status of the first error; valid rows are recorded even
 *                     after errors
 * @errors RULE_COLUMN_MISSING, RULE_VALUE_NOT_COUNT, RULE_LEDGER_STATE
 */
enum status print_returns(struct ledger *ledger, const struct options *options,
                          struct diagnostics *diagnostics) MUST_CHECK;

#endif
