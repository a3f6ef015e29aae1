#ifndef CANVAS_SVG_CLIP_PATH_H
#define CANVAS_SVG_CLIP_PATH_H

#include "canvas/svg/svg_reader.h"

/** Reads the clip paths and viewports that clip an element. */

/** Adds the clip path that an element names, in the element's own units.
 *  @return true if it could be read */
bool svg_clip_path_add(struct svg_reader *reader, const struct svg_node *node,
                       struct svg_element *element);

/** Adds the edges of a viewport, in the element's own units. */
bool svg_clip_path_add_edge(struct svg_reader *reader,
                            const struct svg_node *node, struct rect viewport,
                            struct svg_element *element);

#endif
