#ifndef TYPE_WORD_CACHE_H
#define TYPE_WORD_CACHE_H

#include "type/word_shaper.h"

/**
 * A cache of shaped words.
 *
 * One for each thread. Bounded: word_cache_trim() empties a cache that is too
 * large, and is called between paragraphs only. The cache never affects a
 * letter's bytes, because the result of word_shaper_shape() depends only on its
 * arguments.
 */
struct word_cache;

enum { WORD_CACHE_PADDING = 8 };

/** @owner the caller, who frees it with word_cache_free() */
struct word_cache *word_cache_new(void);

void word_cache_free(struct word_cache *word_cache);

/** Empties the cache if it takes more than a few megabytes. This invalidates
 *  words found before. */
void word_cache_trim(struct word_cache *word_cache);

/** @return the number of a family's style for word_cache_find(), valid until
 *         the next word_cache_trim() */
uint32_t word_cache_typeface(struct word_cache *word_cache,
                             const struct family *family,
                             enum face_style style);

/**
 * Finds a word, or shapes it.
 *
 * @param word_cache    this thread's
 * @param typeface      of word_cache_typeface()
 * @param display_text  see smart_punctuation_apply(); with WORD_CACHE_PADDING
 *                      bytes to read after the word, a NUL among them or
 *                      before them
 * @param length        bytes, at least 1
 * @return the word
 * @owner  the cache, until the next word_cache_trim()
 */
const struct word *word_cache_find(struct word_cache *word_cache,
                                   uint32_t typeface, const char *display_text,
                                   size_t length);

/** @return the number of cached words, for tests */
size_t word_cache_size(const struct word_cache *word_cache);

#endif
