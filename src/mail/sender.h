#ifndef MAIL_ROUND_H
#define MAIL_ROUND_H

#include "mail/readback_check.h"
#include "mail/send_selection.h"
#include "mail/smtp_client.h"
#include "run/progress.h"

/**
 * A postman's round: cleared letters go out over a few connections, at an even
 * pace, each once.
 *
 * Right before it leaves, each is composed anew, held against the approval and
 * assayed; what is wrong with one stops the round, and those that are on their
 * way but for their last bytes stay as well. A letter is in flight on the
 * disk before its last bytes leave, and settled there once they are answered.
 *
 * A letter that is put off is tried again 1, 5, 15 and then every 60 times
 * `retry` later, by this round while others go or for as long as it may wait;
 * then by the next. An interrupt lets those finish whose last bytes have left.
 */
struct round_options {
    struct post_server server;
    int connections;
    int rate; ///< letters in rate_seconds, at most
    int rate_seconds;
    int retry; ///< seconds to the first new try of a letter put off
    int wait;  ///< seconds to wait where only such letters are left
    enum progress_style progress;
};

struct round_summary {
    size_t accepted;
    size_t refused;
    size_t unknown;
    size_t deferred; ///< put off, to be tried by the next round
    size_t untried;  ///< not tried, since the round was stopped
    int64_t next;    ///< when the first of the deferred is due
};

/**
 * Goes the round.
 *
 * @param mailing    open
 * @param ledger     open to write
 * @param assay      that nothing of the round has been through
 * @param clearance  the letters
 * @param options    how
 * @param summary    filled in
 * @param report     gets a line for each letter that was not accepted, and
 *                   what stopped the round
 * @return STATUS_OK: all were tried; STATUS_INPUT: something is wrong, a
 *         person has to look; STATUS_AGAIN: the server is away, the disk is
 *         full; STATUS_STOPPED: interrupted. Whatever it is, the ledger is
 *         right, and another round goes on from there.
 */
enum status round_run(const struct mailing *mailing, struct ledger *ledger,
                      struct assay *assay, const struct clearance *clearance,
                      const struct round_options *options,
                      struct round_summary *summary,
                      struct report *report) MUST_CHECK;

#endif
