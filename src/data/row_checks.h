#ifndef DATA_ROW_CHECKS_H
#define DATA_ROW_CHECKS_H

#include <stdbool.h>

#include "base/diagnostics.h"
#include "data/campaign.h"

/**
 * Checks cells, and compares councils with each other; needs neither the
 * letter text nor the statistics.
 *
 * Errors: two councils with one name (in both rows); a cell of a column `email`
 * that is not an e-mail address (where the campaign has `mail:`, its recipients
 * are checked by mail/recipient_checks.h); a cell with a control character.
 * Warnings: an address of two councils (some share a chief executive), an
 * address whose domain has no part of the council's name, and unintended
 * characters (text_lint.h).
 *
 * Not thread-safe: threads need a lock.
 */
struct row_checks;

/**
 * Begins the checks.
 *
 * @param campaign  an open campaign
 * @param faulty    roster_count() of them, set to true where a row has an
 *                  error; or NULL
 * @owner the caller, who ends it with row_checks_finish()
 */
struct row_checks *row_checks_new(const struct campaign *campaign,
                                  bool *faulty);

/**
 * Checks a row.
 *
 * @param row_checks   over all rows
 * @param council      once each
 * @param diagnostics  NULL: the row is only compared with others
 * @errors RULE_EMAIL_SYNTAX, RULE_EMAIL_DOMAIN, RULE_TEXT_CONTROL,
 *         RULE_TEXT_OFFICE_BREAK, RULE_TEXT_MOJIBAKE,
 *         RULE_TEXT_INVISIBLE, RULE_TEXT_DOUBLE_SPACE
 */
void row_checks_add(struct row_checks *row_checks,
                    const struct council *council,
                    struct diagnostics *diagnostics);

/**
 * Compares the rows and frees the checks.
 *
 * @param diagnostics  nothing is added about two rows that were only compared
 * @errors RULE_NAME_DUPLICATE, RULE_EMAIL_DUPLICATE
 */
void row_checks_finish(struct row_checks *row_checks,
                       struct diagnostics *diagnostics);

/** Begins the checks, adds every row of a campaign, and finishes them. */
void row_checks_run(const struct campaign *campaign, bool *faulty,
                    struct diagnostics *diagnostics);

#endif
