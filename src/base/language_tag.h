#ifndef BASE_LANGUAGE_TAG_H
#define BASE_LANGUAGE_TAG_H

#include <stdbool.h>

/**
 * Whether a text has the form of a language's tag, as "en-GB" or "cy": subtags
 * of up to eight letters and digits, the first of two or three letters.
 *
 * @source RFC 5646 (BCP 47), 2.1, without tags for private use
 */
bool language_tag_is_valid(const char *text);

#endif
