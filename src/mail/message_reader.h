#ifndef MAIL_ENCLOSURE_H
#define MAIL_ENCLOSURE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/hash.h"

/**
 * What is in an e-mail's bytes, read back as its reader's program would.
 */
struct enclosure {
    const char *message_id;        ///< in its brackets, or NULL
    const char *const *recipients; ///< bare addresses of To, Cc and Bcc
    size_t recipient_count;
    size_t letters;             ///< parts that are PDF files
    char sha256[HASH_HEX_SIZE]; ///< of the last of them, decoded; or ""
};

/**
 * Reads a message.
 *
 * @param arena      owns what is found
 * @param bytes      the message
 * @param size       how many
 * @param enclosure  filled in
 * @source RFC 5322, RFC 2045
 */
void enclosure_read(struct arena *arena, const void *bytes, size_t size,
                    struct enclosure *enclosure);

#endif
