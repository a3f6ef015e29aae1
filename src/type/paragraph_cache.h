#ifndef TYPE_PARAGRAPH_CACHE_H
#define TYPE_PARAGRAPH_CACHE_H

#include <stdbool.h>

#include "type/paragraph.h"

/**
 * A cache of broken paragraphs: letters share most of their text.
 *
 * One for each thread. A paragraph is cached when it occurs for the second
 * time, so that names and figures do not displace the rest. The cache never
 * affects a letter's bytes: paragraphs are found by their whole content, or by
 * a name for exactly one content.
 */
struct paragraph_cache;

/** The inputs of a paragraph's lines. */
struct paragraph_cache_key {
    const struct family *family;
    const struct span *spans;
    size_t count;
    const struct paragraph_style *style;
};

/** @owner the caller, who frees it with paragraph_cache_free() */
struct paragraph_cache *paragraph_cache_new(void);

void paragraph_cache_free(struct paragraph_cache *paragraph_cache);

/** Empties the cache if it takes more than a few megabytes. This invalidates
 *  all lines found before. */
void paragraph_cache_trim(struct paragraph_cache *paragraph_cache);

/**
 * Finds the lines of a paragraph.
 *
 * @param paragraph_cache  this thread's
 * @param key              the paragraph
 * @param paragraph        [out] if found; its texts are copies of those of @p
 *                         key, its runs have stamps
 * @return true if found @owner  @p paragraph_cache, until
 *         paragraph_cache_trim()
 */
bool paragraph_cache_find(struct paragraph_cache *paragraph_cache,
                          const struct paragraph_cache_key *key,
                          struct paragraph *paragraph);

/** Adds lines that paragraph_cache_find() just failed to find, unless for the
 *  first time. */
void paragraph_cache_add(struct paragraph_cache *paragraph_cache,
                         const struct paragraph_cache_key *key,
                         const struct paragraph *paragraph);

/** Names lines, if they were just found. */
void paragraph_cache_set_name(struct paragraph_cache *paragraph_cache,
                              const struct paragraph_name *name,
                              const struct paragraph *paragraph);

/** Finds lines by their name, without reading their words. @return true if
 *  found */
bool paragraph_cache_find_name(const struct paragraph_cache *paragraph_cache,
                               const struct paragraph_name *name,
                               struct paragraph *paragraph);

#endif
