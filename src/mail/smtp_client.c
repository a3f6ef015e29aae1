#include "mail/smtp_client.h"

#include <curl/curl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "mail/smtp_session.h"

/* The message but for these bytes is with the network before the watch is
 * asked, so that as little as can be is open when the connection is lost. */
enum { LAST_BYTES = 64 };

struct post {
    const struct post_server *server;
    CURL *curl;
    char trouble[CURL_ERROR_SIZE];
    struct dialogue dialogue;
    bool kept; /* a connection, from the message before */
    /* of the message in hand */
    const struct message *message;
    size_t given; /* bytes of it, to libcurl */
    post_watch *watch;
    void *context;
    bool stopped;
};

/* libcurl shows what goes in and out; keys and passwords among it are neither
 * kept nor shown. */
static int overhear(CURL *curl, curl_infotype type, char *bytes, size_t length,
                    void *context)
{
    struct post *post = context;

    (void)curl;
    if (type == CURLINFO_HEADER_IN)
        dialogue_answer(&post->dialogue, bytes, length);
    else if (type == CURLINFO_HEADER_OUT)
        dialogue_command(&post->dialogue, bytes, length);
    return 0;
}

/* A server that lets one in without the password that was to be shown is not
 * the server that was meant. */
static bool is_unasked(const struct post *post)
{
    return post->server->user && !post->dialogue.authenticated;
}

static bool may_part(struct post *post)
{
    if (post->watch && !post->watch(post->context)) {
        post->stopped = true;
        return false;
    }
    dialogue_part(&post->dialogue);
    return true;
}

static size_t give_bytes(char *to, size_t size, size_t count, void *context)
{
    struct post *post = context;
    const struct buffer *bytes = &post->message->bytes;
    const size_t left = bytes->length - post->given;
    size_t piece = size * count;

    if (is_unasked(post))
        return CURL_READFUNC_ABORT;
    if (left > LAST_BYTES)
        piece = left - LAST_BYTES < piece ? left - LAST_BYTES : piece;
    else if (post->dialogue.step != DIALOGUE_DOT && !may_part(post))
        return CURL_READFUNC_ABORT;
    else
        piece = left < piece ? left : piece;
    memcpy(to, bytes->bytes + post->given, piece);
    post->given += piece;
    return piece;
}

/* libcurl asks once a second, and would read anything but 0 as a stop. */
static int ask_interrupted(void *context, curl_off_t down_total,
                           curl_off_t down, curl_off_t up_total, curl_off_t up)
{
    struct post *post = context;

    (void)down_total, (void)down, (void)up_total, (void)up;
    if (post->dialogue.step == DIALOGUE_DOT || !post->server->interrupted ||
        !post->server->interrupted())
        return 0;
    post->stopped = true;
    return 1;
}

static void set_security(CURL *curl, const struct post_server *server)
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

/* Connecting is all up to AUTH; no server takes longer than that to greet. */
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

static void set_callbacks(struct post *post)
{
    CURL *curl = post->curl;

    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, post->trouble);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, overhear);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, post);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_bytes);
    curl_easy_setopt(curl, CURLOPT_READDATA, post);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, ask_interrupted);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, post);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
}

/* libcurl asks netrc for the password of a user that stands in the URL, but not
 * for that of one who is set. */
static void set_user(CURL *curl, const struct post_server *server)
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

static void ready_curl(struct post *post)
{
    const struct post_server *server = post->server;

    post->curl = curl_easy_init();
    if (!post->curl)
        memory_exhausted();
    curl_easy_setopt(post->curl, CURLOPT_URL, server->url);
    curl_easy_setopt(post->curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(post->curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(post->curl, CURLOPT_MAXCONNECTS, 1L);
    set_user(post->curl, server);
    set_security(post->curl, server);
    set_patience(post->curl, server->seconds);
    set_callbacks(post);
}

struct post *post_open(const struct post_server *server)
{
    struct post *post = memory_alloc(sizeof *post);

    *post = (struct post){.server = server};
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
        memory_exhausted();
    ready_curl(post);
    return post;
}

/* OpenSSL writes without MSG_NOSIGNAL: what a lost connection would kill the
 * program with is kept off this thread, and taken away before it can come. */
struct hush {
    sigset_t before;
    bool was_pending;
};

static void hush_pipe(struct hush *hush)
{
    sigset_t pipe, pending;

    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    sigpending(&pending);
    hush->was_pending = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &pipe, &hush->before);
}

static void unhush_pipe(const struct hush *hush)
{
    const struct timespec at_once = {0, 0};
    sigset_t pipe;

    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    if (!hush->was_pending)
        sigtimedwait(&pipe, NULL, &at_once);
    pthread_sigmask(SIG_SETMASK, &hush->before, NULL);
}

static void hang_up(struct post *post)
{
    struct hush hush;

    hush_pipe(&hush);
    curl_easy_cleanup(post->curl);
    unhush_pipe(&hush);
}

static void renew(struct post *post)
{
    hang_up(post);
    ready_curl(post);
}

void post_close(struct post *post)
{
    if (!post)
        return;
    hang_up(post);
    curl_global_cleanup();
    free(post);
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

static void set_message(struct post *post, struct curl_slist *recipients)
{
    const struct message *message = post->message;

    curl_easy_setopt(post->curl, CURLOPT_MAIL_FROM, message->sender);
    curl_easy_setopt(post->curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(post->curl, CURLOPT_INFILESIZE_LARGE,
                     (curl_off_t)message->bytes.length);
}

/* One talk with the server about the message. libcurl keeps a connection whose
 * answer was waited for in vain, and would take one that comes late for the
 * answer to the next message; so none is kept that has seen a failure. */
static CURLcode talk(struct post *post, struct curl_slist *recipients)
{
    struct hush hush;
    CURLcode code;

    set_message(post, recipients);
    post->given = 0;
    post->stopped = false;
    *post->trouble = '\0';
    dialogue_begin(&post->dialogue);
    hush_pipe(&hush);
    code = curl_easy_perform(post->curl);
    unhush_pipe(&hush);
    return code;
}

/* @return whether a connection that was kept turned out to be of no use, and
 *         nothing of the message has been taken yet */
static bool was_stale(const struct post *post)
{
    return post->kept && !post->dialogue.greeted && !post->stopped &&
           post->dialogue.step <= DIALOGUE_MAIL &&
           reply_class(&post->dialogue.reply) != 2;
}

/* What no waiting heals: no trust, no encryption, no way to log in. */
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

/* libcurl has one code for a handshake that was refused and one that was cut
 * short; only its words tell them apart. */
static bool is_cut_short(const struct post *post, CURLcode code)
{
    return code == CURLE_SSL_CONNECT_ERROR &&
           (strstr(post->trouble, "Recv failure") ||
            strstr(post->trouble, "Send failure") ||
            strstr(post->trouble, "SSL_ERROR_SYSCALL") ||
            strstr(post->trouble, "unexpected eof"));
}

static enum post_outcome find_outcome(const struct post *post, CURLcode code)
{
    const enum post_outcome outcome = dialogue_outcome(&post->dialogue);

    if (post->stopped)
        return POST_STOPPED;
    if (code == CURLE_ABORTED_BY_CALLBACK && is_unasked(post))
        return POST_BARRED;
    if (outcome == POST_AWAY && reply_class(&post->dialogue.reply) != 4 &&
        is_barred(code) && !is_cut_short(post, code))
        return POST_BARRED;
    return outcome;
}

/* @return the recipient that RCPT was about last */
static const char *last_recipient(const struct post *post)
{
    const size_t at = post->dialogue.recipients;

    return at && at <= post->message->recipient_count
               ? post->message->recipients[at - 1]
               : "";
}

/* libcurl's words for what happened where the server has not said it. */
static void explain(const struct post *post, CURLcode code,
                    struct post_receipt *receipt)
{
    const char *step = dialogue_step_name(post->dialogue.step);
    const char *why = *post->trouble ? post->trouble : curl_easy_strerror(code);

    if (post->stopped) {
        why = "stopped";
    } else if (receipt->outcome == POST_BARRED && is_unasked(post) &&
               code == CURLE_ABORTED_BY_CALLBACK) {
        step = dialogue_step_name(DIALOGUE_AUTH);
        why = "not offered by the server";
    }
    snprintf(receipt->reply, sizeof receipt->reply, "%s: %s", step, why);
    receipt->reply[strcspn(receipt->reply, "\r\n")] = '\0';
}

static void fill_receipt(const struct post *post, CURLcode code,
                         struct post_receipt *receipt)
{
    const struct dialogue *dialogue = &post->dialogue;
    const int class = reply_class(&dialogue->reply);

    *receipt = (struct post_receipt){.outcome = find_outcome(post, code)};
    if (post->stopped || class < 4 - 2 * (dialogue->step == DIALOGUE_DOT)) {
        explain(post, code, receipt);
        return;
    }
    receipt->code = dialogue->reply.code;
    if (dialogue->step == DIALOGUE_RCPT)
        snprintf(receipt->reply, sizeof receipt->reply, "<%.120s>: %.380s",
                 last_recipient(post), dialogue->reply.text);
    else
        snprintf(receipt->reply, sizeof receipt->reply, "%s",
                 dialogue->reply.text);
    reply_queue_id(&dialogue->reply, receipt->queue_id);
}

void post_send(struct post *post, const struct message *message,
               post_watch *watch, void *context, struct post_receipt *receipt)
{
    struct curl_slist *recipients = list_recipients(message);
    CURLcode code;

    post->message = message;
    post->watch = watch;
    post->context = context;
    code = talk(post, recipients);
    if (was_stale(post)) {
        renew(post);
        code = talk(post, recipients);
    }
    fill_receipt(post, code, receipt);
    post->kept = code == CURLE_OK;
    if (post->kept)
        curl_easy_setopt(post->curl, CURLOPT_MAIL_RCPT, NULL);
    else
        renew(post);
    curl_slist_free_all(recipients);
    post->message = NULL;
}
