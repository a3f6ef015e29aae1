#ifndef BASE_NAME_MATCH_H
#define BASE_NAME_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/**
 * Names of columns and placeholders: matched without regard to case, spaces,
 * dashes and underscores.
 *
 * @source GOV.UK Notify's personalisation rules
 */

/** @return @p name folded: lower case, without spaces, dashes, underscores */
char *name_match_fold(struct arena *arena, const char *name);

bool name_match_equal(const char *a, const char *b);

/**
 * Finds a name in a language: `name_cy` for `name`, where there is one.
 *
 * @param arena     scratch
 * @param names     all names
 * @param count     how many
 * @param index     of the name
 * @param language  BCP 47
 * @return the index of the name with the language's primary subtag after it, or
 *         @p index
 */
size_t name_match_in_language(struct arena *arena, const char *const *names,
                              size_t count, size_t index, const char *language);

/**
 * Finds the candidate most like a mistyped name.
 *
 * @param name        what was written
 * @param candidates  what there is
 * @param count       how many
 * @return a candidate, or NULL where none is near (more than a third of the
 *         letters would have to change, or the name and the candidate share
 *         neither a beginning nor such nearness)
 */
const char *name_match_suggest(const char *name, const char *const *candidates,
                               size_t count);

#endif
