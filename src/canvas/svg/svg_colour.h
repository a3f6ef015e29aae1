#ifndef CANVAS_SVG_COLOUR_H
#define CANVAS_SVG_COLOUR_H

#include "base/geometry.h"
#include "canvas/svg/svg_value.h"

/**
 * Reads a colour: #rgb, #rrggbb, rgb(), or one of the common names.
 *
 * @errors RULE_ARTWORK_UNSUPPORTED for any other word or function
 * @source CSS Color 3, 4.1 (the names), 4.2 (the notations)
 */
bool svg_colour_read(struct svg_value *value, struct colour *colour);

#endif
