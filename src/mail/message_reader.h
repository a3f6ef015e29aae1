#ifndef MAIL_MESSAGE_READER_H
#define MAIL_MESSAGE_READER_H

#include <stddef.h>

#include "base/arena.h"
#include "base/hash.h"

/**
 * The contents of an e-mail, parsed from its bytes.
 */
struct message_contents {
    const char *message_id;        ///< in its brackets, or NULL
    const char *const *recipients; ///< of To, Cc and Bcc, in the form of
                                   ///< message_reader_address()
    size_t recipient_count;
    size_t letters;             ///< parts that are PDF files
    char sha256[HASH_HEX_SIZE]; ///< of the last one, decoded; or ""
};

/**
 * Reads a message.
 *
 * @param arena             owns the contents
 * @param bytes             the message
 * @param size              how many
 * @param message_contents  [out]
 * @source RFC 5322, RFC 2045
 */
void message_reader_read(struct arena *arena, const void *bytes, size_t size,
                         struct message_contents *message_contents);

/** @return a bare address as mail programs show it, with a Unicode domain.
 *         @owner @p arena */
const char *message_reader_address(struct arena *arena, const char *address);

#endif
