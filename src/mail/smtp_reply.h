#ifndef MAIL_SMTP_REPLY_H
#define MAIL_SMTP_REPLY_H

#include <stdbool.h>
#include <stddef.h>

/**
 * A reply of an SMTP server: one or more lines that begin with a code.
 *
 * Replies are untrusted: bytes other than printable ASCII become question
 * marks, long lines are cut.
 *
 * @source RFC 5321 section 4.2 (replies), RFC 3463 (enhanced codes)
 */
enum { SMTP_REPLY_SIZE = 512, SMTP_REPLY_ID_SIZE = 128 };

struct smtp_reply {
    int code;   ///< 200 to 599; 0: no valid line yet
    bool whole; ///< the last of its lines was read
    char
        text[SMTP_REPLY_SIZE]; ///< code and the words of all lines, on one line
};

void smtp_reply_clear(struct smtp_reply *reply);

/**
 * Adds one line.
 *
 * @param reply   begun again if the previous one was whole
 * @param line    with its line end; a line without one is ignored
 * @param length  in bytes
 */
void smtp_reply_add_line(struct smtp_reply *reply, const char *line,
                         size_t length);

/** @return the first digit of a whole reply's code, else 0 */
int smtp_reply_class(const struct smtp_reply *reply);

/**
 * Finds the server's identifier of an accepted message.
 *
 * @param id  [out] "" if it is not recognised
 * @source the replies of Postfix, Exim, OpenSMTPD, Sendmail, Exchange, SES
 */
void smtp_reply_queue_id(const struct smtp_reply *reply,
                         char id[static SMTP_REPLY_ID_SIZE]);

#endif
