#ifndef CLI_OPTION_LIST_H
#define CLI_OPTION_LIST_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

/**
 * Adds the words of one `--only "A, B"` to those that are there. White space
 * around a word is none of it; a comma may end the list.
 *
 * @param arena  owns the words
 * @param field  the option, as diagnostics name it
 * @param list   words between commas
 * @param words  NULL or those that are there; all of them on success
 * @param count  how many
 * @param err    filled in on failure
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_USAGE: no word at all, or none before a comma
 */
enum status option_list_add(struct arena *arena, const char *field,
                            const char *list, const char ***words,
                            size_t *count, struct error *err) MUST_CHECK;

#endif
