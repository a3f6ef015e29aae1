#ifndef CANVAS_PATH_H
#define CANVAS_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/geometry.h"

/**
 * Paths to be filled or stroked.
 *
 * The operators are those that PDF and cairo share; an arc is converted to
 * curves once, so that all painters draw the same ones. Coordinates are rounded
 * to 1/4096 of a point (cairo's precision at sixteen times the size), which
 * hides differences between C libraries' sines.
 *
 * @units  points, y down
 */
enum path_operator {
    PATH_MOVE,  ///< one point
    PATH_LINE,  ///< one point
    PATH_CURVE, ///< three points, the last is the end
    PATH_CLOSE, ///< no point
};

/** The maximum number of points of an operator. */
enum { PATH_POINTS_MAX = 3 };

/** An outline that several letters share, see canvas/path_cache.h. */
struct shared_outline {
    uint64_t stamp;  ///< equal outlines have equal stamps; 0: not cached
    struct rect box; ///< if cached: of one copy, before it is moved
};

/** An outline and the positions of its copies: a hundred counted marks are one
 *  outline. Copies do not overlap. */
struct path {
    const unsigned char *operators; ///< enum path_operator, of one copy
    size_t operator_count;
    const struct point *points; ///< of one copy, before it is moved
    size_t point_count;
    const struct point *moves; ///< one for each copy
    size_t copies;             ///< 1 or more; finished: one, not moved
    const struct shared_outline *shared; ///< NULL: not shared
};

/** Builds paths; one for each thread. */
struct path_builder;

/** @owner the caller, who frees it with path_builder_free() */
struct path_builder *path_builder_new(void);

void path_builder_free(struct path_builder *builder);

/** Begins a letter: the cache of outlines may be emptied. */
void path_builder_begin(struct path_builder *builder);

/** @return the builder's cache of outlines */
struct path_cache *path_builder_cache(struct path_builder *builder);

void path_move(struct path_builder *builder, double x, double y);
void path_line(struct path_builder *builder, double x, double y);
void path_curve(struct path_builder *builder, double x1, double y1, double x2,
                double y2, double x3, double y3);
void path_close(struct path_builder *builder);
void path_rectangle(struct path_builder *builder, struct rect rect);
void path_rounded_rectangle(struct path_builder *builder, struct rect rect,
                            double radius);
void path_circle(struct path_builder *builder, double x, double y,
                 double radius);

/**
 * Adds an arc, with a line to its beginning if there is a current point.
 *
 * @param builder  the builder
 * @param x        centre
 * @param y        centre
 * @param radius   in points
 * @param from     radians, clockwise on the page, 0 is to the right
 * @param to       end; less than @p from: anticlockwise
 */
void path_arc(struct path_builder *builder, double x, double y, double radius,
              double from, double to);

/**
 * Adds a part of a ring, as a closed outline: a ring chart's slice, or a pie's
 * where
 * @p inner is 0. A whole turn gives two closed circles that run in opposite
 * directions; no turn gives nothing.
 */
void path_ring(struct path_builder *builder, double x, double y, double inner,
               double outer, double from, double to);

/** Returns the built path and empties the builder. @owner @p arena */
struct path path_finish(struct path_builder *builder, struct arena *arena);

/** @return @p path, of which there is one copy, moved by the matrix.
 *  @owner @p arena */
struct path path_transform(struct arena *arena, const struct path *path,
                           struct matrix matrix);

/** @return the box around all points, control points included */
struct rect path_box(const struct path *path);

/** An iterator over a path, copy by copy; {0} at first. */
struct path_walk {
    enum path_operator operator;
    struct point points[PATH_POINTS_MAX]; ///< the operator's, in place
    size_t point_count;
    size_t copy;     ///< the current one
    size_t position; ///< in its operators
    size_t passed;   ///< of its points
};

/** Moves to the next operator. @return true if there is one */
bool path_walk_next(struct path_walk *walk, const struct path *path);

#endif
