#ifndef TYPE_WORD_CACHE_H
#define TYPE_WORD_CACHE_H

#include "type/word_shaper.h"

/**
 * A cache of shaped words: a word that comes again costs a look-up.
 *
 * One for each thread. Bounded: word_cache_trim() forgets all of it once it has
 * grown too large, between letters' paragraphs and never inside one. What is
 * remembered never shows in a letter's bytes, since word_shaper_shape() depends
 * on its arguments alone.
 */
struct word_cache;

enum { WORD_CACHE_PADDING = 8 };

/** @owner the caller, who frees it with word_cache_free() */
struct word_cache *word_cache_new(void);

void word_cache_free(struct word_cache *word_cache);

/** Forgets every word if they take more than a few megabytes; words found
 *  before are then gone. */
void word_cache_trim(struct word_cache *word_cache);

/** @return a number for a family's style, for word_cache_find(); good until the
 *  next word_cache_trim() */
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

/** @return the words remembered, for tests */
size_t word_cache_size(const struct word_cache *word_cache);

#endif
