#ifndef MAIL_SMTP_SESSION_H
#define MAIL_SMTP_SESSION_H

#include "mail/smtp_client.h"
#include "mail/smtp_reply.h"

/**
 * Tracks one message's SMTP session by commands and replies, to determine the
 * message's outcome.
 *
 * @source RFC 5321 section 4.3.2 (which reply follows which command), section
 *         4.1.1.4 (the reply to DATA's text comes after its end), section
 *         4.2.5 (responsibility after the final dot), RFC 1047 (the unknown
 *         outcome without a reply to it)
 */
enum smtp_session_step {
    SMTP_SESSION_CONNECT, ///< up to the greeting, TLS of smtps:// included
    SMTP_SESSION_EHLO,
    SMTP_SESSION_STARTTLS,
    SMTP_SESSION_AUTH,
    SMTP_SESSION_MAIL,
    SMTP_SESSION_RCPT,
    SMTP_SESSION_DATA,
    SMTP_SESSION_BODY, ///< all but the last bytes
    SMTP_SESSION_DOT,  ///< the last bytes were given to the network
};

struct smtp_session {
    enum smtp_session_step step;
    struct smtp_reply reply; ///< to the step, as far as read
    bool greeted;            ///< the connection was made for this message
    bool over;               ///< QUIT was sent: later replies are ignored
    bool early;         ///< the server answered before the end of the message
    size_t recipients;  ///< RCPT commands sent
    bool authenticated; ///< on this connection; outlives the message
};

/** Prepares for the next message; the state of the connection is kept. */
void smtp_session_begin(struct smtp_session *smtp_session);

/** Records a command, but not its text, which may contain secrets. */
void smtp_session_command(struct smtp_session *smtp_session, const char *line,
                          size_t length);

/** Records one line of a reply. */
void smtp_session_answer(struct smtp_session *smtp_session, const char *line,
                         size_t length);

/** Records that the last bytes will be sent. */
void smtp_session_final_dot(struct smtp_session *smtp_session);

/** Records that the server has answered before the message's end: such an
 *  answer does not confirm the message. */
void smtp_session_note_early(struct smtp_session *smtp_session);

/** @return the message's outcome, once the session is over */
enum smtp_outcome smtp_session_outcome(const struct smtp_session *smtp_session);

/** @return "RCPT", "the final dot": the step without a reply */
const char *smtp_session_step_name(enum smtp_session_step step);

#endif
