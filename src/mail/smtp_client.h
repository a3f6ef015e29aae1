#ifndef MAIL_SMTP_CLIENT_H
#define MAIL_SMTP_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "mail/message.h"

/**
 * A connection to the mail server. No other file includes libcurl's header.
 *
 * @source RFC 5321 (SMTP), RFC 3207 (STARTTLS), RFC 4954 (AUTH), RFC 1047 (a
 *         lost reply to the final dot)
 */
struct smtp_client;

struct smtp_server {
    const char *url;           ///< "smtps://host:465" or "smtp://host:587"
    const char *user;          ///< or NULL: netrc's for the host, or none
    const char *password;      ///< borrowed; never logged; NULL: netrc's
    const char *trust;         ///< PEM bundle, or NULL: the system's
    int seconds;               ///< to wait for an answer
    bool (*interrupted)(void); ///< or NULL; called until data are sent
};

enum smtp_outcome {
    SMTP_ACCEPTED, ///< 2xx to the final dot
    SMTP_DEFERRED, ///< 4xx, or the server was lost before the message left
    SMTP_REFUSED,  ///< 5xx
    SMTP_UNKNOWN,  ///< no answer to the final dot, or an early one
    SMTP_STOPPED,  ///< the watch returned false; the last bytes were not sent
    SMTP_UNREACHABLE, ///< the server cannot be reached
    SMTP_BARRED, ///< permanent failure: the server rejects us (greeting, AUTH,
                 ///< MAIL with 5xx), or we do not trust it (TLS)
};

struct smtp_receipt {
    enum smtp_outcome outcome;
    int code;           ///< of SMTP, 0: none
    char reply[512];    ///< the server's reply on one line, or the failure
    char queue_id[128]; ///< from the reply to the dot, or ""
};

/** Called once, before the message's last bytes are sent; false holds them
 *  back. */
typedef bool smtp_client_watch(void *context);

/**
 * Prepares a connection, which is opened with the first message.
 *
 * TLS 1.2 or newer and a certificate that is valid for the host are required;
 * with smtp://, STARTTLS is the first command. Proxies are not used.
 *
 * @param server  borrowed until smtp_client_close()
 * @return a client for one thread at a time. @owner the caller:
 *         smtp_client_close()
 */
struct smtp_client *smtp_client_open(const struct smtp_server *server);

void smtp_client_close(struct smtp_client *smtp_client);

/**
 * Sends one message and keeps the connection for the next. A connection that
 * the server has closed is opened again, but not after it has accepted MAIL.
 * One refused recipient refuses the message for all.
 *
 * @param smtp_client  this thread's
 * @param message      composed
 * @param watch        called before the last bytes are sent
 * @param context      for @p watch
 * @param receipt      [out] always written
 */
void smtp_client_send(struct smtp_client *smtp_client,
                      const struct message *message, smtp_client_watch *watch,
                      void *context, struct smtp_receipt *receipt);

#endif
