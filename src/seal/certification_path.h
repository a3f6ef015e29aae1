#ifndef SEAL_CERTIFICATION_PATH_H
#define SEAL_CERTIFICATION_PATH_H

#include <stdbool.h>
#include <time.h>

#include <openssl/x509.h>

#include "base/arena.h"

/**
 * The certificates from a signer's up to its root, as far as they are
 * available, and the faults that make readers refuse them even if they trust
 * the root. Private to seal: it includes OpenSSL's headers.
 *
 * @source RFC 5280, 6; without revocation, for which a network is needed
 */

/**
 * Builds the path of a certificate.
 *
 * An issuer is the certificate whose key signed the one below it; its name
 * alone is not enough. Valid and strongly signed issuers are preferred.
 *
 * @param certificate  the first of the path
 * @param others       possible issuers; NULL: none
 * @param at           when they should be valid
 * @return the path, from @p certificate upwards to the self-signed root, if it
 *         was found
 * @owner  the caller, who frees only the stack; its certificates are borrowed
 */
STACK_OF(X509) * certification_path_new(X509 *certificate,
                                        STACK_OF(X509) * others, time_t at);

/** @return true if the path's last certificate is a self-signed root */
bool certification_path_has_root(const STACK_OF(X509) * path);

/**
 * Finds faults that every reader reports: an invalid date, a weak key or
 * digest, an issuer that must not issue.
 *
 * @param arena  owns the answer
 * @param path   as built
 * @param at     when all certificates must be valid
 * @return NULL, or the first fault, which names its certificate
 */
const char *certification_path_fault(struct arena *arena, STACK_OF(X509) * path,
                                     time_t at);

/**
 * Finds a missing issuer: that of the first certificate, which readers do not
 * have, or one with another certificate of its name but with another key.
 *
 * @param arena   owns the answer
 * @param path    as built
 * @param others  the possible issuers that it was built from
 * @return NULL, or the name of the missing one
 */
const char *certification_path_gap(struct arena *arena,
                                   const STACK_OF(X509) * path,
                                   STACK_OF(X509) * others);

#endif
