#ifndef CANVAS_PATH_TO_CAIRO_H
#define CANVAS_PATH_TO_CAIRO_H

#include <stdbool.h>

#include "canvas/path.h"

struct _cairo; /* cairo.h calls it cairo_t */

/** Appends a path to cairo's current one. */
void path_to_cairo(struct _cairo *cairo, const struct path *path);

/** Sets cairo's line style: round caps and joins, or butt caps and mitred
 *  joins. */
void path_to_cairo_line(struct _cairo *cairo, double width, bool round_caps,
                        bool round_joins);

#endif
