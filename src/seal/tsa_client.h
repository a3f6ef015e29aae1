#ifndef SEAL_TSA_CLIENT_H
#define SEAL_TSA_CLIENT_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/hash.h"

/**
 * Requests time stamps from a time-stamping authority (TSA).
 *
 * A question may take ten seconds, within which a server that fails is asked up
 * to three times. Once three stamps in a row came to nothing that way it is
 * not asked again, so that a run without its server ends soon.
 *
 * @source RFC 3161 (the protocol, over HTTP); RFC 5816 (SHA-256 in it)
 */
struct tsa_client;

/**
 * Opens a service; asks nothing yet.
 *
 * @param url  http: or https:; borrowed
 * @param tsa  [out]; any number of threads may ask it
 * @return STATUS_OK or STATUS_INPUT
 * @owner  the caller, who frees it with tsa_client_close()
 * @errors RULE_SEAL_TIMESTAMP: no such URL
 */
enum status tsa_client_open(const char *url, struct tsa_client **tsa,
                            struct error *err) MUST_CHECK;

/** Closes the service; NULL is allowed. */
void tsa_client_close(struct tsa_client *tsa);

/** @return the most bytes that are taken as a token; 0: not yet asked */
size_t tsa_client_size_max(const struct tsa_client *tsa);

/** @return the URL it was opened with */
const char *tsa_client_url(const struct tsa_client *tsa);

/**
 * Asks for a time stamp, and checks that the answer is one: granted, for this
 * digest and this question, signed by a certificate that is for time stamps,
 * with a path, as far as it came with it, that was in force at the stamp's own
 * time. Whether its root is to be trusted is a reader's to say.
 *
 * The first answer tells how large tokens are: no other thread may ask before
 * it has come.
 *
 * @param tsa     open
 * @param digest  SHA-256 of what is stamped
 * @param token   gets the token
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_SEAL_TIMESTAMP: a bad answer, or one that asking again does not
 *         change; RULE_SEAL_SERVER: it cannot be reached now
 */
enum status tsa_client_ask(struct tsa_client *tsa,
                           const unsigned char digest[static HASH_SIZE],
                           struct buffer *token, struct error *err) MUST_CHECK;

#endif
