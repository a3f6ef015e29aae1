#ifndef BASE_HASH_PREFIX_CACHE_H
#define BASE_HASH_PREFIX_CACHE_H

#include <stddef.h>

#include "base/hash.h"

/**
 * SHA-256 of one file after another, many of which begin alike: a beginning
 * that came before is not hashed again. The digests are those of hash_bytes().
 * One for each thread.
 */
struct hash_prefix_cache;

/** @owner the caller, who frees it with hash_prefix_cache_free() */
struct hash_prefix_cache *hash_prefix_cache_new(void);

void hash_prefix_cache_free(struct hash_prefix_cache *hash_prefix_cache);

/**
 * Begins the next file, for who digests parts of it.
 *
 * @param hash_prefix_cache  this thread's
 * @param bytes              the file's beginning
 * @param beginning          how many bytes others may begin with
 * @return a hash that has these; add the rest and finish it
 * @owner  @p hash_prefix_cache, until its next file
 */
struct hash *
hash_prefix_cache_begin(struct hash_prefix_cache *hash_prefix_cache,
                        const void *bytes, size_t beginning);

/** @return a second hash that has what the first has now, which stays as it is;
 *  for a file of which two digests are wanted. @owner as for the first */
struct hash *
hash_prefix_cache_fork(struct hash_prefix_cache *hash_prefix_cache);

/**
 * Digests the next file.
 *
 * @param hash_prefix_cache  this thread's
 * @param bytes              the file
 * @param size               bytes
 * @param beginning          how many of them others may begin with; 0 to @p
 *                           size
 * @param digest             filled in
 */
void hash_prefix_cache_hash(struct hash_prefix_cache *hash_prefix_cache,
                            const void *bytes, size_t size, size_t beginning,
                            unsigned char digest[static HASH_SIZE]);

/**
 * Digests the next of files of which nobody says how they begin: what one has
 * in common with the one before it is taken for a beginning.
 *
 * @param hash_prefix_cache  this thread's
 * @param bytes              the file
 * @param size               bytes
 * @param digest             filled in
 */
void hash_prefix_cache_hash_alike(struct hash_prefix_cache *hash_prefix_cache,
                                  const void *bytes, size_t size,
                                  unsigned char digest[static HASH_SIZE]);

#endif
