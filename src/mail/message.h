#ifndef MAIL_MESSAGE_H
#define MAIL_MESSAGE_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/hash.h"

/**
 * One e-mail, ready to be sent: to one council, with its letter.
 *
 * @source RFC 5322 (message), RFC 2045-2049 (MIME), RFC 5321 (envelope)
 */
struct message {
    const char *code;   ///< the council's
    const char *name;   ///< the council's
    const char *id;     ///< Message-ID with its angle brackets: a function of
                        ///< campaign, code and the letter's content
    const char *sender; ///< envelope: MAIL FROM, bare address
    const char *const *recipients; ///< envelope: RCPT TO, bare addresses;
                                   ///< `to` first, then `cc`
    size_t recipient_count;
    const char *subject;             ///< UTF-8, as read
    const char *letter;              ///< path of the PDF file that is attached
    char file_sha256[HASH_HEX_SIZE]; ///< of its bytes as attached
    char content_sha256[HASH_HEX_SIZE]; ///< of the letter before its seal
    char message_sha256[HASH_HEX_SIZE]; ///< of what recipients get: headers
                                        ///< but Date, bodies, the letter's
                                        ///< content; and of the row, so that no
                                        ///< cell changes unseen
    struct buffer bytes; ///< the whole message, lines ended by CR LF, dots not
                         ///< stuffed
};

/** Gives back the bytes of a message. */
void message_free(struct message *message);

#endif
