#ifndef MAIL_DIALOGUE_H
#define MAIL_DIALOGUE_H

#include "mail/smtp_client.h"
#include "mail/smtp_reply.h"

/**
 * How far one message's talk with the server has come, by what is said and
 * answered; from it follows what became of the message.
 *
 * @source RFC 5321 section 4.3.2 (which reply follows which command),
 *         section 4.2.5 (who answers for a message after the final dot),
 *         RFC 1047 (why no answer to it means that nobody knows)
 */
enum dialogue_step {
    DIALOGUE_CONNECT, ///< up to the greeting, TLS of smtps:// included
    DIALOGUE_EHLO,
    DIALOGUE_STARTTLS,
    DIALOGUE_AUTH,
    DIALOGUE_MAIL,
    DIALOGUE_RCPT,
    DIALOGUE_DATA,
    DIALOGUE_BODY, ///< all but the last bytes
    DIALOGUE_DOT,  ///< the last bytes were given to the network
};

struct dialogue {
    enum dialogue_step step;
    struct reply reply; ///< to the step, as far as it was read
    bool greeted;       ///< the connection was made for this message
    bool over;          ///< we have said QUIT: what is answered is to that
    size_t recipients;  ///< RCPT commands given
    bool authenticated; ///< on this connection; outlives the message
};

/** Readies for the next message; what is true of the connection stays. */
void dialogue_begin(struct dialogue *dialogue);

/** Notes what is said. Secrets go by: nothing of it is kept. */
void dialogue_command(struct dialogue *dialogue, const char *line,
                      size_t length);

/** Notes one line of what is answered. */
void dialogue_answer(struct dialogue *dialogue, const char *line,
                     size_t length);

/** Notes that the last bytes are about to leave. */
void dialogue_part(struct dialogue *dialogue);

/** @return what became of the message, now that the talk is over */
enum post_outcome dialogue_outcome(const struct dialogue *dialogue);

/** @return "RCPT", "the final dot": what the server did not answer to */
const char *dialogue_step_name(enum dialogue_step step);

#endif
