#ifndef DATA_SCRUTINY_H
#define DATA_SCRUTINY_H

#include <stdbool.h>

#include "base/diagnostics.h"
#include "data/campaign.h"

/**
 * Looks at councils side by side, and at what their cells say, as far as that
 * needs no letter text and no statistics.
 *
 * Errors: two councils of one name (both rows are at fault); a cell of a
 * column `email` that is no e-mail address (where the campaign has `mail:`, its
 * recipients are looked at elsewhere: run/recipient_checks.h). Warnings: an address
 * that two councils have (some share a chief executive), one whose domain has
 * nothing of the council's name, and letters that nobody typed on purpose.
 *
 * Each thread may have its own, over rows of its own; in the end they are
 * joined.
 */
struct scrutiny;

/**
 * Begins.
 *
 * @param campaign  an open campaign
 * @param faulty    roster_count() of them, set to true where a row has an
 *                  error; or NULL
 * @owner the caller, who ends it with scrutiny_finish()
 */
struct scrutiny *scrutiny_new(const struct campaign *campaign, bool *faulty);

/**
 * Looks at a row.
 *
 * @param scrutiny  this thread's
 * @param council   once each
 * @param report    gets what is found; NULL: it is only a neighbour of others
 * @errors RULE_EMAIL_SYNTAX, RULE_EMAIL_DOMAIN, RULE_TEXT_MOJIBAKE,
 *         RULE_TEXT_INVISIBLE, RULE_TEXT_DOUBLE_SPACE
 */
void scrutiny_look(struct scrutiny *scrutiny, const struct council *council,
                   struct report *report);

/** Takes over what @p other has seen, and frees it. */
void scrutiny_join(struct scrutiny *scrutiny, struct scrutiny *other);

/**
 * Compares the rows that were seen, and frees the scrutiny.
 *
 * @param report  gets what is found, but of two rows that are only neighbours
 * @errors RULE_NAME_DUPLICATE, RULE_EMAIL_DUPLICATE
 */
void scrutiny_finish(struct scrutiny *scrutiny, struct report *report);

/** All of it, for each row of a campaign. */
void scrutiny_check(const struct campaign *campaign, bool *faulty,
                    struct report *report);

#endif
