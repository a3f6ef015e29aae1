#ifndef SEAL_TRUST_STORE_INTERNAL_H
#define SEAL_TRUST_STORE_INTERNAL_H

#include <time.h>

#include <openssl/x509.h>

#include "base/arena.h"
#include "seal/trust_store.h"

/**
 * Finds a chain from a certificate to a trusted one. Private to seal.
 *
 * @param arena        owns the answer
 * @param trust        the trusted certificates
 * @param certificate  the first of the chain
 * @param others       possible intermediates; or NULL
 * @param at           when all certificates must be valid
 * @return NULL if
 *                     there is one, else the reason
 * @source RFC 5280, 6; without revocation, for which a network is needed
 */
const char *trust_store_find_chain(struct arena *arena,
                                   const struct trust_store *trust,
                                   X509 *certificate, STACK_OF(X509) * others,
                                   time_t at);

/**
 * Opens a store that trusts one certificate.
 *
 * @owner the caller, who closes it with trust_store_close()
 */
struct trust_store *trust_store_open_anchor(X509 *certificate);

#endif
