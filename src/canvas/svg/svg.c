#include "canvas/svg/svg.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "canvas/svg/svg_clip_path.h"
#include "canvas/svg/svg_element.h"
#include "canvas/svg/svg_use.h"
#include "canvas/svg/svg_viewport.h"

/*
 * The tree of elements is walked from the root, with inherited properties:
 *
 *     svg      viewBox moved to (0, 0), filled black
 *     g        its transform first, its own fill
 *     use      the element it refers to, as if that were its child
 *     path     drawn at once: transformed, kept as an artwork_shape
 *
 * Elements that draw nothing themselves (defs, gradients, clip paths) are
 * skipped until another refers to them. An unknown element that would draw ends
 * the reading.
 */

enum {
    BYTES_MAX = 2 * 1024 * 1024,
    SHAPES_MAX = 100 * 1000,
    MOST_VISITS = 200 * 1000,          ///< of elements, once for each use
    MOST_MATCHES = 50 * 1000 * 1000,   ///< of elements with rules of style
    MOST_CLIPPING = 100 * 1000 * 1000, ///< edges looked at for shapes
};

static const double SMALLEST_SIDE = 0.01;
static const double LARGEST_SIDE = 1e5;
static const double FARTHEST = 1000; /* times the longer side */

/* ---- shapes ---- */

/* @return the ratio of the matrix's largest to its smallest scale */
static double stretch(struct matrix m)
{
    const double a = hypot((m.xx + m.yy) / 2, (m.yx - m.xy) / 2);
    const double b = hypot((m.xx - m.yy) / 2, (m.yx + m.xy) / 2);

    return (a + b) / fabs(a - b);
}

/* @return true if a painter's fixed point can bear the shape */
static bool is_within_reach(const struct artwork *artwork,
                            const struct artwork_shape *shape)
{
    const double max = FARTHEST * fmax(artwork->width, artwork->height);

    for (size_t i = 0; i < shape->path.point_count; i++)
        if (!(fabs(shape->path.points[i].x) <= max &&
              fabs(shape->path.points[i].y) <= max))
            return false;
    return shape->line_width <= max;
}

static void add_shape(struct svg_reader *svg_reader,
                      const struct svg_node *node,
                      const struct artwork_shape *shape)
{
    if (svg_reader->shape_count == SHAPES_MAX) {
        svg_reader_fail_at(svg_reader, node, RULE_ARTWORK_UNSUPPORTED,
                           "there are more than 100,000 shapes");
        return;
    }
    ARRAY_GROW(svg_reader->shapes, svg_reader->shape_count,
               svg_reader->shape_capacity);
    svg_reader->shapes[svg_reader->shape_count++] = *shape;
}

/* Adds a shape unless clips hide all of it. */
static void add_clipped(struct svg_reader *svg_reader,
                        const struct svg_node *node,
                        const struct svg_element *svg_element,
                        const struct artwork_shape *shape)
{
    const struct rect view = {0, 0, svg_reader->artwork->width,
                              svg_reader->artwork->height};

    if (svg_element->clip)
        svg_reader->clipping += svg_element->clip->edge_count;
    if (svg_reader->clipping > MOST_CLIPPING) {
        svg_reader_fail_at(svg_reader, node, RULE_ARTWORK_UNSUPPORTED,
                           "too many shapes are clipped by outlines too long");
        return;
    }
    switch (svg_clip_effect(svg_element->clip, shape, view)) {
    case SVG_CLIP_KEEPS:
        add_shape(svg_reader, node, shape);
        break;
    case SVG_CLIP_REMOVES:
        break;
    case SVG_CLIP_CUTS:
        svg_reader_fail_at(
            svg_reader, node, RULE_ARTWORK_UNSUPPORTED,
            "a clip path cuts part of the shape away, which is not drawn; "
            "crop or intersect the shapes themselves before exporting");
        break;
    }
}

/* A stroke painted before the fill is a separate shape. */
static void add_in_order(struct svg_reader *svg_reader,
                         const struct svg_node *node,
                         const struct svg_element *svg_element,
                         const struct artwork_shape *shape)
{
    struct artwork_shape part = *shape;

    if (!svg_element->style.stroke_first || !shape->filled || !shape->stroked) {
        add_clipped(svg_reader, node, svg_element, shape);
        return;
    }
    part.filled = false;
    add_clipped(svg_reader, node, svg_element, &part);
    part.filled = true;
    part.stroked = false;
    add_clipped(svg_reader, node, svg_element, &part);
}

/* Keeps the current outline as a shape, if it is visible. */
static void store_outline(struct svg_reader *svg_reader,
                          const struct svg_node *node,
                          const struct svg_element *svg_element)
{
    const struct matrix m = svg_element->matrix;
    const double area = fabs(m.xx * m.yy - m.xy * m.yx);
    const struct svg_style *style = &svg_element->style;
    struct artwork_shape shape = {
        .even_odd = style->even_odd,
        .line_width = style->line_width * sqrt(area),
        .round_caps = style->round_caps,
        .round_joins = style->round_joins,
        .miter_limit = style->miter_limit,
    };

    shape.filled = svg_style_fill(style, &shape.fill);
    shape.stroked = svg_style_stroke(style, &shape.stroke);
    if (!(shape.filled || shape.stroked) || !(area > 1e-12))
        return;
    shape.path = path_buffer_copy(&svg_reader->outline, svg_reader->arena, m);
    if (!shape.path.operator_count)
        return;
    if (!is_within_reach(svg_reader->artwork, &shape))
        svg_reader_fail_at(
            svg_reader, node, RULE_ARTWORK_UNSUPPORTED,
            "the shape reaches a thousand times the picture's size away");
    else if (shape.stroked && !(stretch(m) <= 1.01))
        svg_reader_fail_at(
            svg_reader, node, RULE_ARTWORK_UNSUPPORTED,
            "a stroke that a transform makes wider one way than another "
            "is not drawn; convert it to a path before exporting");
    else
        add_in_order(svg_reader, node, svg_element, &shape);
}

/* Refuses a shape that contains a drawing element. */
static void check_leaf(struct svg_reader *svg_reader,
                       const struct svg_node *node)
{
    for (const struct svg_node *child = node->first; child; child = child->next)
        if (!svg_element_is_undrawn(child))
            svg_reader_refuse(svg_reader, child);
}

static void draw_shape(struct svg_reader *svg_reader,
                       const struct svg_node *node,
                       const struct svg_shape *shape,
                       const struct svg_element *parent)
{
    struct svg_element svg_element;

    if (!svg_element_read(svg_reader, node, parent, &svg_element) ||
        !svg_element_trace(svg_reader, node, shape, &svg_element))
        return;
    if (svg_element_is_shown(&svg_element))
        store_outline(svg_reader, node, &svg_element);
    check_leaf(svg_reader, node);
}

/* ---- viewports ---- */

static void draw_node(struct svg_reader *svg_reader,
                      const struct svg_node *node,
                      const struct svg_element *parent);

static void draw_children(struct svg_reader *svg_reader,
                          const struct svg_node *node,
                          const struct svg_element *svg_element)
{
    for (const struct svg_node *child = node->first;
         child && svg_reader->status == STATUS_OK; child = child->next)
        draw_node(svg_reader, child, svg_element);
}

/* Moves the element's units into those of its view box. */
static bool enter_viewport(struct svg_reader *svg_reader,
                           const struct svg_node *node, struct rect viewport,
                           struct svg_element *svg_element)
{
    struct svg_value value =
        svg_value_of("viewBox", svg_tree_attribute(node, "viewBox"));
    struct svg_value aspect = svg_value_of(
        "preserveAspectRatio", svg_tree_attribute(node, "preserveAspectRatio"));
    struct rect box = {0, 0, viewport.width, viewport.height};
    struct matrix matrix = {1, 0, 0, 1, viewport.x, viewport.y};

    if (value.text && !svg_viewport_box(&value, &box)) {
        svg_reader_fail_value(svg_reader, node, &value);
        return false;
    }
    if (!(box.width > 0) || !(box.height > 0))
        return false; /* nothing is drawn */
    if (value.text && !svg_viewport_fit(&aspect, box, viewport, &matrix)) {
        svg_reader_fail_value(svg_reader, node, &aspect);
        return false;
    }
    svg_element->matrix = matrix_multiply(matrix, svg_element->matrix);
    svg_element->width = box.width;
    svg_element->height = box.height;
    return true;
}

/* A nested svg, or a symbol in use. */
static void draw_viewport(struct svg_reader *svg_reader,
                          const struct svg_node *node,
                          const struct svg_element *parent,
                          struct rect viewport)
{
    struct svg_element svg_element;

    if (!svg_element_read(svg_reader, node, parent, &svg_element) ||
        !svg_element_is_shown(&svg_element) || !(viewport.width > 0) ||
        !(viewport.height > 0))
        return;
    if (!svg_element.style.overflow_visible &&
        !svg_clip_path_add_edge(svg_reader, node, viewport, &svg_element))
        return;
    if (enter_viewport(svg_reader, node, viewport, &svg_element))
        draw_children(svg_reader, node, &svg_element);
}

/* @p rect has the defaults of missing attributes. */
static bool read_rect(struct svg_reader *svg_reader,
                      const struct svg_node *node,
                      const struct svg_element *parent, bool size_only,
                      struct rect *rect)
{
    static const char *const names[] = {"width", "height", "x", "y"};
    double *const sides[] = {&rect->width, &rect->height, &rect->x, &rect->y};

    for (size_t i = 0; i < (size_only ? 2 : sizeof names / sizeof *names);
         i++) {
        struct svg_value value = svg_element_length(node, parent, names[i]);
        if (value.text && svg_value_take(&value, "auto"))
            continue;
        if (!svg_value_only_length(&value, sides[i])) {
            svg_reader_fail_value(svg_reader, node, &value);
            return false;
        }
    }
    return true;
}

static void draw_nested(struct svg_reader *svg_reader,
                        const struct svg_node *node,
                        const struct svg_element *parent)
{
    struct rect viewport = {0, 0, parent->width, parent->height};

    if (read_rect(svg_reader, node, parent, false, &viewport))
        draw_viewport(svg_reader, node, parent, viewport);
}

/* ---- groups ---- */

static void draw_group(struct svg_reader *svg_reader,
                       const struct svg_node *node,
                       const struct svg_element *parent)
{
    struct svg_element svg_element;

    if (svg_element_read(svg_reader, node, parent, &svg_element) &&
        svg_element_is_shown(&svg_element))
        draw_children(svg_reader, node, &svg_element);
}

static void draw_used(struct svg_reader *svg_reader, const struct svg_node *use,
                      const struct svg_node *target,
                      const struct svg_element *svg_element)
{
    struct rect viewport = {0, 0, svg_element->width, svg_element->height};

    if (!svg_tree_is(target, "symbol") && !svg_tree_is(target, "svg")) {
        if (svg_element_is_undrawn(target))
            svg_reader_fail_at(svg_reader, use, RULE_ARTWORK_SYNTAX,
                               "what it refers to cannot be drawn");
        draw_node(svg_reader, target, svg_element);
        return;
    }
    if (svg_tree_is(target, "svg") &&
        !read_rect(svg_reader, target, svg_element, false, &viewport))
        return;
    if (read_rect(svg_reader, use, svg_element, true, &viewport))
        draw_viewport(svg_reader, target, svg_element, viewport);
}

static void draw_use(struct svg_reader *svg_reader, const struct svg_node *node,
                     const struct svg_element *parent)
{
    const struct svg_node *target;
    struct svg_element svg_element;

    if (svg_use_read(svg_reader, node, parent, &svg_element) &&
        svg_element_is_shown(&svg_element) &&
        svg_use_find(svg_reader, node, &target))
        draw_used(svg_reader, node, target, &svg_element);
    check_leaf(svg_reader, node);
}

static bool is_wanted(const struct svg_node *node)
{
    const char *extensions = svg_tree_attribute(node, "requiredExtensions");

    return !extensions || !*extensions;
}

/* Draws the first child without conditions. */
static void draw_switch(struct svg_reader *svg_reader,
                        const struct svg_node *node,
                        const struct svg_element *parent)
{
    const struct svg_node *child = node->first;
    struct svg_element svg_element;

    if (!svg_element_read(svg_reader, node, parent, &svg_element) ||
        !svg_element_is_shown(&svg_element))
        return;
    while (child && (svg_element_is_undrawn(child) || !is_wanted(child)))
        child = child->next;
    if (child && svg_tree_attribute(child, "systemLanguage"))
        svg_reader_fail_at(
            svg_reader, child, RULE_ARTWORK_UNSUPPORTED,
            "a picture that is another in each language is not drawn");
    else if (child)
        draw_node(svg_reader, child, &svg_element);
}

static void draw_element(struct svg_reader *svg_reader,
                         const struct svg_node *node,
                         const struct svg_element *parent)
{
    const struct svg_shape *shape = svg_shape_find(node->name);

    if (shape)
        draw_shape(svg_reader, node, shape, parent);
    else if (svg_tree_is(node, "g") || svg_tree_is(node, "a"))
        draw_group(svg_reader, node, parent);
    else if (svg_tree_is(node, "use"))
        draw_use(svg_reader, node, parent);
    else if (svg_tree_is(node, "svg"))
        draw_nested(svg_reader, node, parent);
    else if (svg_tree_is(node, "switch"))
        draw_switch(svg_reader, node, parent);
    else
        svg_reader_refuse(svg_reader, node);
}

static bool is_affordable(struct svg_reader *svg_reader,
                          const struct svg_node *node)
{
    if (svg_reader->depth == SVG_DEPTH_MAX)
        svg_reader_fail_at(svg_reader, node, RULE_ARTWORK_UNSUPPORTED,
                           "elements are nested more than 64 deep, or refer to "
                           "themselves");
    else if (++svg_reader->visits > MOST_VISITS ||
             svg_reader->visits * svg_css_count(svg_reader->css) > MOST_MATCHES)
        svg_reader_fail_at(
            svg_reader, node, RULE_ARTWORK_UNSUPPORTED,
            "there are too many elements, or too many rules of style for "
            "them");
    return svg_reader->status == STATUS_OK;
}

static void draw_node(struct svg_reader *svg_reader,
                      const struct svg_node *node,
                      const struct svg_element *parent)
{
    if (svg_reader->status != STATUS_OK || svg_element_is_undrawn(node) ||
        !is_wanted(node) || !is_affordable(svg_reader, node))
        return;
    svg_reader->depth++;
    draw_element(svg_reader, node, parent);
    svg_reader->depth--;
}

/* ---- the whole ---- */

/* @return the visible part of the plane */
static bool read_box(struct svg_reader *svg_reader, const struct svg_node *root,
                     struct rect *box)
{
    const char *names[] = {"viewBox", "width", "height"};
    struct svg_value values[sizeof names / sizeof *names];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        values[i] = svg_value_of(names[i], svg_tree_attribute(root, names[i]));
    *box = (struct rect){0, 0, 0, 0};
    if (values[0].text) {
        if (svg_viewport_box(&values[0], box))
            return true;
        svg_reader_fail_value(svg_reader, root, &values[0]);
    } else if (!values[1].text || !values[2].text) {
        svg_reader_fail_at(svg_reader, root, RULE_ARTWORK_UNSUPPORTED,
                           "<svg> needs a viewBox, or a width and a height");
    } else if (!svg_value_only_length(&values[1], &box->width)) {
        svg_reader_fail_value(svg_reader, root, &values[1]);
    } else if (!svg_value_only_length(&values[2], &box->height)) {
        svg_reader_fail_value(svg_reader, root, &values[2]);
    } else {
        return true;
    }
    return false;
}

static bool is_good_side(double side)
{
    return side >= SMALLEST_SIDE && side <= LARGEST_SIDE;
}

static void draw_root(struct svg_reader *svg_reader,
                      const struct svg_node *root)
{
    struct svg_element page = {MATRIX_IDENTITY, svg_style_initial(), NULL, 0,
                               0};
    struct svg_element svg_element;
    struct rect box;

    if (!read_box(svg_reader, root, &box))
        return;
    if (!is_good_side(box.width) || !is_good_side(box.height)) {
        svg_reader_fail_at(
            svg_reader, root, RULE_ARTWORK_UNSUPPORTED,
            "the picture's sides have to be from 0.01 to 100,000 units");
        return;
    }
    svg_reader->artwork->width = page.width = box.width;
    svg_reader->artwork->height = page.height = box.height;
    page.matrix.x0 = -box.x;
    page.matrix.y0 = -box.y;
    svg_reader->depth = 1;
    if (svg_element_read(svg_reader, root, &page, &svg_element) &&
        svg_element_is_shown(&svg_element))
        draw_children(svg_reader, root, &svg_element);
}

/* @return the words of a text, with a blank between them */
static const char *join_words(struct arena *arena, const char *text)
{
    char *joined = arena_strdup(arena, text);
    char *to = joined;

    for (const char *at = joined; *at; at++) {
        const bool blank = *at == ' ' || *at == '\t' || *at == '\n';
        if (!blank)
            *to++ = *at;
        else if (to > joined && to[-1] != ' ')
            *to++ = ' ';
    }
    to -= to > joined && to[-1] == ' ';
    *to = '\0';
    return joined;
}

/* @return the picture's title, from its file */
static const char *find_title(struct arena *arena, const struct svg_node *root)
{
    for (const struct svg_node *child = root->first; child; child = child->next)
        if (svg_tree_is(child, "title")) {
            const char *title = join_words(arena, child->text);
            return *title ? title : NULL;
        }
    return NULL;
}

static enum status check_bytes(const struct svg_tree *tree, struct error *err)
{
    size_t bad;

    if (tree->size > BYTES_MAX)
        return error_set(err, RULE_FILE_TOO_LARGE,
                         (struct location){tree->path, 0, 0}, NULL,
                         "larger than %d bytes", BYTES_MAX);
    if (!utf8_check(tree->bytes, tree->size, &bad))
        return error_set(err, RULE_ARTWORK_SYNTAX, svg_tree_place(tree, bad),
                         NULL, "the text is not UTF-8; export it as UTF-8");
    return STATUS_OK;
}

static void draw(struct svg_reader *svg_reader)
{
    struct artwork *artwork = svg_reader->artwork;

    svg_reader->status = svg_css_read(svg_reader->arena, &svg_reader->tree,
                                      &svg_reader->css, svg_reader->err);
    if (svg_reader->status == STATUS_OK)
        draw_root(svg_reader, svg_reader->tree.root);
    artwork->kind = ARTWORK_VECTOR;
    artwork->title = find_title(svg_reader->arena, svg_reader->tree.root);
    artwork->shapes =
        arena_copy(svg_reader->arena, svg_reader->shapes,
                   svg_reader->shape_count * sizeof *svg_reader->shapes);
    artwork->shape_count = svg_reader->shape_count;
    free(svg_reader->shapes);
    path_buffer_free(&svg_reader->outline);
}

enum status svg_read(struct arena *arena, const char *path, const char *bytes,
                     size_t size, struct artwork *artwork, struct error *err)
{
    struct svg_reader *svg_reader = ARENA_NEW(arena, struct svg_reader);
    enum status status;

    *svg_reader = (struct svg_reader){
        .arena = arena,
        .tree = {.path = path, .bytes = bytes, .size = size},
        .artwork = artwork,
        .err = err};
    status = check_bytes(&svg_reader->tree, err);
    if (status == STATUS_OK)
        status =
            svg_tree_read(arena, path, bytes, size, &svg_reader->tree, err);
    if (status != STATUS_OK)
        return status;
    draw(svg_reader);
    return svg_reader->status;
}
