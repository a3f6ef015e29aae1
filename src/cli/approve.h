#ifndef CLI_APPROVE_H
#define CLI_APPROVE_H

#include "cli/session.h"
#include "ledger/ledger.h"

/**
 * approve, as lettermill and lettermill-mail share it: lettermill approves
 * letters, lettermill-mail their e-mails too.
 */
struct approving {
    const struct options *options;
    struct session session;
    const char **refused; ///< codes of rows without a letter
    size_t refusals;
    size_t warnings;
    struct ledger_entry *entries; ///< what is approved
    size_t count;
    size_t kept; ///< letters that stay as they were sent
    struct ledger_approval record;
    struct ledger *ledger;
    int64_t now; ///< seconds since 1970, UTC
};

/** Reports a mistake of the command line. @return STATUS_INPUT */
enum status approve_refuse(struct approving *approving, const char *message);

/** Holds the letters against the sign-off files that were given, and takes into
 *  the record who read which. */
enum status approve_signoff(struct approving *approving);

/**
 * Runs the command.
 *
 * @param options   of the command line
 * @param messages  composes the e-mails of a campaign that has `mail:`, and
 *                  fills in entries, count and record; NULL: such a campaign
 *                  is left to lettermill-mail
 * @return the exit status
 */
int approve_run(const struct options *options,
                enum status (*messages)(struct approving *));

#endif
