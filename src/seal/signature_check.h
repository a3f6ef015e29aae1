#ifndef SEAL_SIGNATURE_CHECK_H
#define SEAL_SIGNATURE_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/arena.h"
#include "seal/trust_store.h"

/**
 * Checks a signature: are the signed bytes unchanged, who signed, is that
 * certificate trusted? The signature may be damaged or hostile.
 *
 * @source ETSI EN 319 142-1 (PAdES); EN 319 122-1 (CAdES); RFC 3161
 */

/** A part of the signed bytes. */
struct signature_check_piece {
    const void *bytes;
    size_t size;
};

/** The claimed form of a signature. */
enum signature_check_form {
    SIGNATURE_CHECK_CADES,     ///< "/ETSI.CAdES.detached": PAdES
    SIGNATURE_CHECK_PKCS7,     ///< "/adbe.pkcs7.detached": the older form
    SIGNATURE_CHECK_TIMESTAMP, ///< "/ETSI.RFC3161": a time stamp on the
                               ///< document
};

struct signature_check_input {
    enum signature_check_form form;
    const struct signature_check_piece *pieces; ///< the signed bytes, in order
    size_t piece_count;
    const unsigned char *signature; ///< CMS in DER, followed by zeros
    size_t signature_size;
    const struct trust_store *trust; ///< NULL: trust is not checked
    time_t now;
};

enum signature_check_chain {
    SIGNATURE_CHECK_NOT_ASKED,
    SIGNATURE_CHECK_TRUSTED,
    SIGNATURE_CHECK_UNTRUSTED,
};

/** The owner of a certificate. */
struct signature_check_person {
    const char *name;    ///< "A Name"; NULL: no certificate was found
    const char *subject; ///< "CN=A Name,O=Somebody,C=GB"
    const char *issuer;
    time_t from; ///< in force
    time_t until;
    enum signature_check_chain chain;
};

/** A fault, and the part that has it. */
struct signature_check_fault {
    const char *of; ///< "seal", "time stamp", "certificate"
    const char *message;
};

enum { SIGNATURE_CHECK_FAULTS_MAX = 16 };

struct signature_report {
    struct signature_check_fault faults[SIGNATURE_CHECK_FAULTS_MAX];
    size_t fault_count;
    bool intact;           ///< the pieces have the signed digest
    bool genuine;          ///< the certificate's key made the signature
    const char *algorithm; ///< "RSA 2048, SHA-256"; NULL: not known
    const char *level;     ///< "PAdES B-T", "PAdES B-B", "CMS", "time stamp"
    struct signature_check_person signer;
    bool stamped;      ///< there is a valid time stamp
    time_t stamped_at; ///< its time; of several the first
    struct signature_check_person stamper;
};

/**
 * Checks a signature.
 *
 * The certificate must be valid at the time of a valid time stamp, else now:
 * the time that a file states for itself proves nothing. The time stamp's own
 * certificate must be valid now.
 *
 * @param arena             owns the texts
 * @param input             the signature and the signed bytes
 * @param signature_report  [out] without faults the signature is valid
 */
void signature_check(struct arena *arena,
                     const struct signature_check_input *input,
                     struct signature_report *signature_report);

#endif
