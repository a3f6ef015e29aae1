#ifndef RUN_RECIPIENT_CHECKS_H
#define RUN_RECIPIENT_CHECKS_H

#include "run/engine.h"

/**
 * The recipients of all councils' e-mails, side by side: an address that two
 * councils have, and one whose domain has nothing of its council's name. An
 * address that stands in the settings, the same for all, is neither.
 *
 * Each thread may have checks of its own, over rows of its own; in the end they
 * are joined.
 */
struct recipient_checks;

/**
 * Begins.
 *
 * @param engine  open; a campaign without `mail:` has no recipients
 * @owner the caller, who ends it with recipient_checks_finish()
 */
struct recipient_checks *recipient_checks_new(const struct engine *engine);

/**
 * Adds a row.
 *
 * @param all          this thread's
 * @param council      once each
 * @param known        its recipients, or NULL: they are not written yet
 * @param diagnostics  gets what is found; what is no address is not said here;
 *                     NULL: it is only a neighbour of others
 * @errors RULE_EMAIL_DOMAIN
 */
void recipient_checks_add(struct recipient_checks *all,
                          const struct council *council,
                          const struct recipients *known,
                          struct diagnostics *diagnostics);

/** Takes over what @p other has seen, and frees it. */
void recipient_checks_join(struct recipient_checks *all,
                           struct recipient_checks *other);

/**
 * Compares the rows that were seen, and frees the checks.
 *
 * @param diagnostics  gets what is found
 * @errors RULE_RECIPIENT_TWICE at both of two councils that have one address;
 *         under `mail.shared_recipients` RULE_EMAIL_DUPLICATE at the second
 */
void recipient_checks_finish(struct recipient_checks *all,
                             struct diagnostics *diagnostics);

/** All of it, for each row of a campaign. */
void recipient_checks_run(const struct engine *engine,
                          struct diagnostics *diagnostics);

#endif
