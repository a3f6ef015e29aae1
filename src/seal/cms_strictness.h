#ifndef SEAL_FRAME_H
#define SEAL_FRAME_H

#include "seal/cms.h"

/**
 * The frame around a signature: versions, lists of algorithms, names. Nothing
 * signs them, and OpenSSL takes them as they are; nobody is deceived where they
 * are wrong, but then the file is not as it was made. For this folder alone.
 *
 * @param envelope  open
 * @param bytes     what it was opened from
 * @param size      how many, without what stands behind
 * @return NULL where all is as the standard wants it, else what is not
 * @source RFC 5652, 5.1 and 5.3; X.690, 10 and 11 (DER)
 */
const char *frame_check(const struct envelope *envelope,
                        const unsigned char *bytes, size_t size);

/** @return NULL, or the first attribute that is neither signed nor a
 *          time stamp, which EN 319 142-1, 6.3 does not know */
const char *frame_check_additions(const struct envelope *envelope);

#endif
