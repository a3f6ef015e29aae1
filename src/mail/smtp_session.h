#ifndef MAIL_SMTP_SESSION_H
#define MAIL_SMTP_SESSION_H

#include "mail/smtp_client.h"
#include "mail/smtp_reply.h"

/**
 * The state of one message's SMTP session, by commands and replies, from which
 * the message's outcome follows.
 *
 * @source RFC 5321 section 4.3.2 (which reply follows which command),
 *         section 4.1.1.4 (the reply to DATA's text comes after its end),
 *         section 4.2.5 (who answers for a message after the final dot),
 *         RFC 1047 (why no answer to it means that nobody knows)
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
    struct smtp_reply reply; ///< to the step, as far as it was read
    bool greeted;            ///< the connection was made for this message
    bool over;               ///< QUIT was sent: any answer is to it
    bool early;              ///< the server spoke before the message had ended
    size_t recipients;       ///< RCPT commands given
    bool authenticated;      ///< on this connection; outlives the message
};

/** Prepares for the next message; the state of the connection is kept. */
void smtp_session_begin(struct smtp_session *smtp_session);

/** Notes a command. Secrets may be in it, so nothing of it is kept. */
void smtp_session_command(struct smtp_session *smtp_session, const char *line,
                          size_t length);

/** Notes one line of a reply. */
void smtp_session_answer(struct smtp_session *smtp_session, const char *line,
                         size_t length);

/** Notes that the last bytes are about to be sent. */
void smtp_session_final_dot(struct smtp_session *smtp_session);

/** Notes that the server has answered before the message's end: its word that
 *  it has the message is worth nothing. */
void smtp_session_note_early(struct smtp_session *smtp_session);

/** @return the message's outcome, once the session is over */
enum smtp_outcome smtp_session_outcome(const struct smtp_session *smtp_session);

/** @return "RCPT", "the final dot": what the server did not answer to */
const char *smtp_session_step_name(enum smtp_session_step step);

#endif
