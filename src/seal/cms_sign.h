#ifndef SEAL_SIGNATURE_H
#define SEAL_SIGNATURE_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "seal/signer.h"
#include "seal/tsa_client.h"

/**
 * Signatures as PAdES wants them: detached CMS, SHA-256, with the attributes
 * content-type, message-digest and signing-certificate-v2, the signer's
 * certificates, and no signing-time, which is the PDF's /M to say. RSA signs by
 * PKCS #1 v1.5, so that the same bytes get the same signature.
 *
 * @source ETSI EN 319 142-1, 5 and 6.3 (PAdES B-B and B-T); ETSI EN 319 122-1,
 *         5 (attributes); RFC 5652 (CMS); RFC 5035 (signing-certificate-v2);
 *         RFC 5754 and RFC 5753 (RSA and ECDSA with SHA-256)
 */

/** Makes one signature after another: one for each thread. */
struct signature_maker;

/**
 * @param signer   whose signatures
 * @param service  time-stamps them: level B-T; NULL: none, level B-B
 * @owner the caller, who frees it with signature_maker_free(); both are
 *        borrowed and may serve any number of makers
 */
struct signature_maker *signature_maker_new(const struct signer *signer,
                                            struct timestamp_service *service);

void signature_maker_free(struct signature_maker *maker);

/** @return the most bytes a signature may take, the same for all makers of a
 *  signer and a service */
size_t signature_maker_room(const struct signature_maker *maker);

/**
 * Signs.
 *
 * @param maker   this thread's
 * @param digest  SHA-256 of what is signed
 * @param cms     gets the signature, and nothing where this fails
 * @param err     filled in on failure
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_SEAL_KEY: the key refuses; RULE_SEAL_TIMESTAMP
 */
enum status signature_make(struct signature_maker *maker,
                           const unsigned char digest[static HASH_SIZE],
                           struct buffer *cms, struct error *err) MUST_CHECK;

#endif
