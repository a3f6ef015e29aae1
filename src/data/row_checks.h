#ifndef DATA_ROW_CHECKS_H
#define DATA_ROW_CHECKS_H

#include <stdbool.h>

#include "base/diagnostics.h"
#include "data/campaign.h"

/**
 * Checks councils beside each other, and their cells, as far as that needs no
 * letter text and no statistics.
 *
 * Errors: two councils of one name (both rows are at fault); a cell of a
 * column `email` that is no e-mail address (where the campaign has `mail:`, its
 * recipients are checked by mail/recipient_checks.h); a cell with a control
 * character. Warnings: an address
 * that two councils have (some share a chief executive), one whose domain has
 * nothing of the council's name, and characters that nobody typed on purpose.
 *
 * They are added a row at a time: threads need a lock.
 */
struct row_checks;

/**
 * Begins.
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
 * @param diagnostics  gets what is found; NULL: the row is only a neighbour
 * @errors RULE_EMAIL_SYNTAX, RULE_EMAIL_DOMAIN, RULE_TEXT_CONTROL,
 *         RULE_TEXT_OFFICE_BREAK, RULE_TEXT_MOJIBAKE,
 *         RULE_TEXT_INVISIBLE, RULE_TEXT_DOUBLE_SPACE
 */
void row_checks_add(struct row_checks *row_checks,
                    const struct council *council,
                    struct diagnostics *diagnostics);

/**
 * Compares the rows that were seen, and frees the checks.
 *
 * @param diagnostics  gets what is found, except between two neighbours
 * @errors RULE_NAME_DUPLICATE, RULE_EMAIL_DUPLICATE
 */
void row_checks_finish(struct row_checks *row_checks,
                       struct diagnostics *diagnostics);

/** All of it, for each row of a campaign. */
void row_checks_run(const struct campaign *campaign, bool *faulty,
                    struct diagnostics *diagnostics);

#endif
