#ifndef PDF_CONTENT_CACHE_H
#define PDF_CONTENT_CACHE_H

#include <stddef.h>
#include <stdint.h>

#include "pdf/static_deflate.h"

/**
 * A cache of parts of content streams that letters share: lines of text and
 * paths, as operators and deflated.
 *
 * One for each thread. A part is cached when it occurs for the second time;
 * the cache is emptied if it takes more than a few megabytes. It never affects
 * a letter's bytes: parts are found by their whole content.
 */
struct content_cache;

/** The inputs of a part's operators. */
struct content_cache_key {
    size_t kind; ///< kind of key
    double size;
    const void *head; ///< differs in almost all keys
    size_t head_size; ///< bytes
    const void *body; ///< usually determined by the head
    size_t body_size; ///< bytes
    uint64_t stamp;   ///< not 0: keys with this stamp have this head and body
};

/** A cached part. */
struct content_cache_entry {
    const char *bytes; ///< the operators
    size_t size;
    struct packed_bits packed;
};

/** @owner the caller, who frees it with content_cache_free() */
struct content_cache *content_cache_new(void);

void content_cache_free(struct content_cache *content_cache);

/** Begins a letter. This may empty the cache and invalidate entries. */
void content_cache_begin_letter(struct content_cache *content_cache);

/** @return the part's entry, valid until the next letter; or NULL */
const struct content_cache_entry *
content_cache_find(struct content_cache *content_cache,
                   const struct content_cache_key *key);

/**
 * Adds a part that content_cache_find() just failed to find, unless for the
 * first time.
 *
 * @param content_cache  this thread's
 * @param key            as for content_cache_find()
 * @param bytes          the operators
 * @param size           how many
 * @return its entry or NULL
 */
const struct content_cache_entry *
content_cache_add(struct content_cache *content_cache,
                  const struct content_cache_key *key, const char *bytes,
                  size_t size);

#endif
