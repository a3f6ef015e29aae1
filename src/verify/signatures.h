#ifndef VERIFY_SIGNATURES_H
#define VERIFY_SIGNATURES_H

#include "verify/verification.h"

/**
 * Verifies the seals of a file: each must be valid, and only the objects that
 * verify/incremental_update.h admits may follow one.
 *
 * @param verification  [in,out] with the result of each seal, and all faults
 * @param bytes         the whole file
 * @param policy        the required checks
 */
void signatures_check(struct verification *verification, const void *bytes,
                      const struct verification_policy *policy);

#endif
