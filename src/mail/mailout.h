#ifndef MAIL_MAILING_H
#define MAIL_MAILING_H

#include "base/date.h"
#include "mail/message.h"
#include "run/engine.h"
#include "store/manifest.h"

/**
 * A mail-out, set up once: settings, subject and body compiled, the manifest of
 * the letters read. Never changed once open.
 */
struct mailing;

/**
 * Sets a mail-out up.
 *
 * @param arena    owns the mailing
 * @param press    the open campaign; borrowed
 * @param output   the folder with manifest.csv and letters/
 * @param mailing  filled in on success
 * @param report   gets everything that is wrong: no `mail:` in the settings,
 *                 mistakes of subject and body, recipients that are no
 *                 addresses or stand twice, rows without a letter, letters
 *                 that are older than their rows (RULE_LETTER_STALE)
 * @return STATUS_OK, or the status of the first error
 */
enum status mailing_open(struct arena *arena, const struct press *press,
                         const char *output, struct mailing **mailing,
                         struct report *report) MUST_CHECK;

void mailing_close(struct mailing *mailing);

/** @return the campaign, as it was given */
const struct press *mailing_press(const struct mailing *mailing);

/** @return the number of letters to be mailed: rows that were made */
size_t mailing_count(const struct mailing *mailing);

/** @return the manifest's entry of a letter, in order of code */
const struct manifest_entry *mailing_entry(const struct mailing *mailing,
                                           size_t index);

/** @return the council's row in the roster */
size_t mailing_row(const struct mailing *mailing, size_t index);

/** @return whether an address stands in the settings, the same for all councils
 *  (a copy for the files), so that more than one message may have it */
bool mailing_is_common(const struct mailing *mailing, const char *address);

/** @return the manifest's own sha256, in hex */
const char *mailing_manifest_sha256(const struct mailing *mailing);

/**
 * Composes one council's message.
 *
 * @param mailing  as opened
 * @param index    below mailing_count()
 * @param now      seconds since 1970, UTC, for the header Date
 * @param arena    owns the texts of @p message
 * @param message  filled in on success; its bytes are the caller's to free
 * @param report   gets what is wrong, with the council's code
 * @return STATUS_OK or STATUS_INPUT; STATUS_IO where the letter's file cannot
 *         be read
 */
enum status mailing_compose(const struct mailing *mailing, size_t index,
                            int64_t now, struct arena *arena,
                            struct message *message,
                            struct report *report) MUST_CHECK;

/**
 * The same, to one's own address, for a look before the mail-out: the subject
 * begins with "[SAMPLE for NAME]", the body says so, the Message-ID differs,
 * no recipient of the row is in the envelope.
 */
enum status mailing_compose_sample(const struct mailing *mailing, size_t index,
                                   int64_t now, const char *address,
                                   struct arena *arena, struct message *message,
                                   struct report *report) MUST_CHECK;

#endif
