#ifndef MAIL_OUTBOX_H
#define MAIL_OUTBOX_H

#include "mail/mailout.h"

/**
 * The messages of a dry run: `<output>/outbox/` has a file `<code>.eml` for
 * each letter and index.html, a table of all. Each is exactly the message that
 * would be sent at the given time.
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
 * removes those of rows that are no longer mailed. Messages of letters not in
 * @p indices are kept.
 *
 * @param arena        owns the lines
 * @param mailout      as opened
 * @param output       the folder that contains outbox/
 * @param indices      of the letters, ascending; NULL: all
 * @param count        how many
 * @param now          for the header Date, seconds since 1970, UTC
 * @param outbox       [out]
 * @param diagnostics  gets what is wrong
 * @return STATUS_OK, or the status of the first error
 */
enum status outbox_write(struct arena *arena, const struct mailout *mailout,
                         const char *output, const size_t *indices,
                         size_t count, int64_t now, struct outbox *outbox,
                         struct diagnostics *diagnostics) MUST_CHECK;

#endif
