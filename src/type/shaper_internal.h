#ifndef TYPE_SHAPER_H
#define TYPE_SHAPER_H

#include "type/line_breaker.h"
#include "type/line_builder.h"
#include "type/paragraph_cache.h"

/** Where a box of the fit comes from. */
struct box {
    size_t atom;         ///< its first
    struct stretch word; ///< the word it is or is a part of
};

/** What one thread shapes with; for this folder only. */
struct shaper {
    struct galley *galley;
    struct standing *standing;
    struct fit fit;
    struct fit_box *fits; ///< beside boxes, one for one
    struct box *boxes;
    uint32_t *ends; ///< boxes at which lines end; room for all
    size_t box_count;
    size_t box_room;
    size_t *line_ends; ///< atoms at which lines end
    size_t line_count;
    size_t line_room;
};

#endif
