#ifndef LETTER_CODEPOINT_SET_H
#define LETTER_CODEPOINT_SET_H

#include "base/arena.h"

/** A set of characters: those that all letters of a run share. */
struct codepoint_set;

struct codepoint_set *codepoint_set_new(struct arena *arena);

/** Adds every character of a text; NULL adds nothing. */
void codepoint_set_add(struct codepoint_set *codepoint_set, const char *text);

/** @return all of them in order, as UTF-8 in @p arena */
const char *codepoint_set_text(struct arena *arena,
                               const struct codepoint_set *codepoint_set);

#endif
