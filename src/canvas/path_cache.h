#ifndef CANVAS_PATH_CACHE_H
#define CANVAS_PATH_CACHE_H

#include <stdbool.h>
#include <stddef.h>

#include "canvas/path.h"

/**
 * A cache of outlines that come again in other letters: the bars of a group of
 * councils, a dashed line.
 *
 * One for each thread, a path builder's. An outline is found by all the numbers
 * that it follows from, so that what is kept never shows in a letter.
 */
struct path_cache;

/** @owner the caller, who frees it with path_cache_free() */
struct path_cache *path_cache_new(void);

void path_cache_free(struct path_cache *cache);

/** Forgets everything once it takes more than a few megabytes. Outlines found
 *  before are not good any more. */
void path_cache_trim(struct path_cache *cache);

/**
 * Looks for an outline.
 *
 * @param cache    this thread's
 * @param numbers  what the outline follows from; the first tells kinds of
 *                 outlines apart, and none is a negative zero or no number
 * @param count    how many
 * @param path     [out] if it is found: a copy that is not moved
 * @return true if it was found
 * @owner  @p cache, until path_cache_trim()
 */
bool path_cache_find(const struct path_cache *cache, const double *numbers,
                     size_t count, struct path *path);

/** Adds an outline that was looked for in vain.
 *  @return the cache's copy; where it is full, @p path, shared but not kept */
struct path path_cache_add(struct path_cache *cache, const double *numbers,
                           size_t count, const struct path *path);

#endif
