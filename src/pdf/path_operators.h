#ifndef PDF_PATH_OPERATORS_H
#define PDF_PATH_OPERATORS_H

#include "canvas/path.h"
#include "pdf/cached_stream.h"
#include "pdf/content_cache.h"

/**
 * Writes paths as path operators.
 *
 * Coordinates are written to a hundredth of a point. A long outline is drawn
 * relative to its first point, so that its bytes do not depend on its position;
 * copies are written as the same outline with an offset.
 *
 * @source ISO 32000-1, 8.5
 */
struct path_operators;

/** @return for one thread. @owner the caller, who frees it with
 *         path_operators_free(); @p content_cache is borrowed */
struct path_operators *path_operators_new(struct content_cache *content_cache);

void path_operators_free(struct path_operators *path_operators);

/** The transformation of an outline's coordinates to the page. */
struct placement {
    double x, y;             ///< of the origin, points
    double x_scale, y_scale; ///< points per unit
    long height;             ///< of the page, hundredths of a point
};

/**
 * Draws an outline.
 *
 * @param path_operators  this thread's
 * @param path            the outline
 * @param placement       its position
 * @param operator        paints it; with its newline: "f\n"
 * @param stream          the operators are added
 */
void path_operators_add(struct path_operators *path_operators,
                        const struct path *path,
                        const struct placement *placement, const char *operator,
                        struct cached_stream * stream);

#endif
