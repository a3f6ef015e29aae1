#include "seal/validation_der.h"

#include <limits.h>

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/x509.h>

/* The decoder of an OpenSSL type. */
static const ASN1_ITEM *item_of(enum validation_kind kind)
{
    switch (kind) {
    case VALIDATION_CERTIFICATE:
        return ASN1_ITEM_rptr(X509);
    case VALIDATION_CRL:
        return ASN1_ITEM_rptr(X509_CRL);
    case VALIDATION_OCSP:
        return ASN1_ITEM_rptr(OCSP_RESPONSE);
    case VALIDATION_TIMESTAMP:
        return ASN1_ITEM_rptr(CMS_ContentInfo);
    }
    return NULL;
}

bool validation_der_is(enum validation_kind kind, const void *bytes,
                       size_t size)
{
    const unsigned char *at = bytes;
    const ASN1_ITEM *item = item_of(kind);
    ASN1_VALUE *value =
        size <= LONG_MAX ? ASN1_item_d2i(NULL, &at, (long)size, item) : NULL;
    const bool whole = value && at == (const unsigned char *)bytes + size;

    ASN1_item_free(value, item);
    ERR_clear_error();
    return whole;
}
