#ifndef MAIL_MESSAGE_H
#define MAIL_MESSAGE_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/hash.h"

/**
 * An e-mail to one council, with its letter, ready to be sent.
 *
 * @source RFC 5322 (message), RFC 2045-2049 (MIME), RFC 5321 (envelope)
 */
struct message {
    const char *code; ///< the council's
    const char *name; ///< the council's
    const char *id;   ///< Message-ID in angle brackets: a function of campaign,
                      ///< code and the letter's content
    const char *sender;            ///< envelope: MAIL FROM, bare address
    const char *const *recipients; ///< envelope: RCPT TO, bare addresses;
                                   ///< `to` first, then `cc`
    size_t recipient_count;
    const char *subject;                ///< UTF-8, as read
    const char *letter;                 ///< path of the attached PDF file
    char file_sha256[HASH_HEX_SIZE];    ///< of its bytes as attached
    char content_sha256[HASH_HEX_SIZE]; ///< of the letter before its seal
    char message_sha256[HASH_HEX_SIZE]; ///< of headers except Date, bodies and
                                        ///< the letter's content; and of the
                                        ///< row, so that changed cells are
                                        ///< detected
    struct buffer bytes; ///< the whole message, with CR LF, without dot
                         ///< stuffing
};

/** Frees the bytes of a message. */
void message_free(struct message *message);

#endif
