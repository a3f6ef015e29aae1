#ifndef SEAL_CMS_H
#define SEAL_CMS_H

#include <stdbool.h>

#include <openssl/cms.h>

#include "base/arena.h"
#include "seal/signature_check.h"

/**
 * CMS SignedData with one signer: a letter's signature, or the time stamp on
 * it. Private to seal.
 *
 * The checks return the first fault, or NULL.
 *
 * @source RFC 5652 (CMS); RFC 5035 (signing-certificate-v2); RFC 8933
 */
struct cms {
    struct arena *arena; ///< owns the texts
    CMS_ContentInfo *info;
    CMS_SignerInfo *signer;        ///< in cms
    STACK_OF(X509) * certificates; ///< all in the structure
    X509 *certificate;             ///< the signer's, among them
    const EVP_MD *digest;
};

/**
 * Parses a structure and finds the signer's certificate.
 *
 * @param arena  owns the texts
 * @param bytes  DER
 * @param size   how many
 * @param used   [out] how many of them the structure takes up
 * @param cms    [out] close it even after a fault
 */
const char *cms_open(struct arena *arena, const unsigned char *bytes,
                     size_t size, size_t *used, struct cms *cms);

void cms_close(struct cms *cms);

/** @return true if the signed content is detached */
bool cms_is_detached(const struct cms *cms);

/** @return the embedded content, or NULL */
const ASN1_OCTET_STRING *cms_content(const struct cms *cms);

/**
 * Checks the signed digest against the content.
 *
 * @param kind  the required type of the content, a NID
 */
const char *cms_check_content(const struct cms *cms, int kind,
                              const struct signature_check_piece *pieces,
                              size_t count);

/** Checks that the certificate's key made the signature. */
const char *cms_check_signature(const struct cms *cms);

/**
 * Checks that the certificate is the one that the signature names.
 *
 * @param old_too  accept the attribute of 1999 too, which has SHA-1 only
 */
const char *cms_check_signing_certificate(const struct cms *cms, bool old_too);

/** @return "RSA 2048, SHA-256" */
const char *cms_algorithm(const struct cms *cms);

/** @return the digest that @p algorithm names, or NULL if it is too weak */
const EVP_MD *cms_digest(const X509_ALGOR *algorithm);

/** The digest of pieces. @return its size */
size_t cms_digest_pieces(const EVP_MD *digest,
                         const struct signature_check_piece *pieces,
                         size_t count,
                         unsigned char value[static EVP_MAX_MD_SIZE]);

#endif
