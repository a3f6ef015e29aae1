#ifndef MAIL_MAILOUT_H
#define MAIL_MAILOUT_H

#include "base/date.h"
#include "mail/message.h"
#include "run/made_letters.h"

/**
 * A mail-out: settings, compiled subject and body, the letters' manifest.
 * Immutable once open.
 */
struct mailout;

/**
 * Opens a mail-out.
 *
 * @param arena        owns the mail-out
 * @param engine       the open campaign; borrowed
 * @param output       the folder with manifest.csv and letters/
 * @param mailout      [out]
 * @param diagnostics  every error: no `mail:` in the settings, mistakes in
 *                     subject and body, invalid or duplicate recipients; those
 *                     of made_letters_open()
 * @return STATUS_OK, or the status of the first error
 */
enum status mailout_open(struct arena *arena, const struct engine *engine,
                         const char *output, struct mailout **mailout,
                         struct diagnostics *diagnostics) MUST_CHECK;

void mailout_close(struct mailout *mailout);

/** @return the open campaign */
const struct engine *mailout_engine(const struct mailout *mailout);

/** @return the number of letters with an address */
size_t mailout_count(const struct mailout *mailout);

/** @return the location of a letter's row */
struct location mailout_location(const struct mailout *mailout, size_t index);

/** @return the manifest's entry of a letter, in order of code */
const struct manifest_entry *mailout_entry(const struct mailout *mailout,
                                           size_t index);

/** @return the number of letters without an address */
size_t mailout_unmailed_count(const struct mailout *mailout);

/** @return the manifest's entry of a letter without an address, in order of
 *         code */
const struct manifest_entry *mailout_unmailed(const struct mailout *mailout,
                                              size_t index);

/** @return true if the letter of @p code has no address */
bool mailout_is_unmailed(const struct mailout *mailout, const char *code);

/** @return true if the letter of a code is kept as sent, see
 *         made_letters_open() */
bool mailout_is_kept(const struct mailout *mailout, const char *code);

/** @return why a letter is not e-mailed, as the end of a sentence */
const char *mailout_unmailed_reason(const struct mailout *mailout);

/** Proves a letter's file, like made_letters_prove(). */
enum status mailout_prove(const struct mailout *mailout, size_t index,
                          struct diagnostics *diagnostics) MUST_CHECK;

/** @return the council's row in the roster */
size_t mailout_row(const struct mailout *mailout, size_t index);

/** @return all letters of the folder, including those without an address */
const struct made_letters *mailout_letters(const struct mailout *mailout);

/**
 * Composes one council's message.
 *
 * @param mailout      as opened
 * @param index        below mailout_count()
 * @param now          seconds since 1970, UTC, for the header Date
 * @param arena        owns the texts of @p message
 * @param message      [out] the caller frees its bytes
 * @param diagnostics  gets every fault, with the council's code
 * @return STATUS_OK or STATUS_INPUT; STATUS_IO if the letter's file cannot be
 *         read
 */
enum status mailout_compose(const struct mailout *mailout, size_t index,
                            int64_t now, struct arena *arena,
                            struct message *message,
                            struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Composes a sample for the user's own address: the subject begins with
 * "[SAMPLE for NAME]", the body says in each language that it is a sample, the
 * Message-ID differs, and no recipient of the row is in the envelope.
 */
enum status mailout_compose_sample(const struct mailout *mailout, size_t index,
                                   int64_t now, const char *address,
                                   struct arena *arena, struct message *message,
                                   struct diagnostics *diagnostics) MUST_CHECK;

#endif
