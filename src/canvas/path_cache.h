#ifndef CANVAS_PATH_CACHE_H
#define CANVAS_PATH_CACHE_H

#include <stdbool.h>
#include <stddef.h>

#include "canvas/path.h"

/**
 * A cache of outlines that letters share: the bars of a group of councils, a
 * dashed line.
 *
 * Each path builder has one. An outline is found by all the numbers that
 * determine it, so the cache never affects a letter.
 */
struct path_cache;

/** @owner the caller, who frees it with path_cache_free() */
struct path_cache *path_cache_new(void);

void path_cache_free(struct path_cache *cache);

/** Empties the cache if it takes more than a few megabytes. This invalidates
 *  outlines found before. */
void path_cache_trim(struct path_cache *cache);

/**
 * Finds an outline.
 *
 * @param cache    this thread's
 * @param numbers  they determine the outline; the first is the kind of
 *                 outline, none is a negative zero or NaN
 * @param count    how many
 * @param path     [out] if found: one copy, not moved
 * @return true if it was found
 * @owner  @p cache, until path_cache_trim()
 */
bool path_cache_find(const struct path_cache *cache, const double *numbers,
                     size_t count, struct path *path);

/** Adds an outline that path_cache_find() did not find. @return the cache's
 *  copy; if it is full, @p path, shared but not cached */
struct path path_cache_add(struct path_cache *cache, const double *numbers,
                           size_t count, const struct path *path);

#endif
