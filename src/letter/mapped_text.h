#ifndef LETTER_DRAFT_H
#define LETTER_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "letter/source_text.h"

/**
 * A text made of stretches of a source, with the way back for every byte.
 *
 *     source   Dear ((name)), I write to ((flag??you and)) yours
 *     draft    Dear \U100000, I write to \U100001 yours
 *     draft    you and
 */
struct draft;

/** @owner the caller, who frees it with draft_free() */
struct draft *draft_new(void);

/** NULL is allowed. */
void draft_free(struct draft *draft);

/** Adds bytes of the source as they stand there. */
void draft_copy(struct draft *draft, const struct source *source, size_t from,
                size_t to);

/** Adds a text that stands in place of the source's byte at @p from. */
void draft_add(struct draft *draft, const char *text, size_t from);

/** The same for one character. */
void draft_add_letter(struct draft *draft, uint32_t letter, size_t from);

/** Adds a part of another draft of the same source. */
void draft_join(struct draft *draft, const struct draft *other, size_t from,
                size_t to);

const char *draft_text(const struct draft *draft);
size_t draft_length(const struct draft *draft);

/** @return the source's offset of the byte at @p at */
size_t draft_origin(const struct draft *draft, size_t at);

#endif
