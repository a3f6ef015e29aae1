#ifndef MAIL_MIME_WRITER_H
#define MAIL_MIME_WRITER_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "data/mail_settings.h"

/**
 * Writes messages as bytes, with GMime.
 *
 *     multipart/mixed
 *         multipart/alternative
 *             text/plain; charset=utf-8
 *             text/html; charset=utf-8
 *         application/pdf
 *
 * Equal drafts give equal bytes: boundaries are hashes of the parts. GMime is
 * not thread-safe: callers write one draft at a time.
 *
 * @source RFC 5322, RFC 2045 to 2049, RFC 2183 (disposition)
 */
struct mime_message {
    const char *id;   ///< Message-ID without its angle brackets
    const char *code; ///< for X-Lettermill-Code
    int64_t date;     ///< seconds since 1970, UTC
    const struct mailbox *from;
    const struct mailbox *reply_to; ///< or NULL
    const struct mailbox *to;
    const struct mailbox *cc;
    size_t cc_count;
    const char *subject;     ///< one line
    const char *language;    ///< BCP 47
    const char *text;        ///< lines ended by LF
    const char *html;        ///< lines ended by LF
    const char *file_name;   ///< of the attachment, ASCII
    const char *description; ///< of the attachment
    const void *pdf;
    size_t pdf_size;
};

/** Initialises GMime; each call needs a mime_writer_close(). */
void mime_writer_open(void);

void mime_writer_close(void);

/**
 * Writes a message.
 *
 * @param draft  headers without line ends and control characters
 * @param bytes  [out] the message, with CR LF and lines of at most 998 bytes;
 *               full if it does not fit
 */
void mime_writer_write(const struct mime_message *draft, struct buffer *bytes);

#endif
