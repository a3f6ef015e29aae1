#ifndef MAIL_READBACK_CHECK_H
#define MAIL_READBACK_CHECK_H

#include "ledger/ledger.h"
#include "mail/mailout.h"

/**
 * Reads each message and letter back before it is sent and compares it with its
 * row.
 *
 * The PDF is read from disk and from the message. Its sha256 must be the
 * manifest's, the code, council and campaign in its XMP the row's, and the name
 * must be in the first page's text; the recipients must be the row's, each
 * domain plausible or allowed; no address and no letter may occur twice.
 */
struct readback_check;

struct readback_check_rules {
    const char *const *domains; ///< --allow-domain: domains that count as
                                ///< plausible
    size_t domain_count;
    const struct ledger_entry *entries; ///< approved entries: their addresses
                                        ///< count as plausible
    size_t entry_count;
};

/** @return a check that collects addresses and letters of the run @owner @p
 *         arena */
struct readback_check *
readback_check_new(struct arena *arena, const struct mailout *mailout,
                   const struct readback_check_rules *rules);

/**
 * Checks one message.
 *
 * @return STATUS_OK, or STATUS_INPUT: the run must stop
 */
enum status readback_check_message(struct readback_check *readback_check,
                                   size_t index, const struct message *message,
                                   struct error *err) MUST_CHECK;

#endif
