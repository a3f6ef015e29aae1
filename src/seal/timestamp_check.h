#ifndef SEAL_STAMP_H
#define SEAL_STAMP_H

#include "seal/cms.h"

/**
 * A time stamp: somebody's signature that a digest was there at a time. For
 * this folder alone.
 *
 * @source RFC 3161; RFC 5816
 */

/**
 * Asks whether a time stamp holds and is about these bytes.
 *
 * @param token   the time stamp; open
 * @param pieces  what it has to be about
 * @param count   how many
 * @param at      gets its time
 * @return NULL where it holds, else why not
 */
const char *stamp_check(const struct envelope *token,
                        const struct witness_piece *pieces, size_t count,
                        time_t *at);

#endif
