#ifndef PDF_PATH_OPERATORS_H
#define PDF_PATH_OPERATORS_H

#include "canvas/path.h"
#include "pdf/cached_stream.h"
#include "pdf/content_cache.h"

/**
 * Writes paths as path operators.
 *
 * Points are written to a hundredth of a point of the page. An outline of some
 * length is drawn from its first point, and the others are written to a
 * hundredth from there, so that it is the same bytes wherever it is; copies of
 * one outline in a row are that outline, moved.
 *
 * @source ISO 32000-1, 8.5
 */
struct path_operators;

/** @return for one thread. @owner the caller, who frees it with
 *         path_operators_free(); @p content_cache is borrowed */
struct path_operators *path_operators_new(struct content_cache *content_cache);

void path_operators_free(struct path_operators *path_operators);

/** Where an outline's own coordinates lie on the page. */
struct placement {
    double x, y;             ///< of the origin, points
    double x_scale, y_scale; ///< points to a unit
    long height;             ///< of the page, hundredths of a point
};

/**
 * Draws an outline.
 *
 * @param path_operators  this thread's
 * @param path            the outline
 * @param placement       where it goes
 * @param operator        what paints it, with its newline: "f\n"
 * @param stream          gets the operators
 */
void path_operators_add(struct path_operators *path_operators,
                        const struct path *path,
                        const struct placement *placement, const char *operator,
                        struct cached_stream * stream);

#endif
