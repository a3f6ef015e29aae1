#include "mail/smtp_session.h"

#include <string.h>

void smtp_session_begin(struct smtp_session *smtp_session)
{
    smtp_session->step = SMTP_SESSION_CONNECT;
    smtp_session->recipients = 0;
    smtp_session->greeted = false;
    smtp_session->over = false;
    smtp_session->early = false;
    smtp_reply_clear(&smtp_session->reply);
}

/* The steps after which a command is allowed. Lines within AUTH are base64,
 * which could look like a command. */
static const struct transition {
    const char *words;
    enum smtp_session_step first; /* from this step on */
    enum smtp_session_step last;  /* up to this one */
    enum smtp_session_step to;
} transitions[] = {
    {"EHLO ", SMTP_SESSION_CONNECT, SMTP_SESSION_STARTTLS, SMTP_SESSION_EHLO},
    {"HELO ", SMTP_SESSION_CONNECT, SMTP_SESSION_STARTTLS, SMTP_SESSION_EHLO},
    {"STARTTLS\r\n", SMTP_SESSION_EHLO, SMTP_SESSION_EHLO,
     SMTP_SESSION_STARTTLS},
    {"AUTH ", SMTP_SESSION_EHLO, SMTP_SESSION_AUTH, SMTP_SESSION_AUTH},
    {"MAIL FROM:", SMTP_SESSION_CONNECT, SMTP_SESSION_AUTH, SMTP_SESSION_MAIL},
    {"RCPT TO:", SMTP_SESSION_MAIL, SMTP_SESSION_RCPT, SMTP_SESSION_RCPT},
    {"DATA\r\n", SMTP_SESSION_RCPT, SMTP_SESSION_RCPT, SMTP_SESSION_DATA},
};

/* libcurl sends QUIT after a refused command. Within AUTH, "QUIT" may be
 * base64, but only if the server has asked for more. */
static bool is_quit(const struct smtp_session *smtp_session, const char *line,
                    size_t length)
{
    return length == 6 && memcmp(line, "QUIT\r\n", 6) == 0 &&
           (smtp_session->step != SMTP_SESSION_AUTH ||
            smtp_reply_class(&smtp_session->reply) != 3);
}

void smtp_session_command(struct smtp_session *smtp_session, const char *line,
                          size_t length)
{
    if (is_quit(smtp_session, line, length))
        smtp_session->over = true;
    for (size_t i = 0; i < sizeof transitions / sizeof *transitions; i++) {
        const struct transition *to = &transitions[i];
        const size_t size = strlen(to->words);
        if (length < size || memcmp(line, to->words, size) != 0 ||
            smtp_session->step < to->first || smtp_session->step > to->last)
            continue;
        smtp_session->step = to->to;
        smtp_session->recipients += to->to == SMTP_SESSION_RCPT;
        smtp_reply_clear(&smtp_session->reply);
        return;
    }
}

void smtp_session_answer(struct smtp_session *smtp_session, const char *line,
                         size_t length)
{
    if (smtp_session->over)
        return;
    if (smtp_session->step == SMTP_SESSION_BODY)
        smtp_session_note_early(smtp_session);
    smtp_reply_add_line(&smtp_session->reply, line, length);
    if (!smtp_session->reply.whole)
        return;
    if (smtp_session->step == SMTP_SESSION_CONNECT) {
        smtp_session->greeted = true;
        smtp_session->authenticated = false;
    }
    if (smtp_session->step == SMTP_SESSION_AUTH &&
        smtp_session->reply.code == 235)
        smtp_session->authenticated = true;
    if (smtp_session->step == SMTP_SESSION_DATA &&
        smtp_session->reply.code == 354) {
        smtp_session->step = SMTP_SESSION_BODY;
        smtp_reply_clear(&smtp_session->reply);
    }
}

void smtp_session_final_dot(struct smtp_session *smtp_session)
{
    smtp_session->step = SMTP_SESSION_DOT;
    smtp_reply_clear(&smtp_session->reply);
}

void smtp_session_note_early(struct smtp_session *smtp_session)
{
    smtp_session->early = true;
}

/* A 5xx reply to MAIL is about the sender, which all letters share; but 552 is
 * about the size of this letter. */
static enum smtp_outcome refused(const struct smtp_session *smtp_session)
{
    if (smtp_session->step < SMTP_SESSION_MAIL)
        return SMTP_BARRED;
    if (smtp_session->step == SMTP_SESSION_MAIL &&
        smtp_session->reply.code != 552)
        return SMTP_BARRED;
    return SMTP_REFUSED;
}

enum smtp_outcome smtp_session_outcome(const struct smtp_session *smtp_session)
{
    const int class = smtp_reply_class(&smtp_session->reply);

    if (class == 5)
        return refused(smtp_session);
    if (smtp_session->step < SMTP_SESSION_MAIL)
        return SMTP_UNREACHABLE;
    if (smtp_session->step < SMTP_SESSION_DOT || class == 4)
        return SMTP_DEFERRED;
    return class == 2 && !smtp_session->early ? SMTP_ACCEPTED : SMTP_UNKNOWN;
}

const char *smtp_session_step_name(enum smtp_session_step step)
{
    switch (step) {
    case SMTP_SESSION_CONNECT:
        return "connection";
    case SMTP_SESSION_EHLO:
        return "EHLO";
    case SMTP_SESSION_STARTTLS:
        return "STARTTLS";
    case SMTP_SESSION_AUTH:
        return "AUTH";
    case SMTP_SESSION_MAIL:
        return "MAIL";
    case SMTP_SESSION_RCPT:
        return "RCPT";
    case SMTP_SESSION_DATA:
        return "DATA";
    case SMTP_SESSION_BODY:
        return "message";
    case SMTP_SESSION_DOT:
        return "final dot";
    }
    return "";
}
