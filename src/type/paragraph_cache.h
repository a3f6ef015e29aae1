#ifndef TYPE_PARAGRAPH_CACHE_H
#define TYPE_PARAGRAPH_CACHE_H

#include <stdbool.h>

#include "type/paragraph.h"

/**
 * A cache of broken paragraphs: most of what letters say is the same in all of
 * them.
 *
 * One for each thread. A paragraph is kept when it comes for the second time,
 * so that names and figures do not crowd out the rest. What is kept never shows
 * in a letter's bytes: it is found by its whole content, or by a name that
 * stands for one content only.
 */
struct paragraph_cache;

/** What a paragraph's lines depend on. */
struct paragraph_cache_key {
    const struct family *family;
    const struct span *spans;
    size_t count;
    const struct paragraph_style *style;
};

/** @owner the caller, who frees it with paragraph_cache_free() */
struct paragraph_cache *paragraph_cache_new(void);

void paragraph_cache_free(struct paragraph_cache *paragraph_cache);

/** Forgets everything once it takes more than a few megabytes. Lines found
 *  before are not good any more. */
void paragraph_cache_trim(struct paragraph_cache *paragraph_cache);

/**
 * Looks for the lines of a paragraph.
 *
 * @param paragraph_cache  this thread's
 * @param key              what is wanted
 * @param paragraph        [out] if they are found; its texts are copies
 *                         of those of @p key, its runs are stamped
 * @return true if they were found
 * @owner  @p paragraph_cache, until paragraph_cache_trim()
 */
bool paragraph_cache_find(struct paragraph_cache *paragraph_cache,
                          const struct paragraph_cache_key *key,
                          struct paragraph *paragraph);

/** Adds lines that paragraph_cache_find() just looked for in vain, if this was
 * not the first time. */
void paragraph_cache_add(struct paragraph_cache *paragraph_cache,
                         const struct paragraph_cache_key *key,
                         const struct paragraph *paragraph);

/** Gives lines a name, if they are those that were just found. */
void paragraph_cache_set_name(struct paragraph_cache *paragraph_cache,
                              const struct paragraph_name *name,
                              const struct paragraph *paragraph);

/** Looks for lines by their name, without a look at their words.
 *  @return true if they were found */
bool paragraph_cache_find_name(const struct paragraph_cache *paragraph_cache,
                               const struct paragraph_name *name,
                               struct paragraph *paragraph);

#endif
