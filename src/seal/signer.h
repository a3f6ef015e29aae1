#ifndef SEAL_SIGNER_H
#define SEAL_SIGNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/secret.h"

/**
 * Who signs: a private key, its certificate and the chain above it, opened once
 * for the run and checked before the first letter. Immutable once open.
 */
struct signer;

/** Where key and certificates are. */
struct signer_source {
    const char *certificate; ///< PKCS#12, or PEM with the chain after it; or
                             ///< NULL where pkcs11 says all
    const char *key;         ///< PEM; NULL: it is in the same file
    const char *pkcs11; ///< URI of a key, and of a certificate unless named; or
                        ///< NULL
    const char *chain;  ///< PEM: more certificates; or NULL
};

/**
 * Opens a signer and checks that it may sign.
 *
 * The passphrase is looked for only if the key needs one, and forgotten before
 * this returns.
 *
 * @param source  key and certificates
 * @param ways    to the passphrase
 * @param now     when letters are signed: the certificate has to be valid then
 * @param signer  [out]
 * @return STATUS_OK or STATUS_INPUT
 * @owner  the caller, who frees it with signer_close()
 * @errors RULE_FILE_MISSING, RULE_FILE_UNREADABLE; RULE_SEAL_PASSPHRASE: wrong
 *         or none; RULE_SEAL_CERTIFICATE: not valid now, or not meant for
 *         signatures; RULE_SEAL_KEY: none, of another certificate, of a kind
 *         or size that is not signed with
 */
enum status signer_open(const struct signer_source *source,
                        const struct secret_ways *ways, time_t now,
                        struct signer **signer, struct error *err) MUST_CHECK;

/** Frees the signer; NULL is allowed. */
void signer_close(struct signer *signer);

/** @return the certificate's subject as RFC 2253 writes it, in UTF-8 */
const char *signer_subject(const struct signer *signer);

/** @return the subject's common name, else its organisation, else all of it */
const char *signer_name(const struct signer *signer);

/** @return the SHA-256 of the certificate, HASH_SIZE bytes */
const unsigned char *signer_fingerprint(const struct signer *signer);

/** @return true if it signs the same bytes with the same signature (RSA does;
 *  ECDSA draws a number each time) */
bool signer_is_repeatable(const struct signer *signer);

#endif
