#ifndef MAIL_CLEARANCE_H
#define MAIL_CLEARANCE_H

#include "ledger/ledger.h"
#include "mail/mailout.h"

/**
 * Which letters may leave: approved, unchanged since, and not gone before.
 */

/** The letters that a command line asks for. */
struct clearance_choice {
    const char *const *only; ///< codes, or NULL: all that have not left
    size_t only_count;
    bool resend;  ///< those of @p only again, which are refused or unknown or
                  ///< have bounced
    size_t limit; ///< at most so many, 0: all
};

struct cleared_letter {
    size_t index;                     ///< in the mailing
    const struct ledger_entry *entry; ///< as it was approved
};

struct clearance {
    struct ledger_approval approval;
    struct cleared_letter *letters; ///< in order of code
    size_t count;
    size_t states[MAIL_STATES]; ///< of all that were approved
    bool same_manifest;         ///< nothing else in it has changed either
};

/**
 * Holds the mailing against the ledger.
 *
 * @param arena      owns the clearance
 * @param mailing    as it is now
 * @param ledger     with what was approved
 * @param choice     which letters
 * @param clearance  filled in on success
 * @param report     gets everything that is not as it was approved, a line a
 *                   letter
 * @errors RULE_MAIL_UNAPPROVED, RULE_MAIL_CHANGED, RULE_CODE_UNKNOWN,
 *         RULE_LEDGER_STATE: a letter that is to go again has not gone
 */
enum status clearance_make(struct arena *arena, const struct mailing *mailing,
                           struct ledger *ledger,
                           const struct clearance_choice *choice,
                           struct clearance *clearance,
                           struct report *report) MUST_CHECK;

/**
 * Composes a letter's message and holds it against the one that was approved.
 *
 * @param arena    owns the texts of @p message
 * @param message  filled in on success; message_free() it
 * @errors RULE_MAIL_CHANGED, and those of mailing_compose()
 */
enum status clearance_compose(const struct mailing *mailing,
                              const struct cleared_letter *letter, int64_t now,
                              struct arena *arena, struct message *message,
                              struct report *report) MUST_CHECK;

#endif
