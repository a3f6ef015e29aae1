#ifndef VERIFY_SIGNATURES_H
#define VERIFY_SIGNATURES_H

#include "verify/verification.h"

/**
 * Judges the seals of a file: each has to hold, and nothing may follow one but
 * what verify/incremental_update.h admits.
 *
 * @param verification  gets what became of each seal, and a fault for each
 *                      thing that is wrong
 * @param bytes         the whole file
 * @param policy        what is asked
 */
void signatures_check(struct verification *verification, const void *bytes,
                      const struct verification_policy *policy);

#endif
