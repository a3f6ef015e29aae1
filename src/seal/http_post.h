#ifndef SEAL_HTTP_POST_H
#define SEAL_HTTP_POST_H

#include <openssl/bio.h>
#include <stdbool.h>

#include "base/error.h"

/**
 * Sends POST requests over HTTP, one connection each, through the proxy of the
 * environment variables http_proxy or https_proxy unless no_proxy names the
 * host.
 */
struct http_post;

/**
 * @param url   "http://host:port/path", "https://..."; no user, no fragment
 * @param post  [out] the caller closes it
 * @return true if @p url is valid
 */
bool http_post_open(const char *url, struct http_post **post) MUST_CHECK;

/** Closes the service; NULL is allowed. */
void http_post_close(struct http_post *post);

/** The reason for a missing answer. */
struct http_failure {
    int code;         ///< the server's status, "404"; 0: none
    bool redirected;  ///< the server redirects
    char reason[128]; ///< OpenSSL's message
};

/**
 * Sends one request.
 *
 * @param post      open; may be used by many threads
 * @param question  the body
 * @param kind      its media type
 * @param expected  the required media type of the answer
 * @param timeout   seconds for the whole exchange; refused connections are
 *                  retried until then
 * @param failure   [out] on failure
 * @return the answer, a DER value of at most 64 kB, which the caller frees; or
 *         NULL
 */
BIO *http_post_send(const struct http_post *post, BIO *question,
                    const char *kind, const char *expected, int timeout,
                    struct http_failure *failure);

#endif
