#ifndef BATCH_EDITION_H
#define BATCH_EDITION_H

#include "base/buffer.h"
#include "base/hash.h"

/**
 * Which program this is: its version, its sources, the libraries it runs
 * with. Another edition may make another letter of the same row, so the
 * edition is among a letter's inputs.
 */

/** SHA-256 of all sources, in hex; written by the build. */
extern const char edition_sources[HASH_HEX_SIZE];

/** Adds the edition to a digest. */
void edition_hash(struct hash *hash);

/** Adds the libraries as a JSON object: {"cairo":"1.16.0",...}. */
void edition_add_libraries(struct buffer *json);

#endif
