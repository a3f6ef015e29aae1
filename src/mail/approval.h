#ifndef MAIL_APPROVAL_H
#define MAIL_APPROVAL_H

#include "ledger/ledger.h"
#include "mail/mailout.h"
#include "mail/readback_check.h"

/**
 * The summary of a mail-out that is shown to its approver.
 */

/** A mail-out with all messages composed and all letters read back. */
struct approval {
    struct ledger_entry *entries; ///< one a letter: first those with an e-mail,
                                  ///< then those without an address
    size_t count;
    size_t mailed; ///< of these
    char messages_sha256[HASH_HEX_SIZE];
    const char *summary; ///< lines for the approver
};

/**
 * Composes and reads back all messages of a mail-out and counts recipients,
 * groups and exceptions.
 *
 * @param arena        owns the result
 * @param engine       the open campaign
 * @param mailout      open
 * @param rules        of the check
 * @param refused      codes of rows without a letter, for the summary
 * @param refusals     how many
 * @param now          for the header Date, which is not part of the approval
 * @param approval     [out]
 * @param diagnostics  the first error, which ends the gathering
 */
enum status approval_gather(struct arena *arena, const struct engine *engine,
                            const struct mailout *mailout,
                            const struct readback_check_rules *rules,
                            const char *const *refused, size_t refusals,
                            int64_t now, struct approval *approval,
                            struct diagnostics *diagnostics) MUST_CHECK;

#endif
