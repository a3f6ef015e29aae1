#ifndef CANVAS_SVG_ELEMENT_H
#define CANVAS_SVG_ELEMENT_H

#include "canvas/svg/svg_reader.h"
#include "canvas/svg/svg_shape.h"

/** Reads the attributes and style of elements. */

/** @return true if an element draws nothing itself: definitions, titles, style
 *         sheets */
bool svg_element_is_undrawn(const struct svg_node *node);

/**
 * Reads an element.
 *
 * @param reader   of the document
 * @param node     the element
 * @param parent   its parent, for inheritance
 * @param element  [out] with its transform, its style and its clip path
 * @return false if the reader has failed
 */
bool svg_element_read(struct svg_reader *reader, const struct svg_node *node,
                      const struct svg_element *parent,
                      struct svg_element *element);

/** @return true if the element and its children are drawn */
bool svg_element_is_shown(const struct svg_element *element);

/** @return the value of a length attribute; percentages refer to the viewport
 *         of the element */
struct svg_value svg_element_length(const struct svg_node *node,
                                    const struct svg_element *element,
                                    const char *name);

/** Draws a shape into the reader's outline. @return true if it could be read */
bool svg_element_trace(struct svg_reader *reader, const struct svg_node *node,
                       const struct svg_shape *shape,
                       const struct svg_element *element);

#endif
