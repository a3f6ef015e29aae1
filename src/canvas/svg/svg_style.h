#ifndef CANVAS_SVG_STYLE_H
#define CANVAS_SVG_STYLE_H

#include "base/geometry.h"
#include "canvas/svg/svg_value.h"

/** The presentation properties of shapes, with inheritance. */

enum svg_paint_kind {
    SVG_PAINT_NONE,
    SVG_PAINT_COLOUR,
    SVG_PAINT_CURRENT, ///< currentColor: the property `color`
};

struct svg_paint {
    enum svg_paint_kind kind;
    struct colour colour;
};

/** The reference of "url(#id)". */
struct svg_reference {
    const char *id; ///< points into the value; NULL: none
    size_t length;
};

struct svg_style {
    struct svg_paint fill;
    struct svg_paint stroke;
    struct colour current;
    bool fill_clear;   ///< fill-opacity is 0
    bool stroke_clear; ///< stroke-opacity is 0
    bool even_odd;
    bool round_caps;
    bool round_joins;
    bool hidden;       ///< visibility
    bool stroke_first; ///< paint-order
    double line_width; ///< user units
    double miter_limit;
    /* not inherited: */
    bool absent;           ///< display: none
    bool clear;            ///< opacity: 0
    bool overflow_visible; ///< of a viewport
    struct svg_reference clip;
};

/** @return the initial style: filled black, no stroke */
struct svg_style svg_style_initial(void);

/** @return the style that children inherit: @p parent without its properties
 *         that are not inherited */
struct svg_style svg_style_below(const struct svg_style *parent);

/**
 * Sets one property.
 *
 * @param style   to change; begins as a copy of @p parent
 * @param parent  the style for "inherit"
 * @param name    the property
 * @param value   its value; on failure at the error
 * @errors RULE_ARTWORK_UNSUPPORTED for a property or a value that cannot be
 *         painted; RULE_ARTWORK_SYNTAX
 * @source SVG 1.1, chapter 11; CSS 2.1, 6.2 for "inherit"
 */
bool svg_style_set(struct svg_style *style, const struct svg_style *parent,
                   const char *name, struct svg_value *value);

/** Sets the properties of an attribute `style`, or of a rule of a style sheet:
 *  "fill: none; stroke: #123". */
bool svg_style_set_all(struct svg_style *style, const struct svg_style *parent,
                       struct svg_value *value);

/** @return true if the shape is filled, with @p colour [out] */
bool svg_style_fill(const struct svg_style *style, struct colour *colour);
bool svg_style_stroke(const struct svg_style *style, struct colour *colour);

#endif
