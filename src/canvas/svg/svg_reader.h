#ifndef CANVAS_SVG_READER_H
#define CANVAS_SVG_READER_H

#include "base/arena.h"
#include "base/geometry.h"
#include "canvas/artwork.h"
#include "canvas/path_buffer.h"
#include "canvas/svg/svg_clip.h"
#include "canvas/svg/svg_css.h"
#include "canvas/svg/svg_style.h"
#include "canvas/svg/svg_tree.h"

/** The state of drawing an SVG document; private to canvas/svg/. */

enum {
    SVG_DEPTH_MAX = 64, ///< of nested elements, references included
};

/** The properties that an element's children inherit. */
struct svg_element {
    struct matrix matrix; ///< to the artwork's units
    struct svg_style style;
    const struct svg_clip *clip; ///< or NULL
    double width;                ///< of the viewport, in its own units
    double height;
};

struct svg_reader {
    struct arena *arena;
    struct svg_tree tree;
    const struct svg_css *css;
    struct artwork *artwork;
    struct artwork_shape *shapes; ///< heap
    size_t shape_count;
    size_t shape_capacity;
    struct path_buffer outline; ///< reused for each shape
    size_t depth;
    size_t visits;
    size_t edges;
    size_t clipping;
    enum status status;
    struct error *err;
};

/** Fails at an element's tag; the first failure is kept and ends the walk. */
void svg_reader_fail_at(struct svg_reader *reader, const struct svg_node *node,
                        enum diagnostic_id rule, const char *message);

/** Fails at a value of an element's attribute. */
void svg_reader_fail_value(struct svg_reader *reader,
                           const struct svg_node *node,
                           const struct svg_value *value);

/** Refuses an element that would draw; the message says what to export
 *  instead. */
void svg_reader_refuse(struct svg_reader *reader, const struct svg_node *node);

#endif
