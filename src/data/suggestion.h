#ifndef DATA_SUGGESTION_H
#define DATA_SUGGESTION_H

#include <stddef.h>

/** Pieces of messages. */
enum { SUGGESTION_SIZE = 192 };

/**
 * Prints "; did you mean upheld?", or nothing where no candidate is near.
 *
 * @param suggestion  [out] goes at the end of a message
 * @param name        what was written
 * @param candidates  what there is
 * @param count       how many
 * @return @p suggestion
 */
const char *suggestion_similar(char suggestion[static SUGGESTION_SIZE],
                               const char *name, const char *const *candidates,
                               size_t count);

/**
 * Prints a value for a message, cut where it is long.
 *
 * @param shown  [out] with quotes around it
 * @param text   of any length
 * @return @p shown
 */
const char *suggestion_quote(char shown[static SUGGESTION_SIZE],
                             const char *text);

#endif
