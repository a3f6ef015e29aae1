#ifndef SEAL_ENVELOPE_H
#define SEAL_ENVELOPE_H

#include <stdbool.h>

#include <openssl/cms.h>

#include "base/arena.h"
#include "seal/signature_check.h"

/**
 * CMS SignedData with one signer: a letter's signature, and the time stamp on
 * it, which is one too. For this folder alone.
 *
 * Of the several things that may be wrong each function names the first; NULL
 * means well.
 *
 * @source RFC 5652 (CMS); RFC 5035 (signing-certificate-v2); RFC 8933
 */
struct envelope {
    struct arena *arena; ///< owns the texts
    CMS_ContentInfo *cms;
    CMS_SignerInfo *signer;        ///< in cms
    STACK_OF(X509) * certificates; ///< all that came with it
    X509 *certificate;             ///< the signer's, among them
    const EVP_MD *digest;
};

/**
 * Parses and finds the signer's certificate.
 *
 * @param arena     owns the texts
 * @param bytes     DER
 * @param size      how many
 * @param used      how many of them the structure takes up
 * @param envelope  filled in; close it whatever this returns
 */
const char *envelope_open(struct arena *arena, const unsigned char *bytes,
                          size_t size, size_t *used, struct envelope *envelope);

void envelope_close(struct envelope *envelope);

/** @return whether the signed content lies apart from it */
bool envelope_is_detached(const struct envelope *envelope);

/** @return the content in it, or NULL */
const ASN1_OCTET_STRING *envelope_content(const struct envelope *envelope);

/**
 * Asks whether the digest that was signed is that of the content.
 *
 * @param kind  what the content has to be, a NID
 */
const char *envelope_check_content(const struct envelope *envelope, int kind,
                                   const struct witness_piece *pieces,
                                   size_t count);

/** Asks whether the signature is by the certificate's key. */
const char *envelope_check_signature(const struct envelope *envelope);

/**
 * Asks whether the certificate is the one that was signed with.
 *
 * @param old_too  whether the attribute of 1999 will do, which knows SHA-1 only
 */
const char *envelope_check_signing_certificate(const struct envelope *envelope,
                                               bool old_too);

/** @return "RSA 2048, SHA-256" */
const char *envelope_algorithm(const struct envelope *envelope);

/** @return the digest that @p algorithm names, or NULL where it is none that
 *          can be relied on */
const EVP_MD *envelope_digest(const X509_ALGOR *algorithm);

/** The digest of pieces. @return its size */
size_t envelope_digest_pieces(const EVP_MD *digest,
                              const struct witness_piece *pieces, size_t count,
                              unsigned char value[static EVP_MAX_MD_SIZE]);

#endif
