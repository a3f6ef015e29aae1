#ifndef BASE_NAME_MATCH_H
#define BASE_NAME_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/**
 * Matches names of columns and placeholders, ignoring case, spaces, dashes and
 * underscores.
 *
 * @source GOV.UK Notify's personalisation rules
 */

/** @return @p name folded: lower case, without spaces, dashes, underscores */
char *name_match_fold(struct arena *arena, const char *name);

bool name_match_equal(const char *a, const char *b);

/**
 * Finds a name's version in a language: `name_cy` for `name`, if it exists.
 *
 * @param arena     scratch
 * @param names     all names
 * @param count     how many
 * @param index     of the name
 * @param language  BCP 47
 * @return the index of the name that ends in the language's primary subtag, or
 *         @p index
 */
size_t name_match_in_language(struct arena *arena, const char *const *names,
                              size_t count, size_t index, const char *language);

/**
 * Finds the candidate most like a mistyped name.
 *
 * @param name        what was written
 * @param candidates  the known names
 * @param count       how many
 * @return a candidate, or NULL if none is near
 */
const char *name_match_suggest(const char *name, const char *const *candidates,
                               size_t count);

#endif
