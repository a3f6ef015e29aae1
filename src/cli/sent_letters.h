#ifndef CLI_SENT_LETTERS_H
#define CLI_SENT_LETTERS_H

#include "cli/session.h"

/**
 * Sets the sent letters of a session's engine, by e-mail or by post, from the
 * ledger of the output folder, if it exists.
 *
 * @param session  open; its engine's arena owns the data
 * @return STATUS_OK, or the status of the error that is reported
 */
enum status sent_letters_recall(struct session *session) MUST_CHECK;

#endif
