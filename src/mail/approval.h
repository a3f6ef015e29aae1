#ifndef MAIL_APPROVAL_H
#define MAIL_APPROVAL_H

#include "ledger/ledger.h"
#include "mail/mailout.h"
#include "mail/readback_check.h"

/**
 * The summary of a mail-out that is shown to its approver.
 */

/** A mail-out whose messages were all composed and whose letters were all read
 *  back. */
struct approval {
    struct ledger_entry *entries; ///< one a letter: those that are e-mailed,
                                  ///< then those whose rows have no address
    size_t count;
    size_t mailed; ///< of these
    char messages_sha256[HASH_HEX_SIZE];
    const char *summary; ///< lines for the approver to read
};

/**
 * Composes and reads back all messages of a mail-out and counts what is in
 * them.
 *
 * @param arena        owns the result
 * @param engine       the open campaign
 * @param mailout      as opened
 * @param rules        of the check
 * @param refused      codes of rows without a letter, for the summary
 * @param refusals     how many
 * @param now          for the header Date; it is not part of what is approved
 * @param approval     [out]
 * @param diagnostics  gets the first fault, which ends it
 */
enum status approval_gather(struct arena *arena, const struct engine *engine,
                            const struct mailout *mailout,
                            const struct readback_check_rules *rules,
                            const char *const *refused, size_t refusals,
                            int64_t now, struct approval *approval,
                            struct diagnostics *diagnostics) MUST_CHECK;

#endif
