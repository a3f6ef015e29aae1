#ifndef CANVAS_PATH_BUFFER_H
#define CANVAS_PATH_BUFFER_H

#include "canvas/path.h"

/**
 * A path that grows, in full precision.
 *
 * Artwork has units of its own, often far smaller or larger than a point, so
 * nothing is rounded here as path.h's paths are.
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

/** An ellipse, turned and in place. */
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

/** Goes along an ellipse from the current point, which is at the angle
 *  @p from, through @p sweep radians. */
void path_buffer_arc(struct path_buffer *outline, const struct ellipse *ellipse,
                     double from, double sweep);

/** @return what was drawn, but for a last move that draws nothing; good until
 *  the buffer grows */
struct path path_buffer_view(const struct path_buffer *outline);

/** @return a copy of that, moved by the matrix. @owner @p arena */
struct path path_buffer_copy(const struct path_buffer *outline,
                             struct arena *arena, struct matrix matrix);

#endif
