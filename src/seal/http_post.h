#ifndef SEAL_HTTP_H
#define SEAL_HTTP_H

#include <openssl/bio.h>
#include <stdbool.h>

#include "base/error.h"

/** Questions to a server over HTTP, by POST, one connection each. */
struct http_service;

/**
 * @param url      "http://host:port/path", "https://..."; no user, no fragment
 * @param service  filled in on success; the caller closes it
 * @return whether @p url is one that can be asked
 */
bool http_service_open(const char *url,
                       struct http_service **service) MUST_CHECK;

/** Closes the service; NULL is allowed. */
void http_service_close(struct http_service *service);

/**
 * Asks.
 *
 * @param service   open; any number of threads may ask it
 * @param question  what to send
 * @param kind      its media type
 * @param expected  the media type of an answer
 * @param timeout   seconds for the whole exchange; a server that refuses the
 *                  connection is tried until then
 * @param reason    on failure, gets why, as OpenSSL words it
 * @param size      of @p reason
 * @return the answer, a DER value of at most 64 kB, which the caller frees; or
 *         NULL
 */
BIO *http_service_ask(const struct http_service *service, BIO *question,
                      const char *kind, const char *expected, int timeout,
                      char *reason, size_t size);

#endif
