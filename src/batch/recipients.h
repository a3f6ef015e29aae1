#ifndef BATCH_RECIPIENTS_H
#define BATCH_RECIPIENTS_H

#include "batch/press.h"

/**
 * The recipients of all councils' e-mails, side by side: an address that two
 * councils have, and one whose domain has nothing of its council's name. An
 * address that stands in the settings, the same for all, is neither.
 *
 * @param press   open; a campaign without `mail:` has none
 * @param twice   what two councils of one address are: RULE_EMAIL_DUPLICATE
 *                while letters are made, RULE_RECIPIENT_TWICE once they are to
 *                be sent
 * @param report  gets what is found; what is no address is not said here
 * @errors @p twice, RULE_EMAIL_DOMAIN
 */
void recipients_check(const struct press *press, enum rule twice,
                      struct report *report);

#endif
