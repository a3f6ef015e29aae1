#ifndef MAIL_BOUNCE_MATCH_H
#define MAIL_BOUNCE_MATCH_H

#include "base/diagnostics.h"
#include "ledger/ledger.h"
#include "mail/bounce.h"

/**
 * Delivery reports of a mailbox, matched with the ledger.
 *
 * A report names the e-mail by a Message-ID: that of the original that it
 * carries, else those that it answers. A report without one is matched by the
 * recipient's address, if only one letter went there. A report that names
 * another e-mail is left alone.
 */

/** A report about one of the letters. */
struct bounce_match_line {
    const char *code;
    const char *name;
    enum bounce_action action;
    const char *recipient;
    const char *text; ///< status, diagnostic, date; as the ledger keeps it
    bool news;        ///< not read before
};

struct bounce_match {
    struct arena *arena; ///< owns the lines
    struct bounce_match_line *lines;
    size_t count;
    size_t capacity;
    size_t messages;  ///< read
    size_t unmatched; ///< reports about none of the letters
    size_t opaque;    ///< mail that came back in no form that can be read, and
                      ///< entries of a Maildir that are no messages
    size_t others;    ///< no reports
};

/** @return none so far. @owner the caller: bounce_match_free() */
struct bounce_match bounce_match_new(struct arena *arena);

void bounce_match_free(struct bounce_match *bounce_match);

/**
 * Reads a mailbox and records its reports in the ledger. A report that is
 * read twice is recorded once.
 *
 * @param bounce_match  added to
 * @param ledger        open to write
 * @param path          a Maildir, a mailbox file or a message
 * @param now           seconds since 1970, UTC
 * @param diagnostics   gets what could not be matched or read (warnings)
 * @return STATUS_OK, or why not all could be read or noted
 * @errors those of mailbox_reader_walk() and of the ledger
 */
enum status bounce_match_read(struct bounce_match *bounce_match,
                              struct ledger *ledger, const char *path,
                              int64_t now,
                              struct diagnostics *diagnostics) MUST_CHECK;

#endif
