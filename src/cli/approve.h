#ifndef CLI_APPROVE_H
#define CLI_APPROVE_H

#include "cli/session.h"
#include "ledger/ledger.h"

/**
 * The command approve, shared by lettermill, which approves letters, and
 * lettermill-mail, which also approves their e-mails.
 */
struct approving {
    const struct options *options;
    struct session session;
    const char **refused; ///< codes of rows without a letter
    size_t refusals;
    size_t warnings;
    struct ledger_entry *entries; ///< the approved letters
    size_t count;
    size_t kept; ///< letters kept as sent
    struct ledger_approval record;
    struct ledger *ledger;
    int64_t now; ///< seconds since 1970, UTC
};

/** Reports a mistake of the command line. @return STATUS_INPUT */
enum status approve_refuse(struct approving *approving, const char *message);

/** Compares the letters with the sign-off files, and records who read them. */
enum status approve_signoff(struct approving *approving);

/**
 * Runs the command.
 *
 * @param options   of the command line
 * @param messages  composes the e-mails of a campaign with `mail:`, and sets
 *                  entries, count and record; NULL: lettermill-mail handles
 *                  such campaigns
 * @return the exit status
 */
int approve_run(const struct options *options,
                enum status (*messages)(struct approving *));

#endif
