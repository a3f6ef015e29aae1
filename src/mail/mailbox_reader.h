#ifndef MAIL_MAILBOX_READER_H
#define MAIL_MAILBOX_READER_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

/**
 * Reads mailboxes: a Maildir (its folders new and cur), a mailbox
 * file (mbox), one message in a file.
 *
 * @source RFC 4155 (mbox); in a mailbox a line that begins with "From ", at the
 *         beginning or after an empty line, begins a message, and ">From " is
 *         "From " escaped
 */

/**
 * Called for each message.
 *
 * @param location  the file, and in a mailbox the message's first line
 * @param bytes     the message; NUL-terminated
 * @param size      how many, the NUL not counted
 * @param context   handed on
 */
typedef void mailbox_reader_visit(struct location location, const char *bytes,
                                  size_t size, void *context);

/** Called with the reason why a message of a Maildir cannot be read; the
 *  reader continues with the others. */
typedef void mailbag_fault(const struct error *err, void *context);

/**
 * Visits all messages, files in order of their names. A message of a Maildir
 * that a mail program moves meanwhile is read once.
 *
 * @param arena    owns the names in locations
 * @param path     a folder or a file
 * @param visit    called for each
 * @param fault    called for each entry of a Maildir that is not a message or
 *                 cannot be read
 * @param context  handed on
 * @return STATUS_OK, or the status of a folder or file that cannot be read
 * @errors RULE_FILE_MISSING, RULE_FILE_UNREADABLE (also a folder that is not a
 *         Maildir), RULE_FILE_TOO_LARGE
 */
enum status mailbox_reader_walk(struct arena *arena, const char *path,
                                mailbox_reader_visit *visit,
                                mailbag_fault *fault, void *context,
                                struct error *err) MUST_CHECK;

#endif
