#ifndef CANVAS_SVG_CLIP_H
#define CANVAS_SVG_CLIP_H

#include "canvas/artwork.h"

/**
 * What a clip-path, or the edge of a viewport, leaves to be seen.
 *
 * Painters do not clip artwork; but most programs export clips that cut
 * nothing away, which can be told from those that do.
 */

/** An outline; what is in it is seen. */
struct svg_region {
    const struct point *edges; ///< from, to; from, to; ...
    size_t edge_count;
    struct rect box;
    const struct svg_region *next; ///< what is in this one is seen as well
};

struct svg_clip {
    const struct svg_region *regions; ///< NULL: nothing is seen
    const struct svg_clip *outer;     ///< which clips as well, or NULL
    size_t edge_count;                ///< of all regions, the outer's as well
};

enum svg_clip_effect {
    SVG_CLIP_KEEPS,   ///< all of a shape
    SVG_CLIP_REMOVES, ///< all of it
    SVG_CLIP_CUTS,
};

/**
 * Makes a region of a path.
 *
 * @param arena  owns the region
 * @param path   closed or not, in the artwork's units
 * @return the region, or NULL where it has more than a thousand edges
 */
struct svg_region *svg_clip_region(struct arena *arena,
                                   const struct path *path);

/**
 * Tells what clips make of a shape.
 *
 * @param clip   the innermost, or NULL
 * @param shape  filled or stroked
 * @param view   what painters show of the artwork
 */
enum svg_clip_effect svg_clip_effect(const struct svg_clip *clip,
                                     const struct artwork_shape *shape,
                                     struct rect view);

#endif
