#ifndef CANVAS_SVG_TRANSFORM_H
#define CANVAS_SVG_TRANSFORM_H

#include "base/geometry.h"
#include "canvas/svg/svg_value.h"

/**
 * Reads an attribute `transform`: matrix, translate, scale, rotate, skewX and
 * skewY, one after another.
 *
 * @param value   at its beginning; on failure at the error
 * @param matrix  [out] their product, the last applied first
 * @source SVG 1.1, 7.6
 */
bool svg_transform_read(struct svg_value *value, struct matrix *matrix);

#endif
