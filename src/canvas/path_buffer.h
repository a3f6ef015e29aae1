#ifndef CANVAS_OUTLINE_H
#define CANVAS_OUTLINE_H

#include "canvas/path.h"

/**
 * A path that grows, in full precision.
 *
 * Artwork has units of its own, often far smaller or larger than a point, so
 * nothing is rounded here as path.h's paths are.
 */
struct outline {
    unsigned char *operators; ///< enum path_operator; heap
    size_t operator_count;
    size_t operator_room;
    struct point *points; ///< heap
    size_t point_count;
    size_t point_room;
    struct point start; ///< where the subpath in hand began
    struct point at;    ///< where the pen is
};

/** An ellipse, turned and in place. */
struct ellipse {
    struct point centre;
    double radius_x;
    double radius_y;
    double turn; ///< radians, clockwise on the page
};

/** Gives the memory back and leaves an empty outline. */
void outline_free(struct outline *outline);

/** Empties the outline, but keeps its memory. */
void outline_clear(struct outline *outline);

void outline_move(struct outline *outline, struct point to);
void outline_line(struct outline *outline, struct point to);
void outline_curve(struct outline *outline, struct point first,
                   struct point second, struct point to);
void outline_close(struct outline *outline);

/** Goes along an ellipse from where the pen is, which is at the angle
 *  @p from, through @p sweep radians. */
void outline_arc(struct outline *outline, const struct ellipse *ellipse,
                 double from, double sweep);

/** @return what was drawn, but for a last move that draws nothing; good until
 *  the outline grows */
struct path outline_drawn(const struct outline *outline);

/** @return a copy of that, moved by the matrix. @owner @p arena */
struct path outline_path(const struct outline *outline, struct arena *arena,
                         struct matrix matrix);

#endif
