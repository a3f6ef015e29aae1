#ifndef BATCH_RECIPIENTS_H
#define BATCH_RECIPIENTS_H

#include "run/engine.h"

/**
 * The recipients of all councils' e-mails, side by side: an address that two
 * councils have, and one whose domain has nothing of its council's name. An
 * address that stands in the settings, the same for all, is neither.
 *
 * Each thread may have its own directory, over rows of its own; in the end they
 * are joined.
 */
struct directory;

/**
 * Begins.
 *
 * @param press  open; a campaign without `mail:` has no recipients
 * @owner the caller, who ends it with recipients_finish()
 */
struct directory *recipients_new(const struct press *press);

/**
 * Looks at a row.
 *
 * @param all      this thread's
 * @param council  once each
 * @param known    its recipients, or NULL: they are not written yet
 * @param report   gets what is found; what is no address is not said here;
 *                 NULL: it is only a neighbour of others
 * @errors RULE_EMAIL_DOMAIN
 */
void recipients_look(struct directory *all, const struct council *council,
                     const struct recipients *known, struct report *report);

/** Takes over what @p other has seen, and frees it. */
void recipients_join(struct directory *all, struct directory *other);

/**
 * Compares the rows that were seen, and frees the directory.
 *
 * @param twice   what two councils of one address are: RULE_EMAIL_DUPLICATE
 *                while letters are made, RULE_RECIPIENT_TWICE once they are to
 *                be sent
 * @param report  gets what is found
 * @errors @p twice
 */
void recipients_finish(struct directory *all, enum rule twice,
                       struct report *report);

/** All of it, for each row of a campaign. */
void recipients_check(const struct press *press, enum rule twice,
                      struct report *report);

#endif
