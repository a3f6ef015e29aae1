#ifndef MAIL_APPROVAL_H
#define MAIL_APPROVAL_H

#include "ledger/ledger.h"
#include "mail/mailout.h"
#include "mail/readback_check.h"

/**
 * What is put before whoever approves a mail-out.
 */

/** A mail-out, looked through: every message composed, every letter read back.
 * */
struct approval {
    struct ledger_entry *entries; ///< one a letter: those that are e-mailed,
                                  ///< then those whose rows have no address
    size_t count;
    size_t mailed; ///< of these
    char messages_sha256[HASH_HEX_SIZE];
    const char *summary; ///< what is to be seen, in lines
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
 * @param approval     filled in on success
 * @param diagnostics  gets what is wrong; the first thing ends it
 */
enum status approval_gather(struct arena *arena, const struct engine *engine,
                            const struct mailout *mailout,
                            const struct readback_check_rules *rules,
                            const char *const *refused, size_t refusals,
                            int64_t now, struct approval *approval,
                            struct diagnostics *diagnostics) MUST_CHECK;

#endif
