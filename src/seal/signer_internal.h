#ifndef SEAL_SIGNER_INTERNAL_H
#define SEAL_SIGNER_INTERNAL_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "seal/signer.h"

/** The members of a signer; private to seal. */
struct signer {
    EVP_PKEY *key;
    X509 *certificate;
    STACK_OF(X509) * others; ///< what came along, in no order
    STACK_OF(X509) *
        path;   ///< from the certificate up, borrowed from the others;
                ///< without a root, which a reader has or mistrusts
    char *file; ///< where the certificate came from, for diagnostics
    char *subject;
    char *name;
    unsigned char fingerprint[HASH_SIZE];
};

#endif
