#ifndef BATCH_PROOF_WORDS_H
#define BATCH_PROOF_WORDS_H

#include "base/buffer.h"
#include "letter/letter.h"

/** What a paragraph is, where a letter is read as plain text. */
enum {
    WORDS_SUBJECT = '1',
    WORDS_SECTION = '2',
    WORDS_PARAGRAPH = 'p',
    WORDS_ITEM = 'l',
};

/** Adds words in plain text; a hard line break is a space. */
void proof_words_flatten(const struct words *words, struct buffer *text);

/**
 * Writes a letter as plain text, in reading order, so that it can be searched
 * and read out where its pages are pictures: for each paragraph its kind, its
 * text, a NUL.
 */
void proof_words_write(const struct letter *letter, struct buffer *text);

#endif
