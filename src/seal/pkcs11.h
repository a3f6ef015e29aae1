#ifndef SEAL_PKCS11_H
#define SEAL_PKCS11_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "base/error.h"

/**
 * Keys that never leave their token (a smart card, a security module), named
 * by a URI and reached through OpenSSL 3's provider "pkcs11".
 *
 * @source RFC 7512 (the URI)
 */

/**
 * Opens the key that a URI names, and collects the certificates there.
 *
 * @param uri           as "pkcs11:token=office;object=seal"
 * @param answer        asked for the PIN, if one is needed
 * @param context       handed on to it
 * @param key           [out]; the caller's
 * @param certificates  gets those that the URI names, with its "type" left out
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_SEAL_KEY: no such provider, no such key
 */
enum status pkcs11_open(const char *uri, pem_password_cb *answer, void *context,
                        EVP_PKEY **key, STACK_OF(X509) * certificates,
                        struct error *err) MUST_CHECK;

#endif
