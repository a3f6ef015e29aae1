#ifndef PROOF_PLAIN_TEXT_H
#define PROOF_PLAIN_TEXT_H

#include "base/buffer.h"
#include "letter/letter.h"

/** The kinds of paragraphs in plain text. */
enum {
    PLAIN_TEXT_SUBJECT = '1',
    PLAIN_TEXT_SECTION = '2',
    PLAIN_TEXT_PARAGRAPH = 'p',
    PLAIN_TEXT_ITEM = 'l',
};

/** Adds words in plain text; a hard line break is a space. */
void plain_text_flatten(const struct inline_text *words, struct buffer *text);

/**
 * Writes a letter as plain text, in all its languages, in reading order, for
 * search and screen readers: for each paragraph its kind, its text, a NUL.
 */
void plain_text_write(const struct letter *letter, struct buffer *text);

#endif
