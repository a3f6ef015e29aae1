#ifndef TYPE_BREAK_OPPORTUNITY_H
#define TYPE_BREAK_OPPORTUNITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/**
 * Finds where a line may end.
 *
 * Texts are display texts (type/smart_punctuation.h), which distinguish
 * opening from closing quotes.
 *
 * @source UAX #14 through libunibreak, in its English tailoring
 */
enum break_opportunity {
    BREAK_OPPORTUNITY_NONE,
    BREAK_OPPORTUNITY_LAST_RESORT, ///< after a hyphen, a slash, a dash
    BREAK_OPPORTUNITY_SOFT_HYPHEN, ///< after a soft hyphen, which then shows
    BREAK_OPPORTUNITY_SOFT_SPACE,  ///< after a zero-width space
};

/** A range of a display text, in bytes. */
struct text_range {
    size_t start;
    size_t end;
};

/**
 * @param display_text  the paragraph
 * @param before        a word
 * @param after         the next one; only white space lies between
 * @return true if a line may end between the two
 */
bool break_opportunity_between(const char *display_text,
                               struct text_range before,
                               struct text_range after);

/**
 * Finds the opportunities inside a word.
 *
 * @param scratch       owns the result
 * @param display_text  the paragraph
 * @param word          a word
 * @return one enum break_opportunity for each byte of the word: the
 *         opportunity after it; none at the word's end
 */
const unsigned char *break_opportunity_inside(struct arena *scratch,
                                              const char *display_text,
                                              struct text_range word);

#endif
