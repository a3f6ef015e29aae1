#ifndef MAIL_MESSAGE_READER_H
#define MAIL_MESSAGE_READER_H

#include <stddef.h>

#include "base/arena.h"
#include "base/hash.h"

/**
 * The contents of an e-mail, parsed from its bytes as a mail program would.
 */
struct message_contents {
    const char *message_id;        ///< in its brackets, or NULL
    const char *const *recipients; ///< bare addresses of To, Cc and Bcc
    size_t recipient_count;
    size_t letters;             ///< parts that are PDF files
    char sha256[HASH_HEX_SIZE]; ///< of the last of them, decoded; or ""
};

/**
 * Reads a message.
 *
 * @param arena             owns what is found
 * @param bytes             the message
 * @param size              how many
 * @param message_contents  filled in
 * @source RFC 5322, RFC 2045
 */
void message_reader_read(struct arena *arena, const void *bytes, size_t size,
                         struct message_contents *message_contents);

#endif
