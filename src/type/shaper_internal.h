#ifndef TYPE_SHAPER_INTERNAL_H
#define TYPE_SHAPER_INTERNAL_H

#include "type/line_breaker.h"
#include "type/line_builder.h"
#include "type/paragraph_cache.h"

/** The source of a box of the line breaker. */
struct shaper_box {
    size_t segment;         ///< its first segment
    struct text_range word; ///< the whole word
};

/** The members of a shaper; private to type. */
struct shaper {
    struct line_builder *builder;
    struct paragraph_cache *paragraph_cache;
    struct line_breaker fit;
    struct line_breaker_box *breaker_boxes; ///< one for each of boxes
    struct shaper_box *boxes;
    uint32_t *ends; ///< boxes at which lines end; capacity for all
    size_t box_count;
    size_t box_capacity;
    size_t *line_ends; ///< segments at which lines end
    size_t line_count;
    size_t line_capacity;
};

#endif
