#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * SHA-256 for records, a short hash for tables and shards.
 *
 * @source FIPS 180-4 (through libcrypto); FNV-1a, RFC 9923, for the short one
 */
struct hash;

enum { HASH_SIZE = 32, HASH_HEX_SIZE = 65 };

/** @owner the caller, who ends it with hash_finish() or hash_free() */
struct hash *hash_new(void);

void hash_free(struct hash *hash);

void hash_add(struct hash *hash, const void *bytes, size_t size);

/** Adds a text with its length before it, so that "ab","c" is not "a","bc".
 *  NULL and "" differ. */
void hash_add_text(struct hash *hash, const char *text);

/** Adds a whole number. */
void hash_add_integer(struct hash *hash, int64_t value);

/** Discards what was added. */
void hash_restart(struct hash *hash);

/** Writes the digest of what was added so far; more may be added. */
void hash_peek(const struct hash *hash, unsigned char digest[static HASH_SIZE]);

/** Sets @p hash to the state of @p from. */
void hash_copy(struct hash *hash, const struct hash *from);

/** Writes the digest and resets the hash for the next message. */
void hash_finish(struct hash *hash, unsigned char digest[static HASH_SIZE]);

/** @return @p hex, 64 lower-case digits and a NUL */
char *hash_hex(const unsigned char digest[static HASH_SIZE],
               char hex[static HASH_HEX_SIZE]);

/** Reads the output of hash_hex(). @return true if @p hex is exactly 64
 *  lower-case hexadecimal digits */
bool hash_read_hex(const char *hex, unsigned char digest[static HASH_SIZE]);

/** Computes the SHA-256 of bytes in memory. */
void hash_bytes(const void *bytes, size_t size,
                unsigned char digest[static HASH_SIZE]);

/** FNV-1a, 64 bits, of a NUL-terminated text. */
uint64_t hash_fnv(const char *text);

/** FNV-1a, 64 bits, of bytes, continuing from @p seed (0 to begin). */
uint64_t hash_fnv_bytes(uint64_t seed, const void *bytes, size_t size);

/** A hash for the caches, which look up each paragraph and each line of a
 *  letter: FNV-1a would take 4% of a letter's time. It depends on the machine's
 *  byte order, so it is never recorded. */
uint64_t hash_table64(uint64_t seed, const void *bytes, size_t size);

#endif
