#ifndef SEAL_CMS_SIGN_H
#define SEAL_CMS_SIGN_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "seal/signer.h"
#include "seal/tsa_client.h"

/**
 * Signatures as PAdES requires them: detached CMS, SHA-256, with the attributes
 * content-type, message-digest and signing-certificate-v2, the signer's
 * certificates, and no signing-time, which is in the PDF's /M. RSA signs by
 * PKCS #1 v1.5, so that equal bytes get equal signatures.
 *
 * @source ETSI EN 319 142-1, 5 and 6.3 (PAdES B-B and B-T); ETSI EN 319 122-1,
 *         5 (attributes); RFC 5652 (CMS); RFC 5035 (signing-certificate-v2);
 *         RFC 5754 and RFC 5753 (RSA and ECDSA with SHA-256)
 */

/** Maximum bytes of a signature. */
enum { SIGNATURE_LIMIT = 256 * 1024 };

/** Makes signatures; one for each thread. */
struct cms_sign;

/**
 * @param signer  the signer
 * @param tsa     time-stamps them (level B-T); NULL: no time stamp (level B-B)
 * @owner the caller, who frees it with cms_sign_free(); @p signer and @p tsa
 *        are borrowed and may be shared
 */
struct cms_sign *cms_sign_new(const struct signer *signer,
                              struct tsa_client *tsa);

void cms_sign_free(struct cms_sign *maker);

/** @return the maximum bytes of a signature, equal for all makers with the same
 *         signer and service */
size_t cms_sign_size_max(const struct cms_sign *maker);

/**
 * Signs.
 *
 * @param maker   this thread's
 * @param digest  SHA-256 of the signed bytes
 * @param cms     [out] the signature; empty on failure
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_SEAL_KEY: the key refuses; RULE_SEAL_TIMESTAMP
 */
enum status cms_sign_make(struct cms_sign *maker,
                          const unsigned char digest[static HASH_SIZE],
                          struct buffer *cms, struct error *err) MUST_CHECK;

#endif
