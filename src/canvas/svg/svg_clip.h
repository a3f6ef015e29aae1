#ifndef CANVAS_SVG_CLIP_H
#define CANVAS_SVG_CLIP_H

#include "canvas/artwork.h"

/**
 * The visible area that a clip-path or a viewport's edge leaves.
 *
 * Painters do not clip artwork. Most exported clips remove nothing; these are
 * accepted, and those that would cut a shape are detected.
 */

/** An outline; its inside is visible. */
struct svg_region {
    const struct point *edges; ///< from, to; from, to; ...
    size_t edge_count;
    struct rect box;
    const struct svg_region *next; ///< further visible area
};

struct svg_clip {
    const struct svg_region *regions; ///< NULL: nothing is visible
    const struct svg_clip *outer;     ///< also clips; or NULL
    size_t edge_count;                ///< of all regions, also the outer's
};

enum svg_clip_effect {
    SVG_CLIP_KEEPS,   ///< the whole shape
    SVG_CLIP_REMOVES, ///< the whole shape
    SVG_CLIP_CUTS,
};

/**
 * Makes a region of a path.
 *
 * @param arena  owns the region
 * @param path   closed or not, in the artwork's units
 * @return the region, or NULL if it has more than a thousand edges
 */
struct svg_region *svg_clip_region(struct arena *arena,
                                   const struct path *path);

/**
 * Finds the effect of clips on a shape.
 *
 * @param clip   the innermost, or NULL
 * @param shape  filled or stroked
 * @param view   the visible area of the artwork
 */
enum svg_clip_effect svg_clip_effect(const struct svg_clip *clip,
                                     const struct artwork_shape *shape,
                                     struct rect view);

#endif
