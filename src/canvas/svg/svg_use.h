#ifndef CANVAS_SVG_USE_H
#define CANVAS_SVG_USE_H

#include "canvas/svg/svg_reader.h"

/** References of elements, by `href` or "url(#id)". */

/** Fails for an id that no element has. @return false */
bool svg_use_fail(struct svg_reader *reader, const struct svg_node *node,
                  const char *id, size_t length);

/** Finds the target of a `use`. @return true if there is something to draw; if
 *  false, the reader may have failed */
bool svg_use_find(struct svg_reader *reader, const struct svg_node *node,
                  const struct svg_node **target);

/** Reads a `use` and its position. @return false if the reader has failed */
bool svg_use_read(struct svg_reader *reader, const struct svg_node *node,
                  const struct svg_element *parent,
                  struct svg_element *element);

#endif
