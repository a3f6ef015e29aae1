#ifndef MAIL_BOUNCE_H
#define MAIL_BOUNCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/**
 * Reads a mail server's report about an e-mail that was not delivered, or not
 * yet.
 *
 * Messages are untrusted: they may be replies, advertisements or forgeries.
 * All texts are valid UTF-8 on one line.
 *
 * @source RFC 3464 (delivery status notifications), RFC 6522
 *         (multipart/report), RFC 6533 (international addresses), QSBMF
 *         (cr.yp.to/proto/qsbmf.txt: what qmail sends)
 */
enum bounce_action {
    BOUNCE_FAILED,
    BOUNCE_DELAYED,
    BOUNCE_DELIVERED, ///< or relayed, or expanded
};

/** The outcome for one recipient. */
struct bounce {
    enum bounce_action action;
    const char *recipient;  ///< bare address, as written, or ""
    const char *status;     ///< "5.1.1", or ""
    const char *diagnostic; ///< the remote server's words, or ""
};

enum bounce_kind {
    BOUNCE_NONE,   ///< not a report
    BOUNCE_REPORT, ///< a report
    BOUNCE_OPAQUE, ///< returned mail in an unknown form
};

struct bounce_report {
    enum bounce_kind kind;
    const char *subject;            ///< or ""
    const char *date;               ///< "2022-07-27 09:12 UTC", or ""
    const char *const *message_ids; ///< of the e-mail, in brackets; only the
                                    ///< original's if it is given
    size_t message_id_count;
    const struct bounce *bounces;
    size_t count;
};

/**
 * Reads a message.
 *
 * @param arena  owns the result
 * @param bytes  a whole message, with any line ends
 * @param size   how many
 * @param dsn    [out]
 */
void bounce_read(struct arena *arena, const void *bytes, size_t size,
                 struct bounce_report *dsn);

/** @return "failed", "delayed", "delivered" */
const char *bounce_action_word(enum bounce_action action);

#endif
