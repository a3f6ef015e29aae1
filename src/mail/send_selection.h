#ifndef MAIL_SEND_SELECTION_H
#define MAIL_SEND_SELECTION_H

#include "ledger/ledger.h"
#include "mail/mailout.h"

/**
 * The letters to send: approved, unchanged since, and not sent before.
 */

/** The letters that a command line asks for. */
struct send_selection_choice {
    const char *const *only; ///< codes, or NULL: all that have not left
    size_t only_count;
    bool resend;  ///< those of @p only again, which are refused or unknown or
                  ///< have bounced
    size_t limit; ///< at most so many, 0: all
};

struct send_selection_letter {
    size_t index;                     ///< in the mail-out
    const struct ledger_entry *entry; ///< as it was approved
};

struct send_selection {
    struct ledger_approval approval;
    struct send_selection_letter *letters; ///< in order of code
    size_t count;
    const struct ledger_entry *entries; ///< of all that were approved
    size_t entry_count;
    size_t states[LEDGER_STATES]; ///< of all that were approved
};

/**
 * Compares the mail-out with the ledger.
 *
 * @param arena           owns the selection
 * @param mailout         as it is now
 * @param ledger          with what was approved
 * @param choice          which letters
 * @param send_selection  [out]
 * @param diagnostics     gets each letter that is not as it was approved
 * @errors RULE_MAIL_UNAPPROVED, RULE_MAIL_CHANGED, RULE_CODE_UNKNOWN,
 *         RULE_LEDGER_STATE: a letter that is to go again has not gone
 */
enum status send_selection_make(struct arena *arena,
                                const struct mailout *mailout,
                                struct ledger *ledger,
                                const struct send_selection_choice *choice,
                                struct send_selection *send_selection,
                                struct diagnostics *diagnostics) MUST_CHECK;

/** @return true if a composed message is the one that was approved */
bool send_selection_is_valid(const struct send_selection_letter *letter,
                             const struct message *message);

/**
 * Composes a letter's message and holds it against the one that was approved.
 *
 * @param arena    owns the texts of @p message
 * @param message  [out]; message_free() it
 * @errors RULE_MAIL_CHANGED, and those of mailout_compose()
 */
enum status send_selection_compose(const struct mailout *mailout,
                                   const struct send_selection_letter *letter,
                                   int64_t now, struct arena *arena,
                                   struct message *message,
                                   struct diagnostics *diagnostics) MUST_CHECK;

#endif
