#ifndef BASE_TEXT_ORIGINS_H
#define BASE_TEXT_ORIGINS_H

#include <stddef.h>

#include "base/error.h"

/** Where a part of a text comes from: from its offset to the next one's. */
struct text_origin {
    size_t offset; ///< bytes
    struct location location;
};

/** The origins of a text, by offset; count 0: one, which the text names. */
struct text_origins {
    const struct text_origin *items;
    size_t count;
};

/** @return where byte @p offset comes from; @p only where there are no items */
struct location text_origins_at(struct text_origins origins, size_t offset,
                                struct location only);

/** @return where most of the bytes from @p from to @p to come from */
struct location text_origins_most(struct text_origins origins, size_t from,
                                  size_t to, struct location only);

#endif
