#ifndef MAIL_READBACK_CHECK_H
#define MAIL_READBACK_CHECK_H

#include "ledger/ledger.h"
#include "mail/mailout.h"

/**
 * Reads each message and letter back before it is sent and compares it with its
 * row.
 *
 * The PDF is read from disk and from the message: its sha256 is the
 * manifest's; the code, council and campaign in its XMP are the row's, the
 * name stands in the first page's text; the recipients are the row's own, each
 * domain plausible or allowed; no address and no letter occurs twice.
 */
struct readback_check;

struct readback_check_rules {
    const char *const *domains; ///< --allow-domain: domains taken as plausible
    size_t domain_count;
    const struct ledger_entry *entries; ///< what was approved already: an
                                        ///< address in it is taken as plausible
    size_t entry_count;
};

/** @owner @p arena; remembers addresses and letters of the run */
struct readback_check *
readback_check_new(struct arena *arena, const struct mailout *mailout,
                   const struct readback_check_rules *rules);

/**
 * Examines one message.
 *
 * @return STATUS_OK, or STATUS_INPUT: the run must stop; one line says why
 */
enum status readback_check_message(struct readback_check *readback_check,
                                   size_t index, const struct message *message,
                                   struct error *err) MUST_CHECK;

#endif
