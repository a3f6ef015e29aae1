#ifndef SEAL_SIGNER_INTERNAL_H
#define SEAL_SIGNER_INTERNAL_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "seal/signer.h"

/** The members of a signer; private to seal. */
struct signer {
    EVP_PKEY *key;
    X509 *certificate;
    STACK_OF(X509) * others; ///< other certificates, in any order
    STACK_OF(X509) *
        path; ///< from the certificate up, borrowed from the others, without a
              ///< root
    char *file; ///< the certificate's source, for diagnostics
    char *subject;
    char *name;
    unsigned char fingerprint[HASH_SIZE];
};

#endif
