#ifndef LETTER_MAPPED_TEXT_H
#define LETTER_MAPPED_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "letter/source_text.h"

/**
 * A text made of parts of a source, with the source offset of every byte.
 *
 *     source   Dear ((name)), I write to ((flag??you and)) yours
 *     mapped   Dear \U100000, I write to \U100001 yours
 *     mapped   you and
 */
struct mapped_text;

/** @owner the caller, who frees it with mapped_text_free() */
struct mapped_text *mapped_text_new(void);

/** NULL is allowed. */
void mapped_text_free(struct mapped_text *mapped_text);

/** Adds bytes of the source unchanged. */
void mapped_text_copy(struct mapped_text *mapped_text,
                      const struct source_text *source, size_t from, size_t to);

/** Adds a text that replaces the source's byte at @p from. */
void mapped_text_add(struct mapped_text *mapped_text, const char *text,
                     size_t from);

/** Adds one character that replaces the source's byte at @p from. */
void mapped_text_add_codepoint(struct mapped_text *mapped_text,
                               uint32_t codepoint, size_t from);

/** Adds a part of another mapped text of the same source. */
void mapped_text_join(struct mapped_text *mapped_text,
                      const struct mapped_text *other, size_t from, size_t to);

const char *mapped_text_text(const struct mapped_text *mapped_text);
size_t mapped_text_length(const struct mapped_text *mapped_text);

/** @return the source offset of the byte at @p at */
size_t mapped_text_origin(const struct mapped_text *mapped_text, size_t at);

#endif
