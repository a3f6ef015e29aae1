#ifndef PDF_DRAW_H
#define PDF_DRAW_H

#include "canvas/path.h"
#include "pdf/cached_stream.h"
#include "pdf/content_cache.h"

/**
 * Outlines into path operators.
 *
 * Points are written to a hundredth of a point of the page. An outline of some
 * length is drawn from an origin of its own, so that it is the same bytes
 * wherever it stands; copies of one outline in a row are that outline, moved.
 *
 * @source ISO 32000-1, 8.5
 */
struct draw;

/** @return for one thread. @owner the caller, who frees it with draw_free();
 *  @p plates is borrowed */
struct draw *draw_new(struct plates *plates);

void draw_free(struct draw *draw);

/** Where an outline's own coordinates lie on the page. */
struct placement {
    double x, y;             ///< of the origin, points
    double x_scale, y_scale; ///< points to a unit
    long height;             ///< of the page, hundredths of a point
};

/**
 * Draws an outline.
 *
 * @param draw       this thread's
 * @param path       the outline
 * @param placement  where it goes
 * @param operator   what paints it, with its newline: "f\n"
 * @param stream     gets the operators
 */
void draw_path(struct draw *draw, const struct path *path,
               const struct placement *placement, const char *operator,
               struct stream * stream);

#endif
