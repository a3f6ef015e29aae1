#ifndef CANVAS_PATH_BUFFER_H
#define CANVAS_PATH_BUFFER_H

#include "canvas/path.h"

/**
 * A growing path in full precision.
 *
 * Artwork's units may be far smaller or larger than a point, so these paths
 * are not rounded like those of path.h.
 */
struct path_buffer {
    unsigned char *operators; ///< enum path_operator; heap
    size_t operator_count;
    size_t operator_capacity;
    struct point *points; ///< heap
    size_t point_count;
    size_t point_capacity;
    struct point start; ///< where the current subpath began
    struct point at;    ///< the current point
};

/** A rotated ellipse. */
struct ellipse {
    struct point centre;
    double radius_x;
    double radius_y;
    double turn; ///< radians, clockwise on the page
};

/** Frees the memory and leaves an empty buffer. */
void path_buffer_free(struct path_buffer *outline);

/** Empties the buffer, but keeps its memory. */
void path_buffer_clear(struct path_buffer *outline);

void path_buffer_move(struct path_buffer *outline, struct point to);
void path_buffer_line(struct path_buffer *outline, struct point to);
void path_buffer_curve(struct path_buffer *outline, struct point first,
                       struct point second, struct point to);
void path_buffer_close(struct path_buffer *outline);

/** Adds an elliptical arc from the current point, which is at the angle @p
 *  from, through @p sweep radians. */
void path_buffer_arc(struct path_buffer *outline, const struct ellipse *ellipse,
                     double from, double sweep);

/** @return the path, without a last move that draws nothing; valid until the
 *         buffer grows */
struct path path_buffer_view(const struct path_buffer *outline);

/** @return a copy of path_buffer_view(), transformed by the matrix. @owner @p
 *         arena */
struct path path_buffer_copy(const struct path_buffer *outline,
                             struct arena *arena, struct matrix matrix);

#endif
