#ifndef SEAL_VALIDATION_DER_H
#define SEAL_VALIDATION_DER_H

#include <stdbool.h>
#include <stddef.h>

/** What validation data are made of. */
enum validation_kind {
    VALIDATION_CERTIFICATE,
    VALIDATION_CRL,
    VALIDATION_OCSP,
    VALIDATION_TIMESTAMP,
};

/**
 * Tells whether bytes are one such thing in DER and nothing more.
 *
 * @source RFC 5280 (certificates, CRLs), RFC 6960 (OCSP), RFC 3161
 */
bool validation_der_is(enum validation_kind kind, const void *bytes,
                       size_t size);

#endif
