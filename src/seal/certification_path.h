#ifndef SEAL_CERTIFICATION_PATH_H
#define SEAL_CERTIFICATION_PATH_H

#include <stdbool.h>
#include <time.h>

#include <openssl/x509.h>

#include "base/arena.h"

/**
 * The certificates from a signer's up to its root, as far as they are
 * available, and the faults for which readers refuse them even if they trust
 * the root. Private to seal: it includes OpenSSL's headers.
 *
 * @source RFC 5280, 6; without revocation, for which a network is needed
 */

/**
 * Builds the path of a certificate.
 *
 * An issuer is the certificate whose key signed the one below it, not just
 * one of its name; of several, one that is in force and well signed comes
 * first.
 *
 * @param certificate  the first of the path
 * @param others       where issuers are looked for; NULL: nowhere
 * @param at           when they should be in force
 * @return the path, from @p certificate upwards; a self-signed root is its
 *         last where there is one
 * @owner  the caller, who frees the stack alone; its certificates are borrowed
 */
STACK_OF(X509) * certification_path_new(X509 *certificate,
                                        STACK_OF(X509) * others, time_t at);

/** @return true if the path's last certificate is a self-signed root */
bool certification_path_has_root(const STACK_OF(X509) * path);

/**
 * Looks for faults that every reader reports: a date, a weak key or digest, an
 * issuer that may not issue.
 *
 * @param arena  owns the answer
 * @param path   as built
 * @param at     when all of it must be in force
 * @return NULL, or the first fault, which names its certificate
 */
const char *certification_path_fault(struct arena *arena, STACK_OF(X509) * path,
                                     time_t at);

/**
 * Looks for a missing issuer: that of the first certificate, which no reader
 * has, or one of whose name there is a certificate with another key.
 *
 * @param arena   owns the answer
 * @param path    as built
 * @param others  as it was built from
 * @return NULL, or which is missing
 */
const char *certification_path_gap(struct arena *arena,
                                   const STACK_OF(X509) * path,
                                   STACK_OF(X509) * others);

#endif
