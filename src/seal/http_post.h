#ifndef SEAL_HTTP_POST_H
#define SEAL_HTTP_POST_H

#include <openssl/bio.h>
#include <stdbool.h>

#include "base/error.h"

/**
 * POST requests to a server over HTTP, one connection each: through the proxy
 * that http_proxy or https_proxy names in the environment, unless no_proxy
 * names the host.
 */
struct http_post;

/**
 * @param url   "http://host:port/path", "https://..."; no user, no fragment
 * @param post  [out]; the caller closes it
 * @return true if @p url can be asked
 */
bool http_post_open(const char *url, struct http_post **post) MUST_CHECK;

/** Closes the service; NULL is allowed. */
void http_post_close(struct http_post *post);

/** The reason why there is no answer. */
struct http_failure {
    int code;         ///< the server's status, "404"; 0: it gave none
    bool redirected;  ///< the server redirects
    char reason[128]; ///< as OpenSSL words it
};

/**
 * Sends one request.
 *
 * @param post      open; any number of threads may ask it
 * @param question  what to send
 * @param kind      its media type
 * @param expected  the media type of an answer
 * @param timeout   seconds for the whole exchange; a server that refuses the
 *                  connection is tried until then
 * @param failure   [out] on failure
 * @return the answer, a DER value of at most 64 kB, which the caller frees; or
 *         NULL
 */
BIO *http_post_send(const struct http_post *post, BIO *question,
                    const char *kind, const char *expected, int timeout,
                    struct http_failure *failure);

#endif
