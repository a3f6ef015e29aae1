#ifndef SEAL_TSA_CLIENT_H
#define SEAL_TSA_CLIENT_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/hash.h"

/**
 * Requests time stamps from a time-stamping authority (TSA).
 *
 * A request takes at most ten seconds, with up to three attempts. After three
 * failed requests in a row the server is not asked again, so that a run without
 * its server ends soon.
 *
 * @source RFC 3161 (the protocol, over HTTP); RFC 5816 (SHA-256 in it)
 */
struct tsa_client;

/**
 * Opens a service; sends no request yet.
 *
 * @param url  http: or https:; borrowed
 * @param tsa  [out] may be used by many threads
 * @return STATUS_OK or STATUS_INPUT
 * @owner  the caller, who frees it with tsa_client_close()
 * @errors RULE_SEAL_TIMESTAMP: not a valid URL
 */
enum status tsa_client_open(const char *url, struct tsa_client **tsa,
                            struct error *err) MUST_CHECK;

/** Closes the service; NULL is allowed. */
void tsa_client_close(struct tsa_client *tsa);

/** @return the maximum bytes of a token; 0 before the first request */
size_t tsa_client_size_max(const struct tsa_client *tsa);

/** @return the URL it was opened with */
const char *tsa_client_url(const struct tsa_client *tsa);

/**
 * Requests a time stamp and checks the answer: it is granted, for this digest
 * and this request, and signed by a certificate for time stamps whose included
 * path was valid at the stamp's time. Trust in its root is left to readers.
 *
 * The first answer gives the size of tokens: other threads must wait for it.
 *
 * @param tsa     open
 * @param digest  SHA-256 of the stamped bytes
 * @param token   [out] the token
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_SEAL_TIMESTAMP: a wrong answer, or a permanent failure;
 *         RULE_SEAL_SERVER: it cannot be reached now
 */
enum status tsa_client_ask(struct tsa_client *tsa,
                           const unsigned char digest[static HASH_SIZE],
                           struct buffer *token, struct error *err) MUST_CHECK;

#endif
