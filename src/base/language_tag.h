#ifndef BASE_LANGUAGE_TAG_H
#define BASE_LANGUAGE_TAG_H

#include <stdbool.h>

/**
 * @return true if a text has the form of a language tag, as "en-GB" or "cy":
 *         subtags of up to eight letters and digits, the first of two or three
 *         letters
 * @source RFC 5646 (BCP 47), 2.1, without tags for private use
 */
bool language_tag_is_valid(const char *text);

/** @return true if the primary subtag of @p tag is @p primary, without regard
 *  to case; NULL has none */
bool language_tag_is(const char *tag, const char *primary);

/** @return true if two tags have one primary subtag, as "en-GB" and "en" */
bool language_tag_is_same(const char *a, const char *b);

/** @return true if the program has words of its own in this language: months,
 *  "Page 2 of 4", what the e-mail's table says */
bool language_tag_has_words(const char *tag);

/** @return the primary subtags of the languages that have words, "en and cy" */
const char *language_tag_list(void);

#endif
