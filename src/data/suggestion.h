#ifndef DATA_HINT_H
#define DATA_HINT_H

#include <stddef.h>

/** Pieces of messages. */
enum { HINT_SIZE = 192 };

/**
 * Prints "; did you mean upheld?", or nothing where no candidate is near.
 *
 * @param hint        filled in; goes at the end of a message
 * @param name        what was written
 * @param candidates  what there is
 * @param count       how many
 * @return @p hint
 */
const char *hint_similar(char hint[static HINT_SIZE], const char *name,
                         const char *const *candidates, size_t count);

/**
 * Prints a value for a message, cut where it is long.
 *
 * @param shown  filled in, with quotes around it
 * @param text   of any length
 * @return @p shown
 */
const char *hint_value(char shown[static HINT_SIZE], const char *text);

#endif
