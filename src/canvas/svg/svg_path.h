#ifndef CANVAS_SVG_PATH_H
#define CANVAS_SVG_PATH_H

#include "canvas/path_buffer.h"
#include "canvas/svg/svg_value.h"

/**
 * Reads path data: the value of an attribute `d`.
 *
 * @param value    at its beginning; on failure at the error
 * @param outline  [out] the path; quadratics and arcs as cubics
 * @source SVG 1.1, 8.3 (grammar) and F.6 (arcs)
 */
bool svg_path_read(struct svg_value *value, struct path_buffer *outline);

#endif
