#ifndef SEAL_TIMESTAMP_CHECK_H
#define SEAL_TIMESTAMP_CHECK_H

#include "seal/cms.h"

/**
 * Checks time stamps, which prove that a digest existed at a time. Private to
 * seal.
 *
 * @source RFC 3161; RFC 5816
 */

/**
 * Checks that a time stamp is valid and covers the given bytes.
 *
 * @param token   the time stamp; open
 * @param pieces  the covered bytes
 * @param count   how many
 * @param at      [out] its time
 * @return NULL if it is valid, else the reason
 */
const char *timestamp_check(const struct cms *token,
                            const struct signature_check_piece *pieces,
                            size_t count, time_t *at);

#endif
