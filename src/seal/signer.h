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
 * A signer: a private key, its certificate and its chain, opened once for the
 * run and checked before the first letter. Immutable once open.
 */
struct signer;

/** The sources of key and certificates. */
struct signer_source {
    const char *certificate; ///< PKCS#12, or PEM with the chain after it; or
                             ///< NULL with pkcs11
    const char *key;         ///< PEM; NULL: in the certificate's file
    const char *pkcs11; ///< URI of a key and, without @p certificate, of that;
                        ///< or NULL
    const char *chain;  ///< PEM: more certificates; or NULL
};

/**
 * Opens a signer and checks that it may sign.
 *
 * The passphrase is read only if the key needs one, and wiped before this
 * returns.
 *
 * @param source  key and certificates
 * @param ways    sources of the passphrase
 * @param now     the time of signing, at which the certificate must be valid
 * @param signer  [out]
 * @return STATUS_OK or STATUS_INPUT
 * @owner  the caller, who frees it with signer_close()
 * @errors RULE_FILE_MISSING, RULE_FILE_UNREADABLE; RULE_SEAL_PASSPHRASE: wrong
 *         or missing; RULE_SEAL_CERTIFICATE: not valid now, or not for
 *         signatures; RULE_SEAL_KEY: missing, of another certificate, or of an
 *         unsuitable type or size
 */
enum status signer_open(const struct signer_source *source,
                        const struct secret_ways *ways, time_t now,
                        struct signer **signer, struct error *err) MUST_CHECK;

/** Frees the signer; NULL is allowed. */
void signer_close(struct signer *signer);

/** @return the certificate's subject in the form of RFC 2253, in UTF-8 */
const char *signer_subject(const struct signer *signer);

/** @return the subject's common name, else its organisation, else all of it */
const char *signer_name(const struct signer *signer);

/** @return the SHA-256 of the certificate, HASH_SIZE bytes */
const unsigned char *signer_fingerprint(const struct signer *signer);

/** @return true if equal bytes get equal signatures (as with RSA; ECDSA draws a
 *         random number) */
bool signer_is_repeatable(const struct signer *signer);

#endif
