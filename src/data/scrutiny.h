#ifndef DATA_SCRUTINY_H
#define DATA_SCRUTINY_H

#include <stdbool.h>

#include "base/report.h"
#include "data/campaign.h"

/**
 * Looks at councils side by side, and at what their cells say, as far as that
 * needs no letter text and no statistics.
 *
 * Errors: two councils of one name (both rows are at fault); a cell of a
 * column `email` that is no e-mail address (where the campaign has `mail:`, its
 * recipients are looked at elsewhere: batch/recipients.h). Warnings: an address that two
 * councils have (some share a chief executive), one whose domain has nothing
 * of the council's name, and letters that nobody typed on purpose.
 *
 * @param campaign  an open campaign
 * @param faulty    roster_count() of them, set to true where a row has an
 *                  error; or NULL
 * @param report    gets what is found
 * @errors RULE_NAME_DUPLICATE, RULE_EMAIL_*, RULE_TEXT_MOJIBAKE,
 *         RULE_TEXT_INVISIBLE, RULE_TEXT_DOUBLE_SPACE
 */
void scrutiny_check(const struct campaign *campaign, bool *faulty,
                    struct report *report);

#endif
