#ifndef MAIL_SMTP_CLIENT_H
#define MAIL_SMTP_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "mail/message.h"

/**
 * A connection to the mail server. No other file includes libcurl's header.
 *
 * @source RFC 5321 (SMTP), RFC 3207 (STARTTLS), RFC 4954 (AUTH), RFC 1047 (what
 *         is not known after the final dot)
 */
struct smtp_client;

struct smtp_server {
    const char *url;           ///< "smtps://host:465" or "smtp://host:587"
    const char *user;          ///< or NULL: netrc's for the host, or none
    const char *password;      ///< borrowed; never logged; NULL: netrc's
    const char *trust;         ///< PEM bundle, or NULL: the system's
    int seconds;               ///< to wait for an answer
    bool (*interrupted)(void); ///< or NULL; asked while nothing has left
};

enum smtp_outcome {
    SMTP_ACCEPTED, ///< 2xx to the final dot
    SMTP_DEFERRED, ///< 4xx, or the server was lost before the message left
    SMTP_REFUSED,  ///< 5xx
    SMTP_UNKNOWN,  ///< no answer to the final dot, or one that came before it
    SMTP_STOPPED,  ///< the watch returned false; the last bytes were not sent
    SMTP_UNREACHABLE, ///< no fault of the message: the server cannot be reached
    SMTP_BARRED, ///< likewise: it does not want us (greeting, AUTH, MAIL with
                 ///< 5xx), or we do not trust it (TLS); waiting is no help
};

struct smtp_receipt {
    enum smtp_outcome outcome;
    int code;           ///< of SMTP, 0: none
    char reply[512];    ///< the server's words on one line, or what happened
    char queue_id[128]; ///< from the reply to the dot, or ""
};

/** Called once, before the message's last bytes are sent: false keeps them. */
typedef bool smtp_client_watch(void *context);

/**
 * Readies a connection; it is made with the first message.
 *
 * TLS 1.2 or newer and a certificate that is valid for the host are required;
 * with smtp://, STARTTLS comes before anything else. Proxies are not used.
 *
 * @param server  borrowed until smtp_client_close()
 * @return to be used by one thread at a time. @owner the caller:
 *         smtp_client_close()
 */
struct smtp_client *smtp_client_open(const struct smtp_server *server);

void smtp_client_close(struct smtp_client *smtp_client);

/**
 * Sends one message and keeps the connection for the next. A connection that
 * the server has closed is opened again; a message whose MAIL was accepted is
 * never tried again here. One refused recipient refuses the message for all.
 *
 * @param smtp_client  this thread's
 * @param message      composed
 * @param watch        called before the last bytes leave
 * @param context      for @p watch
 * @param receipt      [out] always written
 */
void smtp_client_send(struct smtp_client *smtp_client,
                      const struct message *message, smtp_client_watch *watch,
                      void *context, struct smtp_receipt *receipt);

#endif
