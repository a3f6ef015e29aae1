#ifndef BASE_DIGESTER_H
#define BASE_DIGESTER_H

#include <stddef.h>

#include "base/hash.h"

/**
 * SHA-256 of one file after another, many of which begin alike: a beginning
 * that came before is not hashed again. The digests are those of hash_bytes().
 * One for each thread.
 */
struct digester;

/** @owner the caller, who frees it with digester_free() */
struct digester *digester_new(void);

void digester_free(struct digester *digester);

/**
 * Begins the next file, for who digests parts of it.
 *
 * @param digester   this thread's
 * @param bytes      the file's beginning
 * @param beginning  how many bytes others may begin with
 * @return a hash that has these; add the rest and finish it
 * @owner  @p digester, until its next file
 */
struct hash *digester_begin(struct digester *digester, const void *bytes,
                            size_t beginning);

/** @return a second hash that has what the first has now, which stays as it is;
 *  for a file of which two digests are wanted. @owner as for the first */
struct hash *digester_fork(struct digester *digester);

/**
 * Digests the next file.
 *
 * @param digester   this thread's
 * @param bytes      the file
 * @param size       bytes
 * @param beginning  how many of them others may begin with; 0 to @p size
 * @param digest     filled in
 */
void digester_hash(struct digester *digester, const void *bytes, size_t size,
                   size_t beginning, unsigned char digest[static HASH_SIZE]);

/**
 * Digests the next of files of which nobody says how they begin: what one has
 * in common with the one before it is taken for a beginning.
 *
 * @param digester  this thread's
 * @param bytes     the file
 * @param size      bytes
 * @param digest    filled in
 */
void digester_hash_alike(struct digester *digester, const void *bytes,
                         size_t size, unsigned char digest[static HASH_SIZE]);

#endif
