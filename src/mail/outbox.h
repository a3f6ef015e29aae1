#ifndef MAIL_OUTBOX_H
#define MAIL_OUTBOX_H

#include "mail/mailout.h"

/**
 * What would be sent, to be read before it is: `<output>/outbox/`, a file
 * `<code>.eml` for each letter and index.html, a table of them all.
 *
 * A dry run's outbox; a message in it is one to the byte as it would leave at
 * the time given.
 */

/** A message in the outbox. */
struct outbox_line {
    const char *code;
    const char *name;
    const char *recipients; ///< bare addresses, joined by ", "
    const char *subject;
    const char *file; ///< "outbox/<code>.eml"
    size_t size;      ///< bytes
};

struct outbox {
    const struct outbox_line *lines; ///< in order of code
    size_t count;
};

/**
 * Writes the messages of some letters, each file whole or not at all, and
 * removes those of rows that are mailed no more. A message of a letter that is
 * not among @p indices stays as it is.
 *
 * @param arena        owns the lines
 * @param mailout      as opened
 * @param output       the folder that outbox/ stands in
 * @param indices      of the letters, rising; NULL: all of them
 * @param count        how many
 * @param now          for the header Date, seconds since 1970, UTC
 * @param outbox       filled in on success
 * @param diagnostics  gets what is wrong
 * @return STATUS_OK, or the status of the first error
 */
enum status outbox_write(struct arena *arena, const struct mailout *mailout,
                         const char *output, const size_t *indices,
                         size_t count, int64_t now, struct outbox *outbox,
                         struct diagnostics *diagnostics) MUST_CHECK;

#endif
