#ifndef CLI_SENT_LETTERS_H
#define CLI_SENT_LETTERS_H

#include "cli/session.h"

/**
 * Tells the engine of a session which letters have left, by e-mail or by post,
 * as the ledger of the output folder has them; one that is not there has none.
 *
 * @param session  open; its engine's arena owns what it is told
 * @return STATUS_OK, or the status of the error that is reported
 */
enum status sent_letters_recall(struct session *session) MUST_CHECK;

#endif
