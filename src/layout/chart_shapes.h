#ifndef LAYOUT_CHART_SHAPES_H
#define LAYOUT_CHART_SHAPES_H

#include "layout/layout_context.h"

/**
 * Draws the shapes of charts as marks.
 *
 * @units  points
 */

/** The style of a shape. */
struct chart_paint {
    struct colour colour;
    double width;          ///< of a line; 0: filled
    bool round;            ///< a line's caps and joins
    const struct tag *tag; ///< the figure's element; NULL: an artifact
};

/** Adds a mark of the context's builder's path, if any. */
void chart_shapes_add(const struct layout_context *context,
                      const struct chart_paint *paint);

/** The kinds of shapes that letters share. */
enum {
    SHARED_SHAPE_DASHES,
    SHARED_SHAPE_BARS,
};

/** A shape that several letters have at different positions. */
struct shared_shape {
    const double *numbers; ///< they determine its outline; its kind first
    size_t count;

    /** Adds the outline to the builder, from (0, 0). */
    void (*build)(struct path_builder *builder,
                  const struct shared_shape *shape);
};

/** Adds a mark of a shape whose (0, 0) is at @p origin. */
void chart_shapes_add_shared(const struct layout_context *context,
                             const struct shared_shape *shape,
                             struct point origin,
                             const struct chart_paint *paint);

/** Adds a line without length to the builder's path: with round caps, a dot as
 *  wide as the line. @source ISO 32000-1, 8.5.3.2 */
void chart_shapes_dot(const struct layout_context *context, struct point at);

/** Fills a rectangle, or draws its outline inside it. */
void chart_shapes_box(const struct layout_context *context, struct rect box,
                      const struct chart_paint *paint);

void chart_shapes_line(const struct layout_context *context, struct point from,
                       struct point to, const struct chart_paint *paint);

/** Draws dashed lines that begin and end with a dash: @p count points, two a
 *  line, from @p origin. */
void chart_shapes_dashes(const struct layout_context *context,
                         const struct point *ends, size_t count,
                         struct point origin, const struct chart_paint *paint);

void chart_shapes_dashed(const struct layout_context *context,
                         struct point from, struct point to,
                         const struct chart_paint *paint);

/** Draws dots as wide as the paint's line. */
void chart_shapes_dotted(const struct layout_context *context,
                         struct point from, struct point to,
                         const struct chart_paint *paint);

#endif
