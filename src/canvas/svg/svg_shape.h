#ifndef CANVAS_SVG_SHAPE_H
#define CANVAS_SVG_SHAPE_H

#include "canvas/path_buffer.h"
#include "canvas/svg/svg_value.h"

/** The seven elements that draw, and their outlines. */

enum { SVG_SHAPE_ATTRIBUTES = 6 };

struct svg_shape {
    const char *name;                             ///< of the element
    const char *attributes[SVG_SHAPE_ATTRIBUTES]; ///< that shape it; then NULL

    /**
     * Adds the outline.
     *
     * @param values   one for each attribute; text NULL: not given
     * @param outline  [out] the path; empty if nothing is drawn
     * @return NULL, or the wrong value
     */
    struct svg_value *(*draw)(struct svg_value *values,
                              struct path_buffer *outline);
};

/** @return the shape that an element draws, or NULL
 *  @source SVG 1.1, chapters 8 and 9 */
const struct svg_shape *svg_shape_find(const char *name);

#endif
