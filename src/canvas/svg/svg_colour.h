#ifndef CANVAS_SVG_COLOUR_H
#define CANVAS_SVG_COLOUR_H

#include "base/geometry.h"
#include "canvas/svg/svg_value.h"

/**
 * Reads a colour: #rgb, #rrggbb, rgb(), each with an opacity of 0 or 1, or a
 * name.
 *
 * @param value   at the colour; after it on success
 * @param colour  [out]
 * @param clear   [out] its opacity is 0
 * @errors RULE_ARTWORK_UNSUPPORTED for any other word or function, and for any other
 *         opacity
 * @source CSS Color 3, 4.1 (the names), 4.2 (the notations)
 */
bool svg_colour_read(struct svg_value *value, struct colour *colour,
                     bool *clear);

#endif
