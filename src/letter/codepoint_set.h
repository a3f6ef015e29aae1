#ifndef LETTER_ALPHABET_H
#define LETTER_ALPHABET_H

#include "base/arena.h"

/** The characters that all letters of a run share, each once. */
struct alphabet;

struct alphabet *alphabet_new(struct arena *arena);

/** Adds every character of a text; NULL adds nothing. */
void alphabet_add(struct alphabet *alphabet, const char *text);

/** @return all of them in order, as UTF-8 in @p arena */
const char *alphabet_text(struct arena *arena, const struct alphabet *alphabet);

#endif
