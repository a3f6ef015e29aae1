#ifndef MAIL_SENDER_H
#define MAIL_SENDER_H

#include "mail/readback_check.h"
#include "mail/send_selection.h"
#include "mail/smtp_client.h"
#include "run/progress.h"

/**
 * Sends selected letters over a few connections, at an even rate, each once.
 *
 * Each is composed again right before it is sent, compared with the approval,
 * and read back. A fault stops the run; letters whose last bytes have not been
 * sent are kept back. A letter is recorded as in flight before its last bytes
 * are sent, and its outcome is recorded when they are answered.
 *
 * A deferred letter is tried again 1, 5, 15 and then every 60 times `retry`
 * later, by this run while others are sent or for as long as it may wait; then
 * by the next. After an interrupt, letters whose last bytes were sent finish.
 */
struct sender_options {
    struct smtp_server server;
    int connections;
    int rate; ///< letters in rate_seconds, at most
    int rate_seconds;
    int retry; ///< seconds to the first new try of a letter put off
    int wait;  ///< seconds to wait where only such letters are left
    enum progress_style progress;
};

struct sender_summary {
    size_t accepted;
    size_t refused;
    size_t unknown;
    size_t deferred; ///< put off, to be tried by the next run
    size_t untried;  ///< not tried, since the run was stopped
    int64_t next;    ///< when the first of the deferred is due
};

/**
 * Sends the letters.
 *
 * @param mailout         open
 * @param ledger          open to write
 * @param readback_check  a new one
 * @param send_selection  the letters
 * @param options         how
 * @param summary         [out]
 * @param diagnostics     gets a line for each letter that was not accepted, and
 *                        what stopped the run
 * @return STATUS_OK: all were tried; STATUS_INPUT: a fault that a
 *         person must look at; STATUS_AGAIN: the server is away, the disk is
 *         full; STATUS_STOPPED: interrupted. In each case the ledger
 *         is right, and another run continues from there.
 */
enum status sender_run(const struct mailout *mailout, struct ledger *ledger,
                       struct readback_check *readback_check,
                       const struct send_selection *send_selection,
                       const struct sender_options *options,
                       struct sender_summary *summary,
                       struct diagnostics *diagnostics) MUST_CHECK;

#endif
