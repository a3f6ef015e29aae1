#ifndef MAIL_RETURNS_H
#define MAIL_RETURNS_H

#include "base/diagnostics.h"
#include "ledger/ledger.h"
#include "mail/bounce.h"

/**
 * Reports of a mailbox, held against the ledger.
 *
 * A report names the e-mail by its Message-ID: that of the original which it
 * carries, else those that it answers. One that names none is matched by the
 * recipient's address, if a single letter went there. What names another
 * e-mail is another's.
 */

/** A report about one of the letters. */
struct return_line {
    const char *code;
    const char *name;
    enum bounce_action action;
    const char *recipient;
    const char *text; ///< status, diagnostic, date; as the ledger keeps it
    bool news;        ///< not read before
};

struct returns {
    struct arena *arena; ///< owns the lines
    struct return_line *lines;
    size_t count;
    size_t room;
    size_t messages;  ///< read
    size_t unmatched; ///< reports about none of the letters
    size_t opaque;    ///< mail that came back in no form that can be read
    size_t others;    ///< no reports
};

/** @return none so far. @owner the caller: returns_free() */
struct returns returns_new(struct arena *arena);

void returns_free(struct returns *returns);

/**
 * Reads a mailbox and notes in the ledger what it reports. Whatever is read
 * twice is noted once.
 *
 * @param returns  added to
 * @param ledger   open to write
 * @param path     a Maildir, a mailbox file or a message
 * @param now      seconds since 1970, UTC
 * @param report   gets what could not be matched or read (warnings)
 * @return STATUS_OK, or why not all could be read or noted
 * @errors those of mailbag_open() and of the ledger
 */
enum status returns_read(struct returns *returns, struct ledger *ledger,
                         const char *path, int64_t now,
                         struct report *report) MUST_CHECK;

#endif
