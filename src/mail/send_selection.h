#ifndef MAIL_SEND_SELECTION_H
#define MAIL_SEND_SELECTION_H

#include "ledger/ledger.h"
#include "mail/mailout.h"

/**
 * Selects the letters to send: approved, unchanged since, and not yet sent.
 */

/** The letters that a command line selects. */
struct send_selection_choice {
    const char *const *only; ///< codes, or NULL: all not yet sent
    size_t only_count;
    bool resend; ///< send those of @p only again, which are refused, unknown or
                 ///< bounced
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
 * @param mailout         the current one
 * @param ledger          with the approval
 * @param choice          the selected letters
 * @param send_selection  [out]
 * @param diagnostics     each letter that differs from its approval
 * @errors RULE_MAIL_UNAPPROVED, RULE_MAIL_CHANGED, RULE_CODE_UNKNOWN,
 *         RULE_LEDGER_STATE: a letter to be sent again was not sent
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
 * Composes a letter's message and compares it with the approved one.
 *
 * @param arena    owns the texts of @p message
 * @param message  [out] free it with message_free()
 * @errors RULE_MAIL_CHANGED, and those of mailout_compose()
 */
enum status send_selection_compose(const struct mailout *mailout,
                                   const struct send_selection_letter *letter,
                                   int64_t now, struct arena *arena,
                                   struct message *message,
                                   struct diagnostics *diagnostics) MUST_CHECK;

#endif
