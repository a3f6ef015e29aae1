#ifndef MAIL_ASSAY_H
#define MAIL_ASSAY_H

#include "mail/mailout.h"

/**
 * Right letter, right person: what is about to be posted, read back and held
 * against the row.
 *
 * The PDF is read from disk and from the message: its sha256 is the
 * manifest's; the code, council and campaign in its XMP are the row's, the
 * name stands in the first page's text; the recipients are the row's own, each
 * domain plausible or allowed; no address and no letter stands twice.
 */
struct assay;

struct assay_rules {
    const char *const *domains; ///< --allow-domain: domains taken as plausible
    size_t domain_count;
};

/** @owner @p arena; remembers addresses and letters of the run */
struct assay *assay_new(struct arena *arena, const struct mailing *mailing,
                        const struct assay_rules *rules);

/**
 * Examines one message.
 *
 * @return STATUS_OK, or STATUS_INPUT: the run has to stop, one clear line says
 *         why
 */
enum status assay_message(struct assay *assay, size_t index,
                          const struct message *message,
                          struct error *err) MUST_CHECK;

#endif
