#ifndef SEAL_CERTIFICATE_H
#define SEAL_CERTIFICATE_H

#include <stdbool.h>
#include <time.h>

#include <openssl/x509.h>

#include "base/arena.h"

/**
 * Reads the fields of a certificate. Private to seal: it includes OpenSSL's
 * headers.
 *
 * All texts are valid UTF-8 and without controls; the arena owns them.
 */

/** @return the subject in the form of RFC 2253: "CN=A Name,O=Somebody,C=GB" */
const char *certificate_subject(struct arena *arena, const X509 *certificate);

const char *certificate_issuer(struct arena *arena, const X509 *certificate);

/** @return the subject's common name, else its organisation, else all of it */
const char *certificate_name(struct arena *arena, const X509 *certificate);

/** The first and the last second of its validity, UTC. */
time_t certificate_from(const X509 *certificate);
time_t certificate_until(const X509 *certificate);

/** @return "RSA 2048", "ECDSA P-256" and the like */
const char *certificate_key(struct arena *arena, X509 *certificate);

/**
 * @return NULL if its key may sign documents, else the reason
 * @source RFC 5280, 4.2.1.3 (key usage), 4.2.1.12 (extended key usage);
 *         RFC 9336 (documents)
 */
const char *certificate_unfit_to_sign(X509 *certificate);

/**
 * @return NULL if its key may sign time stamps, else the reason
 * @source RFC 3161, 2.3
 */
const char *certificate_unfit_to_stamp(X509 *certificate);

/** @return NULL if its key is strong enough, else the reason */
const char *certificate_weakness(struct arena *arena, X509 *certificate);

/** @return seconds of UTC; 0 if it is not a time */
time_t certificate_time(const ASN1_TIME *time);

#endif
