#ifndef SEAL_VALIDATION_DER_H
#define SEAL_VALIDATION_DER_H

#include <stdbool.h>
#include <stddef.h>

/** The kinds of validation data. */
enum validation_kind {
    VALIDATION_CERTIFICATE,
    VALIDATION_CRL,
    VALIDATION_OCSP,
    VALIDATION_TIMESTAMP,
};

/**
 * @return true if bytes are exactly one DER value of a kind
 *
 * @source RFC 5280 (certificates, CRLs), RFC 6960 (OCSP), RFC 3161
 */
bool validation_der_is(enum validation_kind kind, const void *bytes,
                       size_t size);

#endif
