#ifndef MAIL_RECIPIENT_CHECKS_H
#define MAIL_RECIPIENT_CHECKS_H

#include "run/engine.h"

struct letter;

/**
 * Writes all councils' e-mails and compares their recipients: reports an
 * address that two councils share, and one whose domain has nothing of its
 * council's name. An address in the settings, the same for all, is exempt.
 *
 * Thread-safe.
 */
struct recipient_checks;

/**
 * Prepares to check rows.
 *
 * @param engine  open, of a campaign with `mail:`
 * @owner the caller, who ends it with recipient_checks_finish()
 */
struct recipient_checks *recipient_checks_new(const struct engine *engine);

/**
 * Adds a row.
 *
 * @param all          the checks
 * @param council      once each
 * @param letter       the row's, whose e-mail is written; NULL: only its
 *                     recipients are evaluated, and invalid ones are not
 *                     reported
 * @param arena        scratch
 * @param diagnostics  NULL: the row is only compared with others
 * @return the status of the e-mail
 * @errors those of email_template_write_all(), RULE_EMAIL_DOMAIN
 */
enum status recipient_checks_add(struct recipient_checks *all,
                                 const struct council *council,
                                 const struct letter *letter,
                                 struct arena *arena,
                                 struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Compares the rows that were added, and frees the checks.
 *
 * @errors RULE_RECIPIENT_TWICE at both of two councils that share an address;
 *         under `mail.shared_recipients` RULE_EMAIL_DUPLICATE at the second
 */
void recipient_checks_finish(struct recipient_checks *all,
                             struct diagnostics *diagnostics);

/** Compares the recipients of every row of a campaign. */
void recipient_checks_run(const struct engine *engine,
                          struct diagnostics *diagnostics);

#endif
