#include "mail/smtp_client.h"

#include <curl/curl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/memory.h"
#include "mail/smtp_session.h"
#include "mail/tcp_socket.h"

/* The message except these bytes is sent before the watch is called, to
 * minimise the time in which a lost connection makes the outcome unknown. */
enum { LAST_BYTES = 64 };

/* Milliseconds to wait before the last bytes: for the bytes before them to
 * arrive, and for an answer that comes too early. */
enum { FLUSH = 2000, EARLY_WAIT = 50 };

enum { SOCKETS = 8 };

struct smtp_client {
    const struct smtp_server *server;
    CURL *curl;
    int sockets[SOCKETS]; /* that libcurl has open */
    size_t socket_count;
    char trouble[CURL_ERROR_SIZE];
    struct smtp_session smtp_session;
    bool kept; /* a kept connection of the previous message */
    /* of the current message */
    const struct message *message;
    size_t given;     /* bytes of it, to libcurl */
    int64_t received; /* bytes from the server, before it and before its end */
    smtp_client_watch *watch;
    void *context;
    bool stopped;
};

/* libcurl tries several addresses at once, and closes all sockets except the
 * one that connects first. It reports the socket only at the end. */
static int note_socket(void *context, curl_socket_t file, curlsocktype purpose)
{
    struct smtp_client *smtp_client = context;

    (void)purpose;
    if (smtp_client->socket_count < SOCKETS)
        smtp_client->sockets[smtp_client->socket_count++] = file;
    return CURL_SOCKOPT_OK;
}

static int close_socket(void *context, curl_socket_t file)
{
    struct smtp_client *smtp_client = context;
    size_t kept = 0;

    if (smtp_client->smtp_session.step == SMTP_SESSION_BODY &&
        smtp_client->received >= 0 &&
        tcp_socket_received(file) > smtp_client->received)
        smtp_session_note_early(&smtp_client->smtp_session);
    for (size_t i = 0; i < smtp_client->socket_count; i++)
        if (smtp_client->sockets[i] != file)
            smtp_client->sockets[kept++] = smtp_client->sockets[i];
    smtp_client->socket_count = kept;
    return close(file);
}

/* @return the connection's socket, or -1 */
static int find_socket(const struct smtp_client *smtp_client)
{
    return smtp_client->socket_count == 1 ? smtp_client->sockets[0] : -1;
}

/* @return true if this line arrived before the last bytes were sent: an answer
 *         to them comes in new bytes */
static bool was_there_before(const struct smtp_client *smtp_client)
{
    return smtp_client->smtp_session.step == SMTP_SESSION_DOT &&
           smtp_client->received >= 0 &&
           tcp_socket_received(find_socket(smtp_client)) ==
               smtp_client->received;
}

/* libcurl passes all traffic; passwords in it are neither kept nor shown. */
static int on_debug(CURL *curl, curl_infotype type, char *bytes, size_t length,
                    void *context)
{
    struct smtp_client *smtp_client = context;

    (void)curl;
    if (type == CURLINFO_HEADER_IN && was_there_before(smtp_client))
        smtp_session_note_early(&smtp_client->smtp_session);
    if (type == CURLINFO_HEADER_IN)
        smtp_session_answer(&smtp_client->smtp_session, bytes, length);
    else if (type == CURLINFO_HEADER_OUT)
        smtp_session_command(&smtp_client->smtp_session, bytes, length);
    return 0;
}

/* A server that does not require the password is not the intended one. */
static bool is_unasked(const struct smtp_client *smtp_client)
{
    return smtp_client->server->user &&
           !smtp_client->smtp_session.authenticated;
}

static bool may_finish(struct smtp_client *smtp_client)
{
    if (smtp_client->watch && !smtp_client->watch(smtp_client->context)) {
        smtp_client->stopped = true;
        return false;
    }
    smtp_client->received = tcp_socket_received(find_socket(smtp_client));
    smtp_session_final_dot(&smtp_client->smtp_session);
    return true;
}

/* libcurl does not read while it sends a message. If the server has answered
 * before the end, it is unknown if it took the message, which then counts as in
 * flight.
 *
 * @param last  only the last bytes are left
 * @return false if the watch holds the rest back */
static bool listen_early(struct smtp_client *smtp_client, bool last)
{
    const int file = find_socket(smtp_client);

    if (smtp_client->smtp_session.step == SMTP_SESSION_DOT)
        return true;
    if (smtp_client->received < 0)
        smtp_client->received = tcp_socket_received(file);
    if (last ? tcp_socket_await(file, FLUSH, EARLY_WAIT)
             : tcp_socket_has_unread(file))
        smtp_session_note_early(&smtp_client->smtp_session);
    return (!last && !smtp_client->smtp_session.early) ||
           may_finish(smtp_client);
}

static size_t give_bytes(char *to, size_t size, size_t count, void *context)
{
    struct smtp_client *smtp_client = context;
    const struct buffer *bytes = &smtp_client->message->bytes;
    const size_t left = bytes->length - smtp_client->given;
    size_t piece = size * count;

    if (is_unasked(smtp_client) ||
        !listen_early(smtp_client, left <= LAST_BYTES))
        return CURL_READFUNC_ABORT;
    if (left > LAST_BYTES)
        piece = left - LAST_BYTES < piece ? left - LAST_BYTES : piece;
    else
        piece = left < piece ? left : piece;
    memcpy(to, bytes->bytes + smtp_client->given, piece);
    smtp_client->given += piece;
    return piece;
}

/* libcurl calls this once a second; anything but 0 stops it. */
static int ask_interrupted(void *context, curl_off_t down_total,
                           curl_off_t down, curl_off_t up_total, curl_off_t up)
{
    struct smtp_client *smtp_client = context;

    (void)down_total, (void)down, (void)up_total, (void)up;
    if (smtp_client->smtp_session.step == SMTP_SESSION_DOT ||
        !smtp_client->server->interrupted ||
        !smtp_client->server->interrupted())
        return 0;
    smtp_client->stopped = true;
    return 1;
}

static void set_security(CURL *curl, const struct smtp_server *server)
{
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    if (server->trust) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, server->trust);
        curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
    }
}

/* For libcurl, connecting includes AUTH; this is longer than any greeting
 * takes. */
enum { CONNECT_SECONDS = 300 };

static void set_patience(CURL *curl, int seconds)
{
    const int connect = seconds < CONNECT_SECONDS ? seconds : CONNECT_SECONDS;

    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)connect);
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)seconds);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)seconds);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
}

static void set_callbacks(struct smtp_client *smtp_client)
{
    CURL *curl = smtp_client->curl;

    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, smtp_client->trouble);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, on_debug);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, smtp_client);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_SOCKOPTFUNCTION, note_socket);
    curl_easy_setopt(curl, CURLOPT_SOCKOPTDATA, smtp_client);
    curl_easy_setopt(curl, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
    curl_easy_setopt(curl, CURLOPT_CLOSESOCKETDATA, smtp_client);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_bytes);
    curl_easy_setopt(curl, CURLOPT_READDATA, smtp_client);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, ask_interrupted);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, smtp_client);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
}

/* libcurl looks up the password in netrc for a user in the URL, but not for
 * one set as an option. */
static void set_user(CURL *curl, const struct smtp_server *server)
{
    CURLU *url = curl_url();
    char *whole = NULL;

    if (server->password || !server->user) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, server->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, server->password);
    } else if (curl_url_set(url, CURLUPART_URL, server->url, 0) == CURLUE_OK &&
               curl_url_set(url, CURLUPART_USER, server->user,
                            CURLU_URLENCODE) == CURLUE_OK &&
               curl_url_get(url, CURLUPART_URL, &whole, 0) == CURLUE_OK) {
        curl_easy_setopt(curl, CURLOPT_URL, whole);
    }
    if (!server->password)
        curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_OPTIONAL);
    curl_free(whole);
    curl_url_cleanup(url);
}

static void ready_curl(struct smtp_client *smtp_client)
{
    const struct smtp_server *server = smtp_client->server;

    smtp_client->curl = curl_easy_init();
    if (!smtp_client->curl)
        memory_exhausted();
    curl_easy_setopt(smtp_client->curl, CURLOPT_URL, server->url);
    curl_easy_setopt(smtp_client->curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(smtp_client->curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(smtp_client->curl, CURLOPT_MAXCONNECTS, 1L);
    set_user(smtp_client->curl, server);
    set_security(smtp_client->curl, server);
    set_patience(smtp_client->curl, server->seconds);
    set_callbacks(smtp_client);
}

struct smtp_client *smtp_client_open(const struct smtp_server *server)
{
    struct smtp_client *smtp_client = memory_alloc(sizeof *smtp_client);

    *smtp_client = (struct smtp_client){.server = server};
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
        memory_exhausted();
    ready_curl(smtp_client);
    return smtp_client;
}

/* OpenSSL writes without MSG_NOSIGNAL: SIGPIPE is blocked in this thread, and
 * a pending one is removed. */
struct pipe_guard {
    sigset_t before;
    bool was_pending;
};

static void ignore_sigpipe(struct pipe_guard *pipe_guard)
{
    sigset_t pipe, pending;

    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    sigpending(&pending);
    pipe_guard->was_pending = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &pipe, &pipe_guard->before);
}

static void restore_sigpipe(const struct pipe_guard *pipe_guard)
{
    const struct timespec at_once = {0, 0};
    sigset_t pipe;

    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    if (!pipe_guard->was_pending)
        sigtimedwait(&pipe, NULL, &at_once);
    pthread_sigmask(SIG_SETMASK, &pipe_guard->before, NULL);
}

static void disconnect(struct smtp_client *smtp_client)
{
    struct pipe_guard pipe_guard;

    ignore_sigpipe(&pipe_guard);
    curl_easy_cleanup(smtp_client->curl);
    restore_sigpipe(&pipe_guard);
}

static void renew(struct smtp_client *smtp_client)
{
    disconnect(smtp_client);
    ready_curl(smtp_client);
}

void smtp_client_close(struct smtp_client *smtp_client)
{
    if (!smtp_client)
        return;
    disconnect(smtp_client);
    curl_global_cleanup();
    free(smtp_client);
}

static struct curl_slist *list_recipients(const struct message *message)
{
    struct curl_slist *list = NULL;

    for (size_t i = 0; i < message->recipient_count; i++) {
        struct curl_slist *longer =
            curl_slist_append(list, message->recipients[i]);
        if (!longer)
            memory_exhausted();
        list = longer;
    }
    return list;
}

static void set_message(struct smtp_client *smtp_client,
                        struct curl_slist *recipients)
{
    const struct message *message = smtp_client->message;

    curl_easy_setopt(smtp_client->curl, CURLOPT_MAIL_FROM, message->sender);
    curl_easy_setopt(smtp_client->curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(smtp_client->curl, CURLOPT_INFILESIZE_LARGE,
                     (curl_off_t)message->bytes.length);
}

/* Performs one SMTP transaction. libcurl keeps a connection after a timeout,
 * and would read a late answer as the answer to the next message; so
 * connections are closed after a failure. */
static CURLcode transfer(struct smtp_client *smtp_client,
                         struct curl_slist *recipients)
{
    struct pipe_guard pipe_guard;
    CURLcode code;

    set_message(smtp_client, recipients);
    smtp_client->given = 0;
    smtp_client->received = -1;
    smtp_client->stopped = false;
    *smtp_client->trouble = '\0';
    smtp_session_begin(&smtp_client->smtp_session);
    ignore_sigpipe(&pipe_guard);
    code = curl_easy_perform(smtp_client->curl);
    restore_sigpipe(&pipe_guard);
    return code;
}

/* @return true if a kept connection was unusable, and the server has taken
 *         nothing of the message */
static bool was_stale(const struct smtp_client *smtp_client)
{
    return smtp_client->kept && !smtp_client->smtp_session.greeted &&
           !smtp_client->stopped &&
           smtp_client->smtp_session.step <= SMTP_SESSION_MAIL &&
           smtp_reply_class(&smtp_client->smtp_session.reply) != 2;
}

/* If the server answered during the message and closed, it may have taken it:
 * the message counts as sent. */
static void part_early(struct smtp_client *smtp_client)
{
    if (smtp_client->smtp_session.step == SMTP_SESSION_BODY &&
        smtp_client->smtp_session.early && !smtp_client->stopped &&
        !is_unasked(smtp_client))
        (void)may_finish(smtp_client);
}

/* Permanent failures: no trust, no encryption, no login. */
static bool is_barred(CURLcode code)
{
    static const CURLcode codes[] = {
        CURLE_UNSUPPORTED_PROTOCOL,
        CURLE_URL_MALFORMAT,
        CURLE_SSL_CONNECT_ERROR,
        CURLE_PEER_FAILED_VERIFICATION,
        CURLE_USE_SSL_FAILED,
        CURLE_SSL_CACERT_BADFILE,
        CURLE_SSL_CIPHER,
        CURLE_SSL_ISSUER_ERROR,
        CURLE_SSL_ENGINE_INITFAILED,
        CURLE_LOGIN_DENIED,
    };

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (code == codes[i])
            return true;
    return false;
}

/* libcurl has one code for refused and interrupted handshakes; only its
 * message distinguishes them. */
static bool is_cut_short(const struct smtp_client *smtp_client, CURLcode code)
{
    return code == CURLE_SSL_CONNECT_ERROR &&
           (strstr(smtp_client->trouble, "Recv failure") ||
            strstr(smtp_client->trouble, "Send failure") ||
            strstr(smtp_client->trouble, "SSL_ERROR_SYSCALL") ||
            strstr(smtp_client->trouble, "getpeername() failed") ||
            strstr(smtp_client->trouble, "unexpected eof"));
}

static enum smtp_outcome find_outcome(const struct smtp_client *smtp_client,
                                      CURLcode code)
{
    const enum smtp_outcome outcome =
        smtp_session_outcome(&smtp_client->smtp_session);

    if (smtp_client->stopped)
        return SMTP_STOPPED;
    if (code == CURLE_ABORTED_BY_CALLBACK && is_unasked(smtp_client))
        return SMTP_BARRED;
    if (outcome == SMTP_UNREACHABLE &&
        smtp_reply_class(&smtp_client->smtp_session.reply) != 4 &&
        is_barred(code) && !is_cut_short(smtp_client, code))
        return SMTP_BARRED;
    return outcome;
}

/* @return the recipient of the last RCPT */
static const char *last_recipient(const struct smtp_client *smtp_client)
{
    const size_t at = smtp_client->smtp_session.recipients;

    return at && at <= smtp_client->message->recipient_count
               ? smtp_client->message->recipients[at - 1]
               : "";
}

/* @return libcurl's message for a failure without a reply */
static void explain(const struct smtp_client *smtp_client, CURLcode code,
                    struct smtp_receipt *receipt)
{
    const char *step = smtp_session_step_name(smtp_client->smtp_session.step);
    const char *why =
        *smtp_client->trouble ? smtp_client->trouble : curl_easy_strerror(code);

    if (smtp_client->stopped) {
        why = "stopped";
    } else if (smtp_client->smtp_session.early) {
        step = smtp_session_step_name(SMTP_SESSION_BODY);
        why = "the server spoke before the message had ended";
    } else if (receipt->outcome == SMTP_BARRED && is_unasked(smtp_client) &&
               code == CURLE_ABORTED_BY_CALLBACK) {
        step = smtp_session_step_name(SMTP_SESSION_AUTH);
        why = "not offered by the server";
    }
    snprintf(receipt->reply, sizeof receipt->reply, "%s: %s", step, why);
    receipt->reply[strcspn(receipt->reply, "\r\n")] = '\0';
}

static void fill_receipt(const struct smtp_client *smtp_client, CURLcode code,
                         struct smtp_receipt *receipt)
{
    const struct smtp_session *smtp_session = &smtp_client->smtp_session;
    const int class = smtp_reply_class(&smtp_session->reply);

    *receipt =
        (struct smtp_receipt){.outcome = find_outcome(smtp_client, code)};
    if (smtp_client->stopped ||
        class < 4 - 2 * (smtp_session->step == SMTP_SESSION_DOT)) {
        explain(smtp_client, code, receipt);
        return;
    }
    receipt->code = smtp_session->reply.code;
    if (receipt->outcome == SMTP_UNKNOWN && smtp_session->early)
        snprintf(receipt->reply, sizeof receipt->reply,
                 "answered before the message had ended: %.380s",
                 smtp_session->reply.text);
    else if (smtp_session->step == SMTP_SESSION_RCPT)
        snprintf(receipt->reply, sizeof receipt->reply, "<%.120s>: %.380s",
                 last_recipient(smtp_client), smtp_session->reply.text);
    else
        snprintf(receipt->reply, sizeof receipt->reply, "%s",
                 smtp_session->reply.text);
    smtp_reply_queue_id(&smtp_session->reply, receipt->queue_id);
}

void smtp_client_send(struct smtp_client *smtp_client,
                      const struct message *message, smtp_client_watch *watch,
                      void *context, struct smtp_receipt *receipt)
{
    struct curl_slist *recipients = list_recipients(message);
    CURLcode code;

    smtp_client->message = message;
    smtp_client->watch = watch;
    smtp_client->context = context;
    code = transfer(smtp_client, recipients);
    if (was_stale(smtp_client)) {
        renew(smtp_client);
        code = transfer(smtp_client, recipients);
    }
    part_early(smtp_client);
    fill_receipt(smtp_client, code, receipt);
    smtp_client->kept = code == CURLE_OK && !smtp_client->smtp_session.early;
    if (smtp_client->kept)
        curl_easy_setopt(smtp_client->curl, CURLOPT_MAIL_RCPT, NULL);
    else
        renew(smtp_client);
    curl_slist_free_all(recipients);
    smtp_client->message = NULL;
}
