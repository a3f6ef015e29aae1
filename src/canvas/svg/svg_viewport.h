#ifndef CANVAS_SVG_VIEWPORT_H
#define CANVAS_SVG_VIEWPORT_H

#include "base/geometry.h"
#include "canvas/svg/svg_value.h"

/** Reads an attribute `viewBox`: four numbers. */
bool svg_viewport_box(struct svg_value *value, struct rect *box);

/**
 * Fits a view box into a viewport.
 *
 * @param aspect    the attribute `preserveAspectRatio`; text NULL: none
 * @param box       the view box
 * @param viewport  the target
 * @param matrix    [out] from box to viewport
 * @return true if @p aspect can be read
 * @source SVG 1.1, 7.8
 */
bool svg_viewport_fit(struct svg_value *aspect, struct rect box,
                      struct rect viewport, struct matrix *matrix);

#endif
