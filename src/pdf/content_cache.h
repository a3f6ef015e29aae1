#ifndef PDF_CONTENT_CACHE_H
#define PDF_CONTENT_CACHE_H

#include <stddef.h>
#include <stdint.h>

#include "pdf/static_deflate.h"

/**
 * A cache of the parts of content streams that come again in other letters,
 * lines of text and paths, as operators and deflated.
 *
 * One set for each thread. A part is kept when it comes for the second time,
 * and all are forgotten once they take more than a few megabytes. What is kept
 * never shows in a letter's bytes: it is found by its whole content.
 */
struct content_cache;

/** What the operators of a part follow from. */
struct content_cache_key {
    size_t kind; ///< tells keys apart that are not of a kind
    double size;
    const void *head; ///< differs in almost all keys
    size_t head_size; ///< bytes
    const void *body; ///< follows from the head as a rule
    size_t body_size; ///< bytes
    uint64_t stamp;   ///< not 0: keys with this stamp have this head and body
};

/** A part made before. */
struct content_cache_entry {
    const char *bytes; ///< the operators
    size_t size;
    struct packed_bits packed;
};

/** @owner the caller, who frees it with content_cache_free() */
struct content_cache *content_cache_new(void);

void content_cache_free(struct content_cache *content_cache);

/** Begins a letter: may forget entries, which are then gone. */
void content_cache_begin_letter(struct content_cache *content_cache);

/** @return the part's entry, until the next letter; or NULL */
const struct content_cache_entry *
content_cache_find(struct content_cache *content_cache,
                   const struct content_cache_key *key);

/**
 * Adds a part that content_cache_find() just looked for in vain, if this was
 * not the first time.
 *
 * @param content_cache  this thread's
 * @param key            as before
 * @param bytes          the operators
 * @param size           how many
 * @return its entry or NULL
 */
const struct content_cache_entry *
content_cache_add(struct content_cache *content_cache,
                  const struct content_cache_key *key, const char *bytes,
                  size_t size);

#endif
