#ifndef MAIL_POST_H
#define MAIL_POST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "mail/message.h"

/**
 * A connection to the mail server; the one place that knows libcurl.
 *
 * @source RFC 5321 (SMTP), RFC 3207 (STARTTLS), RFC 4954 (AUTH), RFC 1047 (what
 *         is not known after the final dot)
 */
struct post;

struct post_server {
    const char *url;      ///< "smtps://host:465" or "smtp://host:587"
    const char *user;     ///< or NULL: no authentication
    const char *password; ///< borrowed; never logged
    const char *trust;    ///< PEM bundle, or NULL: the system's
    int seconds;          ///< to wait for an answer
};

enum post_outcome {
    POST_ACCEPTED, ///< 2xx to the final dot
    POST_DEFERRED, ///< 4xx, or the server was away, before the message left
    POST_REFUSED,  ///< 5xx
    POST_UNKNOWN,  ///< no answer to the final dot
    POST_STOPPED,  ///< the watch said no; nothing of the last byte has left
};

struct post_receipt {
    enum post_outcome outcome;
    int code;           ///< of SMTP, 0: none
    char reply[512];    ///< the server's last line, or what happened
    char queue_id[128]; ///< from the reply to the dot, or ""
};

/** Called once, before the message's last bytes leave: false keeps them back. */
typedef bool post_watch(void *context);

/** @owner the caller: post_close(). Connects with the first message. */
struct post *post_open(const struct post_server *server);

void post_close(struct post *post);

/**
 * Posts one message; the connection is kept for the next.
 *
 * @param post     this thread's
 * @param message  composed
 * @param watch    called before the last bytes leave
 * @param context  for @p watch
 * @param receipt  filled in always
 */
void post_send(struct post *post, const struct message *message,
               post_watch *watch, void *context, struct post_receipt *receipt);

#endif
