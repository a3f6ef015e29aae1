#ifndef SEAL_PKCS11_H
#define SEAL_PKCS11_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "base/error.h"

/**
 * Opens keys on tokens (smart cards, security modules), which a URI names,
 * through OpenSSL 3's provider "pkcs11".
 *
 * @source RFC 7512 (the URI)
 */

/**
 * Opens the key that a URI names, and collects the certificates there.
 *
 * @param uri           as "pkcs11:token=office;object=seal"
 * @param answer        called for the PIN, if one is needed
 * @param context       for @p answer
 * @param key           [out] owned by the caller
 * @param certificates  [out] those that the URI without "type" names
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_SEAL_KEY: the provider or the key is missing
 */
enum status pkcs11_open(const char *uri, pem_password_cb *answer, void *context,
                        EVP_PKEY **key, STACK_OF(X509) * certificates,
                        struct error *err) MUST_CHECK;

#endif
