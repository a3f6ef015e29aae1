#include "mail/smtp_reply.h"

#include <string.h>
#include <strings.h>

#include "base/ascii.h"

void smtp_reply_clear(struct smtp_reply *reply)
{
    *reply = (struct smtp_reply){.code = 0};
}

/* @return the code at the beginning of a line, or 0 if it is not a reply */
static int read_code(const char *line, size_t length)
{
    if (length < 4 || line[0] < '2' || line[0] > '5' ||
        !ascii_is_digit(line[1]) || !ascii_is_digit(line[2]) ||
        line[length - 1] != '\n' || !strchr(" -\r\n", line[3]))
        return 0;
    return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

static void add_words(struct smtp_reply *reply, const char *words,
                      size_t length)
{
    size_t at = strlen(reply->text);

    while (length && strchr(" \r\n", words[length - 1]))
        length--;
    if (length && at && at < SMTP_REPLY_SIZE - 1)
        reply->text[at++] = ' ';
    for (size_t i = 0; i < length && at < SMTP_REPLY_SIZE - 1; i++) {
        const char byte = words[i];
        reply->text[at++] = byte >= ' ' && byte <= '~' ? byte : '?';
    }
    reply->text[at] = '\0';
}

/* @return the length of an enhanced code with its space, as "5.1.1 ", or 0 */
static size_t enhanced_length(const char *words, size_t length)
{
    size_t at = 0;
    int dots = 0;

    while (at < length && (ascii_is_digit(words[at]) || words[at] == '.'))
        dots += words[at++] == '.';
    if (dots != 2 || at >= length || words[at] != ' ')
        return 0;
    return at + 1;
}

void smtp_reply_add_line(struct smtp_reply *reply, const char *line,
                         size_t length)
{
    const int code = read_code(line, length);
    size_t skip = 4;

    if (!code)
        return;
    if (reply->whole)
        smtp_reply_clear(reply);
    if (!*reply->text)
        skip = 0; /* code and enhanced code once, at the beginning */
    else
        skip += enhanced_length(line + 4, length - 4);
    add_words(reply, line + skip, length - skip);
    if (reply->code == 0 && *reply->text && reply->text[3] == '-')
        reply->text[3] = ' ';
    reply->code = code;
    reply->whole = line[3] != '-';
}

int smtp_reply_class(const struct smtp_reply *reply)
{
    return reply->whole ? reply->code / 100 : 0;
}

static void take_word(const char *from, char id[static SMTP_REPLY_ID_SIZE])
{
    const size_t length = strcspn(from, " ,;]>");

    if (length == 0 || length >= SMTP_REPLY_ID_SIZE)
        return;
    memcpy(id, from, length);
    id[length] = '\0';
}

/* "queued as 4XyZ" (Postfix), "OK id=1abc" (Exim), "InternalId=7" (Exchange) */
static bool take_named(const char *text, char id[static SMTP_REPLY_ID_SIZE])
{
    static const char *const names[] = {"queued as ", "InternalId=", " id="};

    for (size_t i = 0; i < sizeof names / sizeof *names && !*id; i++) {
        const char *found = strcasestr(text, names[i]);
        if (found)
            take_word(found + strlen(names[i]), id);
    }
    return *id != '\0';
}

void smtp_reply_queue_id(const struct smtp_reply *reply,
                         char id[static SMTP_REPLY_ID_SIZE])
{
    const char *words = reply->text;

    *id = '\0';
    if (smtp_reply_class(reply) != 2 || take_named(words, id))
        return;
    words += strlen(words) > 4 ? 4 : strlen(words);
    words += enhanced_length(words, strlen(words));
    if (strcasestr(words, " message accepted")) /* OpenSMTPD, Sendmail */
        take_word(words, id);
    else if (strncasecmp(words, "ok ", 3) == 0 && !strchr(words + 3, ' '))
        take_word(words + 3, id); /* SES */
}
