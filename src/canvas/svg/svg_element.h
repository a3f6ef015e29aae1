#ifndef CANVAS_SVG_ELEMENT_H
#define CANVAS_SVG_ELEMENT_H

#include "canvas/svg/svg_reader.h"
#include "canvas/svg/svg_shape.h"

/** What the attributes of an element, and rules of style, make of it. */

/** @return true if an element draws nothing where it is: definitions,
 *  titles, style sheets */
bool svg_element_is_undrawn(const struct svg_node *node);

/**
 * Reads an element.
 *
 * @param reader   of the document
 * @param node     the element
 * @param parent   what it inherits
 * @param element  [out] with its transform, its style and its clip path
 * @return true if it could be read; else the reader has failed
 */
bool svg_element_read(struct svg_reader *reader, const struct svg_node *node,
                      const struct svg_element *parent,
                      struct svg_element *element);

/** @return true if it, and what is in it, is drawn at all */
bool svg_element_is_shown(const struct svg_element *element);

/** @return an attribute that is a length, whose percentages are those of the
 *  viewport that contains the element */
struct svg_value svg_element_length(const struct svg_node *node,
                                    const struct svg_element *element,
                                    const char *name);

/** Draws a shape into the reader's outline. @return true if it could be read */
bool svg_element_trace(struct svg_reader *reader, const struct svg_node *node,
                       const struct svg_shape *shape,
                       const struct svg_element *element);

#endif
