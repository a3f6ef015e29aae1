#ifndef CANVAS_SVG_USE_H
#define CANVAS_SVG_USE_H

#include "canvas/svg/svg_reader.h"

/** What elements refer to, by `href` or by "url(#id)". */

/** Fails for an id that no element has. @return false */
bool svg_use_fail(struct svg_reader *reader, const struct svg_node *node,
                  const char *id, size_t length);

/** Finds what a `use` refers to. @return true if there is something to draw;
 *  where not, the reader may have failed */
bool svg_use_find(struct svg_reader *reader, const struct svg_node *node,
                  const struct svg_node **target);

/** Reads a `use`, with the place it gives to what it refers to. @return true if
 *  it could be read */
bool svg_use_read(struct svg_reader *reader, const struct svg_node *node,
                  const struct svg_element *parent,
                  struct svg_element *element);

#endif
