#ifndef SEAL_TIMESTAMP_CHECK_H
#define SEAL_TIMESTAMP_CHECK_H

#include "seal/cms.h"

/**
 * Checks time stamps: signatures that a digest existed at a time. Private to
 * seal.
 *
 * @source RFC 3161; RFC 5816
 */

/**
 * Checks that a time stamp is valid and is about these bytes.
 *
 * @param token   the time stamp; open
 * @param pieces  what it has to be about
 * @param count   how many
 * @param at      gets its time
 * @return NULL where it holds, else why not
 */
const char *timestamp_check(const struct cms *token,
                            const struct signature_check_piece *pieces,
                            size_t count, time_t *at);

#endif
