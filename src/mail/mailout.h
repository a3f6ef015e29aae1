#ifndef MAIL_MAILOUT_H
#define MAIL_MAILOUT_H

#include "base/date.h"
#include "mail/message.h"
#include "run/made_letters.h"

/**
 * A mail-out, set up once: settings, subject and body compiled, the manifest of
 * the letters read. Never changed once open.
 */
struct mailout;

/**
 * Sets a mail-out up.
 *
 * @param arena        owns the mail-out
 * @param engine       the open campaign; borrowed
 * @param output       the folder with manifest.csv and letters/
 * @param mailout      [out]
 * @param diagnostics  gets every fault: no `mail:` in the
 *                     settings, mistakes of subject and body, recipients that
 *                     are no addresses or stand twice; what
 *                     made_letters_open() finds
 * @return STATUS_OK, or the status of the first error
 */
enum status mailout_open(struct arena *arena, const struct engine *engine,
                         const char *output, struct mailout **mailout,
                         struct diagnostics *diagnostics) MUST_CHECK;

void mailout_close(struct mailout *mailout);

/** @return the campaign, as it was given */
const struct engine *mailout_engine(const struct mailout *mailout);

/** @return the number of letters to be mailed: rows that were made and have an
 *          address */
size_t mailout_count(const struct mailout *mailout);

/** @return the place of the row of a letter */
struct location mailout_location(const struct mailout *mailout, size_t index);

/** @return the manifest's entry of a letter, in order of code */
const struct manifest_entry *mailout_entry(const struct mailout *mailout,
                                           size_t index);

/** @return the number of letters that were made and are not e-mailed, because
 *          their rows have no address */
size_t mailout_unmailed_count(const struct mailout *mailout);

/** @return the manifest's entry of such a letter, in order of code */
const struct manifest_entry *mailout_unmailed(const struct mailout *mailout,
                                              size_t index);

/** @return true if @p code is that of such a letter */
bool mailout_is_unmailed(const struct mailout *mailout, const char *code);

/** @return true if the letter of a code stays as it was sent, as
 *          made_letters_open() has it */
bool mailout_is_kept(const struct mailout *mailout, const char *code);

/** @return why such a letter is not e-mailed, as the end of a sentence */
const char *mailout_unmailed_reason(const struct mailout *mailout);

/** Proves a letter's file, as made_letters_prove() does. */
enum status mailout_prove(const struct mailout *mailout, size_t index,
                          struct diagnostics *diagnostics) MUST_CHECK;

/** @return the council's row in the roster */
size_t mailout_row(const struct mailout *mailout, size_t index);

/** @return all letters of the folder, those that are not mailed included */
const struct made_letters *mailout_letters(const struct mailout *mailout);

/**
 * Composes one council's message.
 *
 * @param mailout      as opened
 * @param index        below mailout_count()
 * @param now          seconds since 1970, UTC, for the header Date
 * @param arena        owns the texts of @p message
 * @param message      [out]; its bytes are the caller's to free
 * @param diagnostics  gets every fault, with the council's code
 * @return STATUS_OK or STATUS_INPUT; STATUS_IO where the letter's file cannot
 *         be read
 */
enum status mailout_compose(const struct mailout *mailout, size_t index,
                            int64_t now, struct arena *arena,
                            struct message *message,
                            struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Composes a sample, to be sent to one's own address before the mail-out: the
 * subject begins with "[SAMPLE for NAME]", the body says so, in each language;
 * the Message-ID differs, no recipient of the row is in the envelope.
 */
enum status mailout_compose_sample(const struct mailout *mailout, size_t index,
                                   int64_t now, const char *address,
                                   struct arena *arena, struct message *message,
                                   struct diagnostics *diagnostics) MUST_CHECK;

#endif
