#ifndef CANVAS_PATH_TO_CAIRO_H
#define CANVAS_PATH_TO_CAIRO_H

#include <stdbool.h>

#include "canvas/path.h"

typedef struct _cairo cairo_t; /* as in cairo.h */

/** Appends a path to cairo's current one. */
void path_to_cairo(cairo_t *cairo, const struct path *path);

/** Sets how cairo strokes; without round ones, caps are butt and joins are
 *  mitred. */
void path_to_cairo_line(cairo_t *cairo, double width, bool round_caps,
                        bool round_joins);

#endif
