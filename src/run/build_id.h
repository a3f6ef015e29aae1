#ifndef RUN_BUILD_ID_H
#define RUN_BUILD_ID_H

#include "base/buffer.h"
#include "base/hash.h"

/**
 * Which program this is: its version, its sources, the libraries it runs
 * with. Another build may make another letter of the same row, so the build id
 * is among a letter's inputs.
 */

/** SHA-256 of all sources, in hex; written by the build. */
extern const char build_id_sources[HASH_HEX_SIZE];

/** Adds the build id to a digest. */
void build_id_hash(struct hash *hash);

/** Adds the libraries as a JSON object: {"cairo":"1.16.0",...}. */
void build_id_add_libraries(struct buffer *json);

#endif
