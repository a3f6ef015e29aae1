#ifndef MAIL_BOUNCE_MATCH_H
#define MAIL_BOUNCE_MATCH_H

#include "base/diagnostics.h"
#include "ledger/ledger.h"
#include "mail/bounce.h"

/**
 * Delivery reports of a mailbox, matched with the ledger.
 *
 * A report is matched by the Message-ID of the original in it, else by those
 * that it answers. A report without one is matched by the recipient's address,
 * if only one letter was sent there. Reports about other e-mails are ignored.
 */

/** A report about one of the letters. */
struct bounce_match_line {
    const char *code;
    const char *name;
    enum bounce_action action;
    const char *recipient;
    const char *text; ///< status, diagnostic, date; as in the ledger
    bool news;        ///< not read before
};

struct bounce_match {
    struct arena *arena; ///< owns the lines
    struct bounce_match_line *lines;
    size_t count;
    size_t capacity;
    size_t messages;  ///< read
    size_t unmatched; ///< reports about unknown e-mails
    size_t opaque;    ///< returned mail in an unknown form, and entries of a
                      ///< Maildir that are not messages
    size_t others;    ///< other mail
};

/** @return an empty result. @owner the caller: bounce_match_free() */
struct bounce_match bounce_match_new(struct arena *arena);

void bounce_match_free(struct bounce_match *bounce_match);

/**
 * Reads a mailbox and records its reports in the ledger. Duplicates are
 * recorded once.
 *
 * @param bounce_match  added to
 * @param ledger        open to write
 * @param path          a Maildir, a mailbox file or a message
 * @param now           seconds since 1970, UTC
 * @param diagnostics   warnings of unmatched and unreadable mail
 * @return STATUS_OK, or the status of the error that stopped it
 * @errors those of mailbox_reader_walk() and of the ledger
 */
enum status bounce_match_read(struct bounce_match *bounce_match,
                              struct ledger *ledger, const char *path,
                              int64_t now,
                              struct diagnostics *diagnostics) MUST_CHECK;

#endif
