#ifndef SEAL_CMS_STRICTNESS_H
#define SEAL_CMS_STRICTNESS_H

#include "seal/cms.h"

/**
 * Checks the parts that no signature covers and OpenSSL does not check:
 * versions, lists of algorithms, DER encoding. Private to seal.
 *
 * Without it, 15 of 2,533 alterations of one byte of a seal are not detected,
 * and the letter is reported as unchanged (tests/system/verify/seals.py).
 *
 * @param cms    open
 * @param bytes  its bytes
 * @param size   how many, without trailing zeros
 * @return NULL, or the first deviation from the standard
 * @source RFC 5652, 5.1 and 5.3; X.690, 10 and 11 (DER)
 */
const char *cms_strictness_check(const struct cms *cms,
                                 const unsigned char *bytes, size_t size);

/** @return NULL, or the first attribute that is neither signed nor a time
 *         stamp, which EN 319 142-1, 6.3 forbids */
const char *cms_strictness_check_attributes(const struct cms *cms);

#endif
