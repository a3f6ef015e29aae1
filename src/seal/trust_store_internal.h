#ifndef SEAL_TRUST_STORE_INTERNAL_H
#define SEAL_TRUST_STORE_INTERNAL_H

#include <time.h>

#include <openssl/x509.h>

#include "base/arena.h"
#include "seal/trust_store.h"

/**
 * Looks for a chain from a certificate to one that is relied on. Private
 * to seal.
 *
 * @param arena        owns the answer
 * @param trust        what is relied on
 * @param certificate  the first of the chain
 * @param others       what may stand in between; or NULL
 * @param at           when all of them have to be in force
 * @return NULL where there is one, else why not
 * @source RFC 5280, 6; without revocation, for which a network is needed
 */
const char *trust_store_find_chain(struct arena *arena,
                                   const struct trust_store *trust,
                                   X509 *certificate, STACK_OF(X509) * others,
                                   time_t at);

/**
 * Opens a trust in one certificate, whatever it is.
 *
 * @owner the caller, who closes it with trust_store_close()
 */
struct trust_store *trust_store_open_anchor(X509 *certificate);

#endif
