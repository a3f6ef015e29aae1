#ifndef LEDGER_SIGNOFF_H
#define LEDGER_SIGNOFF_H

#include <stdint.h>

#include "base/diagnostics.h"
#include "base/hash.h"
#include "ledger/ledger.h"

/**
 * Sign-off files: the marks of a proof's readers on its letters.
 *
 *     code,sha256,state,reason,by,when
 *
 * The state is "read" or "send back"; the sha256 is the content_sha256 of the
 * letter that was read. A person's last mark on a letter counts.
 */
struct signoff_mark {
    const char *code;
    char sha256[HASH_HEX_SIZE];
    bool sent_back;
    const char *reason;
    const char *by;
    int64_t at;
    struct location location;
};

struct signoff {
    struct signoff_mark *marks; ///< in order of code, then of person
    size_t count;
};

/**
 * Reads sign-off files.
 *
 * @param arena        owns the marks
 * @param files        their paths
 * @param count        how many
 * @param signoff      [out] each person's last mark on each letter
 * @param diagnostics  gets what is wrong
 * @return STATUS_OK, or the status of the first error
 * @errors RULE_FILE_MISSING, RULE_MANIFEST_DAMAGED: not a sign-off file
 */
enum status signoff_read(struct arena *arena, const char *const *files,
                         size_t count, struct signoff *signoff,
                         struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Compares letters with the marks of their readers.
 *
 * @param arena        owns the readings
 * @param signoff      of all readers
 * @param entries      the letters to approve
 * @param count        how many
 * @param unread_ok    unread letters are accepted, and recorded
 * @param approval     [out] its readings
 * @param diagnostics  each letter that must not be approved
 * @return STATUS_OK, or the status of the first error
 * @errors RULE_LETTER_SENT_BACK; RULE_LETTER_UNREAD, also if a letter has
 *         changed since it was read
 */
enum status signoff_check(struct arena *arena, const struct signoff *signoff,
                          const struct ledger_entry *entries, size_t count,
                          bool unread_ok, struct ledger_approval *approval,
                          struct diagnostics *diagnostics) MUST_CHECK;

#endif
