#ifndef TYPE_OPPORTUNITY_H
#define TYPE_OPPORTUNITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/**
 * Where a line may end.
 *
 * Texts are dressed (type/smart_punctuation.h), so that an opening quote is one.
 *
 * @source UAX #14 through libunibreak, in its English tailoring
 */
enum opportunity {
    OPPORTUNITY_NONE,
    OPPORTUNITY_LAST_RESORT, ///< after a hyphen, a slash, a dash
    OPPORTUNITY_SOFT_HYPHEN, ///< after a soft hyphen, which then shows
    OPPORTUNITY_SOFT_SPACE,  ///< after a zero-width space
};

/** A stretch of a dressed text, in bytes. */
struct stretch {
    size_t start;
    size_t end;
};

/**
 * @param dressed  the paragraph
 * @param before   a word
 * @param after    the next one; only white space lies between
 * @return whether a line may end between the two
 */
bool opportunity_between(const char *dressed, struct stretch before,
                         struct stretch after);

/**
 * Finds the opportunities inside a word.
 *
 * @param scratch  owns the result
 * @param dressed  the paragraph
 * @param word     a word
 * @return one enum opportunity for each byte of the word: what there is behind
 *         it; nothing at the word's end
 */
const unsigned char *opportunity_inside(struct arena *scratch,
                                        const char *dressed,
                                        struct stretch word);

#endif
