#ifndef TYPE_LEXICON_H
#define TYPE_LEXICON_H

#include "type/word_shaper.h"

/**
 * Remembered words: a word that comes again costs a look-up.
 *
 * One for each thread. Bounded: lexicon_trim() forgets all of it once it has
 * grown too large, between letters' paragraphs and never inside one. What is
 * remembered never shows in a letter's bytes, since word_shape() depends on
 * its arguments alone.
 */
struct lexicon;

enum { LEXICON_PAD = 8 };

/** @owner the caller, who frees it with lexicon_free() */
struct lexicon *lexicon_new(void);

void lexicon_free(struct lexicon *lexicon);

/** Forgets every word if they take more than a few megabytes; words found
 *  before are then gone. */
void lexicon_trim(struct lexicon *lexicon);

/** @return a number for a family's style, for lexicon_find(); good until the
 *  next lexicon_trim() */
uint32_t lexicon_typeface(struct lexicon *lexicon, const struct family *family,
                          enum face_style style);

/**
 * Finds a word, or shapes it.
 *
 * @param lexicon   this thread's
 * @param typeface  of lexicon_typeface()
 * @param dressed   see dress_text(); with LEXICON_PAD bytes to read behind
 *                  the word, a NUL among them or before them
 * @param length    bytes, at least 1
 * @return the word
 * @owner  the lexicon, until the next lexicon_trim()
 */
const struct word *lexicon_find(struct lexicon *lexicon, uint32_t typeface,
                                const char *dressed, size_t length);

/** @return the words remembered, for tests */
size_t lexicon_size(const struct lexicon *lexicon);

#endif
