#include "mail/smtp_session.h"

#include <string.h>

void dialogue_begin(struct dialogue *dialogue)
{
    dialogue->step = DIALOGUE_CONNECT;
    dialogue->recipients = 0;
    dialogue->greeted = false;
    dialogue->over = false;
    reply_clear(&dialogue->reply);
}

/* Which command may follow which step. What is said within AUTH is base64 of
 * secrets, and might read as any command without a blank. */
static const struct transition {
    const char *words;
    enum dialogue_step first; /* from this step on */
    enum dialogue_step last;  /* up to this one */
    enum dialogue_step to;
} transitions[] = {
    {"EHLO ", DIALOGUE_CONNECT, DIALOGUE_STARTTLS, DIALOGUE_EHLO},
    {"HELO ", DIALOGUE_CONNECT, DIALOGUE_STARTTLS, DIALOGUE_EHLO},
    {"STARTTLS\r\n", DIALOGUE_EHLO, DIALOGUE_EHLO, DIALOGUE_STARTTLS},
    {"AUTH ", DIALOGUE_EHLO, DIALOGUE_AUTH, DIALOGUE_AUTH},
    {"MAIL FROM:", DIALOGUE_CONNECT, DIALOGUE_AUTH, DIALOGUE_MAIL},
    {"RCPT TO:", DIALOGUE_MAIL, DIALOGUE_RCPT, DIALOGUE_RCPT},
    {"DATA\r\n", DIALOGUE_RCPT, DIALOGUE_RCPT, DIALOGUE_DATA},
};

/* libcurl leaves with QUIT where a command was refused. Within AUTH it may be
 * base64 too, but then the server has asked for more. */
static bool is_quit(const struct dialogue *dialogue, const char *line,
                    size_t length)
{
    return length == 6 && memcmp(line, "QUIT\r\n", 6) == 0 &&
           (dialogue->step != DIALOGUE_AUTH ||
            reply_class(&dialogue->reply) != 3);
}

void dialogue_command(struct dialogue *dialogue, const char *line,
                      size_t length)
{
    if (is_quit(dialogue, line, length))
        dialogue->over = true;
    for (size_t i = 0; i < sizeof transitions / sizeof *transitions; i++) {
        const struct transition *to = &transitions[i];
        const size_t size = strlen(to->words);
        if (length < size || memcmp(line, to->words, size) != 0 ||
            dialogue->step < to->first || dialogue->step > to->last)
            continue;
        dialogue->step = to->to;
        dialogue->recipients += to->to == DIALOGUE_RCPT;
        reply_clear(&dialogue->reply);
        return;
    }
}

void dialogue_answer(struct dialogue *dialogue, const char *line, size_t length)
{
    if (dialogue->over)
        return;
    reply_add_line(&dialogue->reply, line, length);
    if (!dialogue->reply.whole)
        return;
    if (dialogue->step == DIALOGUE_CONNECT) {
        dialogue->greeted = true;
        dialogue->authenticated = false;
    }
    if (dialogue->step == DIALOGUE_AUTH && dialogue->reply.code == 235)
        dialogue->authenticated = true;
    if (dialogue->step == DIALOGUE_DATA && dialogue->reply.code == 354) {
        dialogue->step = DIALOGUE_BODY;
        reply_clear(&dialogue->reply);
    }
}

void dialogue_part(struct dialogue *dialogue)
{
    dialogue->step = DIALOGUE_DOT;
    reply_clear(&dialogue->reply);
}

/* A reply of the class 5 to MAIL is about the sender, who is the same for all
 * letters; but 552 is about the size of this one. */
static enum post_outcome refused(const struct dialogue *dialogue)
{
    if (dialogue->step < DIALOGUE_MAIL)
        return POST_BARRED;
    if (dialogue->step == DIALOGUE_MAIL && dialogue->reply.code != 552)
        return POST_BARRED;
    return POST_REFUSED;
}

enum post_outcome dialogue_outcome(const struct dialogue *dialogue)
{
    const int class = reply_class(&dialogue->reply);

    if (class == 5)
        return refused(dialogue);
    if (dialogue->step < DIALOGUE_MAIL)
        return POST_AWAY;
    if (dialogue->step < DIALOGUE_DOT || class == 4)
        return POST_DEFERRED;
    return class == 2 ? POST_ACCEPTED : POST_UNKNOWN;
}

const char *dialogue_step_name(enum dialogue_step step)
{
    switch (step) {
    case DIALOGUE_CONNECT:
        return "connection";
    case DIALOGUE_EHLO:
        return "EHLO";
    case DIALOGUE_STARTTLS:
        return "STARTTLS";
    case DIALOGUE_AUTH:
        return "AUTH";
    case DIALOGUE_MAIL:
        return "MAIL";
    case DIALOGUE_RCPT:
        return "RCPT";
    case DIALOGUE_DATA:
        return "DATA";
    case DIALOGUE_BODY:
        return "message";
    case DIALOGUE_DOT:
        return "final dot";
    }
    return "";
}
