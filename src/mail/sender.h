#ifndef MAIL_SENDER_H
#define MAIL_SENDER_H

#include "mail/readback_check.h"
#include "mail/send_selection.h"
#include "mail/smtp_client.h"
#include "run/progress.h"

/**
 * Sends selected letters over a few connections, at an even rate, each once.
 *
 * Each is composed again directly before it is sent, compared with the
 * approval, and read back. An error stops the run, before the last bytes of
 * other letters are sent. A letter is recorded as in flight before its last
 * bytes are sent, and its outcome when they are answered.
 *
 * A deferred letter is tried again after 1, 5, 15 and then every 60 times
 * `retry`, by this run while it sends or waits, then by the next run. After an
 * interrupt, letters whose last bytes were sent are finished.
 */
struct sender_options {
    struct smtp_server server;
    int connections;
    int rate; ///< maximum letters in rate_seconds
    int rate_seconds;
    int retry; ///< seconds to the first retry of a deferred letter
    int wait;  ///< maximum seconds to wait for deferred letters
    enum progress_style progress;
};

struct sender_summary {
    size_t accepted;
    size_t refused;
    size_t unknown;
    size_t deferred; ///< left to the next run
    size_t untried;  ///< not tried, because the run was stopped
    int64_t next;    ///< earliest time of the deferred
};

/**
 * Sends the letters.
 *
 * @param mailout         open
 * @param ledger          open to write
 * @param readback_check  a new one
 * @param send_selection  the letters
 * @param options         rate, retries and waiting
 * @param summary         [out]
 * @param diagnostics     a line for each letter that was not accepted, and the
 *                        reason for a stop
 * @return STATUS_OK: all were tried; STATUS_INPUT: an error that needs a
 *         person; STATUS_AGAIN: the server is unavailable or the disk full;
 *         STATUS_STOPPED: interrupted. In each case the ledger is correct, and
 *         another run can continue.
 */
enum status sender_run(const struct mailout *mailout, struct ledger *ledger,
                       struct readback_check *readback_check,
                       const struct send_selection *send_selection,
                       const struct sender_options *options,
                       struct sender_summary *summary,
                       struct diagnostics *diagnostics) MUST_CHECK;

#endif
