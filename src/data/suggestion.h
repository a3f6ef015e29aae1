#ifndef DATA_SUGGESTION_H
#define DATA_SUGGESTION_H

#include <stddef.h>

/** Parts of messages. */
enum { SUGGESTION_SIZE = 192 };

/**
 * Prints "; did you mean upheld?", or nothing if no candidate is near.
 *
 * @param suggestion  [out] the end of a message
 * @param name        what was written
 * @param candidates  the known names
 * @param count       how many
 * @return @p suggestion
 */
const char *suggestion_similar(char suggestion[static SUGGESTION_SIZE],
                               const char *name, const char *const *candidates,
                               size_t count);

/**
 * Quotes a value for a message and cuts a long one.
 *
 * @param shown  [out] in quotes
 * @param text   of any length
 * @return @p shown
 */
const char *suggestion_quote(char shown[static SUGGESTION_SIZE],
                             const char *text);

#endif
