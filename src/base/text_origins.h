#ifndef BASE_TEXT_ORIGINS_H
#define BASE_TEXT_ORIGINS_H

#include <stddef.h>

#include "base/error.h"

/** The source of a part of a text, from its offset to the next item's. */
struct text_origin {
    size_t offset; ///< bytes
    struct location location;
};

/** The origins of a text, by offset; count 0: the text has one origin. */
struct text_origins {
    const struct text_origin *items;
    size_t count;
};

/** @return the source of byte @p offset; @p only if there are no items */
struct location text_origins_at(struct text_origins origins, size_t offset,
                                struct location only);

/** @return the source of most of the bytes from @p from to @p to */
struct location text_origins_most(struct text_origins origins, size_t from,
                                  size_t to, struct location only);

#endif
