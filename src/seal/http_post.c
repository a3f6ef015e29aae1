#include "seal/http_post.h"

#include <openssl/err.h>
#include <openssl/http.h>
#include <openssl/httperr.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/memory.h"
#include "base/utf8.h"

enum { ANSWER_LIMIT = 64 * 1024 };

struct http_post {
    char *host;
    char *port;
    char *path;
    SSL_CTX *tls; ///< NULL: in clear
};

/* Configures TLS with the system's certificate authorities and the host's
 * name. */
static SSL_CTX *open_tls(void)
{
    SSL_CTX *tls = SSL_CTX_new(TLS_client_method());

    if (!tls)
        memory_exhausted();
    SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_mode(tls, SSL_MODE_AUTO_RETRY);
    SSL_CTX_set_default_verify_paths(tls);
    return tls;
}

bool http_post_open(const char *url, struct http_post **post)
{
    struct http_post *opened = memory_alloc(sizeof *opened);
    char *user = NULL;
    int tls = 0;
    bool good;

    *opened = (struct http_post){.host = NULL};
    good = strncmp(url, "http", 4) == 0 &&
           OSSL_HTTP_parse_url(url, &tls, &user, &opened->host, &opened->port,
                               NULL, &opened->path, NULL, NULL) == 1 &&
           *opened->host && (!user || !*user);
    OPENSSL_free(user);
    ERR_clear_error();
    if (good && tls)
        opened->tls = open_tls();
    *post = opened;
    if (!good) {
        http_post_close(opened);
        *post = NULL;
    }
    return good;
}

void http_post_close(struct http_post *post)
{
    if (!post)
        return;
    OPENSSL_free(post->host);
    OPENSSL_free(post->port);
    OPENSSL_free(post->path);
    SSL_CTX_free(post->tls);
    free(post);
}

/* One request. */
struct exchange {
    const struct http_post *post;
    int timeout; ///< seconds
};

/* Opens a tunnel through the proxy that https_proxy names for the host, if
 * any. OpenSSL finds the proxy itself but sends it TLS without a tunnel.
 */
static bool pass_proxy(BIO *connection, const struct exchange *exchange)
{
    const struct http_post *post = exchange->post;

    return !OSSL_HTTP_adapt_proxy(NULL, NULL, post->host, 1) ||
           OSSL_HTTP_proxy_connect(connection, post->host, post->port, NULL,
                                   NULL, exchange->timeout, NULL, NULL) == 1;
}

/* Adds TLS to a new connection, and removes it from a closed one. */
static BIO *wrap(BIO *connection, void *context, int connecting, int detail)
{
    const struct exchange *exchange = context;
    const struct http_post *post = exchange->post;
    BIO *wrapped;
    SSL *tls = NULL;

    (void)detail;
    if (!post->tls)
        return connection;
    if (!connecting) {
        wrapped = BIO_pop(connection);
        BIO_free(connection);
        return wrapped;
    }
    if (!pass_proxy(connection, exchange))
        return NULL;
    wrapped = BIO_new_ssl(post->tls, 1);
    if (!wrapped || BIO_get_ssl(wrapped, &tls) != 1 ||
        SSL_set_tlsext_host_name(tls, post->host) != 1 ||
        SSL_set1_host(tls, post->host) != 1) {
        BIO_free(wrapped);
        return NULL;
    }
    return BIO_push(wrapped, connection);
}

/* A server that closes the connection during a write raises SIGPIPE, which
 * would end the run. It is blocked, and a pending one is removed. */
static void block_signal(sigset_t *pipe, sigset_t *before)
{
    sigemptyset(pipe);
    sigaddset(pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, pipe, before);
}

static void unblock_signal(const sigset_t *pipe, const sigset_t *before)
{
    static const struct timespec at_once = {0, 0};

    if (sigismember(before, SIGPIPE) == 0)
        sigtimedwait(pipe, NULL, &at_once);
    pthread_sigmask(SIG_SETMASK, before, NULL);
}

/* @return the number after "code=" or "Code: " in the data of OpenSSL's error
 */
static int find_code(const char *data)
{
    const char *at = data ? strpbrk(data, "0123456789") : NULL;
    int code = 0;

    if (!at ||
        (strncmp(data, "code=", 5) != 0 && strncmp(data, "Code: ", 6) != 0))
        return 0;
    for (int i = 0; i < 3 && ascii_is_digit(at[i]); i++)
        code = code * 10 + (at[i] - '0');
    return code;
}

/* OpenSSL's last error is general; the first one gives the cause. */
static void explain(struct http_failure *failure)
{
    const char *data = NULL;
    const unsigned long error =
        ERR_peek_error_all(NULL, NULL, NULL, &data, NULL);
    const char *words = ERR_reason_error_string(error);

    failure->code = find_code(data);
    failure->redirected =
        failure->code / 100 == 3 ||
        (ERR_GET_LIB(error) == ERR_LIB_HTTP &&
         ERR_GET_REASON(error) == HTTP_R_REDIRECTION_NOT_ENABLED);
    utf8_copy(failure->reason, sizeof failure->reason,
              words ? words : "no answer");
    ERR_clear_error();
}

BIO *http_post_send(const struct http_post *post, BIO *question,
                    const char *kind, const char *expected, int timeout,
                    struct http_failure *failure)
{
    struct exchange exchange = {post, timeout};
    sigset_t pipe;
    sigset_t before;
    BIO *answer;

    block_signal(&pipe, &before);
    ERR_clear_error();
    answer = OSSL_HTTP_transfer(NULL, post->host, post->port, post->path,
                                post->tls != NULL, NULL, NULL, NULL, NULL, wrap,
                                &exchange, 0, NULL, kind, question, expected, 1,
                                ANSWER_LIMIT, timeout, 0);
    unblock_signal(&pipe, &before);
    if (!answer)
        explain(failure);
    ERR_clear_error();
    return answer;
}
