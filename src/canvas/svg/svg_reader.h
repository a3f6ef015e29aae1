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

/** What is known while an SVG document is drawn; private to the files of
 *  canvas/svg_*.c. */

enum {
    SVG_DEPTH_MAX = 64, ///< of elements in each other, references followed
};

/** What an element hands on to those in it. */
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
    struct path_buffer outline; ///< used again for each shape
    size_t depth;
    size_t visits;
    size_t edges;
    size_t clipping;
    enum status status;
    struct error *err;
};

/** Fails at an element's tag; the first failure stays and ends the walk. */
void svg_reader_fail_at(struct svg_reader *reader, const struct svg_node *node,
                        enum diagnostic_id rule, const char *message);

/** Fails at a value of an element's attribute. */
void svg_reader_fail_value(struct svg_reader *reader,
                           const struct svg_node *node,
                           const struct svg_value *value);

/** Refuses an element that would draw, in words that say what to export
 *  instead. */
void svg_reader_refuse(struct svg_reader *reader, const struct svg_node *node);

#endif
