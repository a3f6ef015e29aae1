#ifndef BASE_LANGUAGE_TAG_H
#define BASE_LANGUAGE_TAG_H

#include <stdbool.h>

/**
 * @return true if a text has the form of a language tag such as "en-GB" or
 * "cy": subtags of up to eight letters and digits, the first of two or three
 * letters
 * @source RFC 5646 (BCP 47), 2.1, private use excluded
 */
bool language_tag_is_valid(const char *text);

/** @return true if the primary subtag of @p tag is @p primary, in any case;
 *  false for NULL */
bool language_tag_is(const char *tag, const char *primary);

/** @return true if two tags share their primary subtag, as "en-GB" and "en" do
 */
bool language_tag_is_same(const char *a, const char *b);

#endif
