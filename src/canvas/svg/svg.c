#include "canvas/svg/svg.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "canvas/path_buffer.h"
#include "canvas/svg/svg_clip.h"
#include "canvas/svg/svg_css.h"
#include "canvas/svg/svg_shape.h"
#include "canvas/svg/svg_style.h"
#include "canvas/svg/svg_transform.h"
#include "canvas/svg/svg_tree.h"
#include "canvas/svg/svg_viewport.h"

/*
 * The tree of elements is walked from the root, each element with what its
 * children inherit:
 *
 *     svg      viewBox moved to (0, 0), filled black
 *     g        its transform first, its own fill
 *     use      the element it refers to, as if that were its child
 *     path     drawn at once: transformed, kept as an artwork_shape
 *
 * What draws nothing where it stands (defs, gradients, clip paths) is passed
 * over until something refers to it. What would draw, and is not known, ends
 * the reading.
 */

enum {
    BYTES_MAX = 2 * 1024 * 1024,
    SHAPES_MAX = 100 * 1000,
    DEPTH_MAX = 64,
    MOST_VISITS = 200 * 1000,          ///< of elements, once for each use
    MOST_MATCHES = 50 * 1000 * 1000,   ///< of elements with rules of style
    MOST_EDGES = 500 * 1000,           ///< of clip paths, once for each use
    MOST_CLIPPING = 100 * 1000 * 1000, ///< edges looked at for shapes
};

static const double SMALLEST_SIDE = 0.01;
static const double LARGEST_SIDE = 1e5;
static const double FARTHEST = 1000; /* times the longer side */

/* What an element hands on. */
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

/* ---- failures ---- */

/* The first failure stays; it ends the walk. */
static void fail(struct svg_reader *svg_reader, enum diagnostic_id rule,
                 struct location location, const char *field,
                 const char *message)
{
    if (svg_reader->status == STATUS_OK)
        svg_reader->status =
            error_set(svg_reader->err, rule, location, field, "%s", message);
}

static void fail_at(struct svg_reader *svg_reader, const struct svg_node *node,
                    enum diagnostic_id rule, const char *message)
{
    fail(svg_reader, rule, svg_tree_place(&svg_reader->tree, node->offset),
         NULL, message);
}

static void fail_value(struct svg_reader *svg_reader,
                       const struct svg_node *node,
                       const struct svg_value *value)
{
    fail(svg_reader, value->rule,
         svg_tree_place_of_value(&svg_reader->tree, node, value), value->name,
         value->message);
}

static void refuse_element(struct svg_reader *svg_reader,
                           const struct svg_node *node)
{
    static const struct {
        const char *name;
        const char *advice;
    } hints[] = {
        {"text", "convert text to outlines (paths) before exporting"},
        {"tspan", "convert text to outlines (paths) before exporting"},
        {"flowRoot", "convert text to outlines (paths) before exporting"},
        {"image", "trace the picture to paths, or give all of it as PNG"},
        {"foreignObject", "only SVG's own shapes are"},
        {"script", "no script is run; export without interaction"},
        {"animate", "nothing moves on paper; export without animation"},
        {"animateMotion", "nothing moves on paper; export without animation"},
        {"animateTransform",
         "nothing moves on paper; export without animation"},
        {"set", "nothing moves on paper; export without animation"},
    };
    const char *advice = "draw it with paths and plain colours";
    char message[160];

    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (strcmp(node->name, hints[i].name) == 0)
            advice = hints[i].advice;
    snprintf(message, sizeof message, "<%.60s> is not drawn; %s", node->name,
             advice);
    utf8_trim_partial(message);
    fail_at(svg_reader, node, RULE_ARTWORK_UNSUPPORTED, message);
}

/* ---- names ---- */

static bool is_any_of(const char *name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, list[i]) == 0)
            return true;
    return false;
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

static bool is_called(const struct svg_node *node, const char *name)
{
    return strcmp(node->name, name) == 0;
}

/* What draws nothing where it stands. */
static bool is_undrawn(const struct svg_node *node)
{
    static const char *const undrawn[] = {
        "clipPath", "color-profile",  "cursor",         "defs",   "filter",
        "font",     "font-face",      "linearGradient", "marker", "mask",
        "pattern",  "radialGradient", "solidColor",     "style",  "symbol",
        "title",    "view",
    };

    return is_any_of(node->name, undrawn, COUNT(undrawn));
}

/* What an element may say that changes nothing in the picture. */
static bool is_idle_attribute(const char *name)
{
    static const char *const idle[] = {
        "class",
        "focusable",
        "id",
        "lang",
        "pathLength",
        "requiredExtensions",
        "requiredFeatures",
        "role",
        "systemLanguage",
        "tabindex",
    };

    return strchr(name, '\n') || strncmp(name, "data-", 5) == 0 ||
           strncmp(name, "aria-", 5) == 0 || is_any_of(name, idle, COUNT(idle));
}

/* Attributes of the elements that make a viewport, refer or link. */
static bool is_own_attribute(const struct svg_node *node, const char *name)
{
    static const char *const viewport[] = {
        "baseProfile",
        "contentScriptType",
        "contentStyleType",
        "height",
        "preserveAspectRatio",
        "refX",
        "refY",
        "version",
        "viewBox",
        "width",
        "x",
        "y",
        "zoomAndPan",
    };
    static const char *const use[] = {"height", "href", "width", "x", "y"};
    static const char *const link[] = {"download", "href",   "hreflang", "ping",
                                       "rel",      "target", "type"};

    if (is_called(node, "svg") || is_called(node, "symbol"))
        return is_any_of(name, viewport, COUNT(viewport));
    if (is_called(node, "use"))
        return is_any_of(name, use, COUNT(use));
    if (is_called(node, "clipPath"))
        return strcmp(name, "clipPathUnits") == 0;
    return is_called(node, "a") && is_any_of(name, link, COUNT(link));
}

static bool belongs_to_shape(const struct svg_shape *shape, const char *name)
{
    for (size_t i = 0; shape && i < SVG_SHAPE_ATTRIBUTES; i++)
        if (shape->attributes[i] && strcmp(shape->attributes[i], name) == 0)
            return true;
    return false;
}

/* ---- elements ---- */

/* Reads an attribute that any element may have into @p svg_element. */
static bool read_common(struct svg_reader *svg_reader,
                        const struct svg_node *node,
                        const char *const *attribute,
                        const struct svg_style *parent,
                        struct svg_element *svg_element)
{
    struct svg_value value = svg_value_of(attribute[0], attribute[1]);
    struct matrix matrix;

    if (strcmp(attribute[0], "style") == 0)
        return true; /* after all others, whom it overrules */
    if (strcmp(attribute[0], "transform") != 0) {
        if (svg_style_set(&svg_element->style, parent, attribute[0], &value))
            return true;
    } else if (svg_transform_read(&value, &matrix)) {
        svg_element->matrix = matrix_multiply(matrix, svg_element->matrix);
        return true;
    }
    fail_value(svg_reader, node, &value);
    return false;
}

/* Rules of style sheets overrule attributes; the attribute "style" both. */
static bool read_style(struct svg_reader *svg_reader,
                       const struct svg_node *node,
                       const struct svg_style *parent,
                       struct svg_element *svg_element)
{
    const char *style = svg_tree_attribute(node, "style");
    struct svg_value value = svg_value_of("style", style);

    svg_reader->status =
        svg_css_apply(svg_reader->css, &svg_reader->tree, node, parent,
                      &svg_element->style, svg_reader->err);
    if (svg_reader->status != STATUS_OK)
        return false;
    if (!style || svg_style_set_all(&svg_element->style, parent, &value))
        return true;
    fail_value(svg_reader, node, &value);
    return false;
}

static bool add_clip_path(struct svg_reader *svg_reader,
                          const struct svg_node *node,
                          struct svg_element *svg_element);

/* An element below @p parent, with what its attributes change. */
static bool read_element(struct svg_reader *svg_reader,
                         const struct svg_node *node,
                         const struct svg_element *parent,
                         struct svg_element *svg_element)
{
    const struct svg_shape *shape = svg_shape_find(node->name);

    *svg_element = *parent;
    svg_element->style = svg_style_below(&parent->style);
    for (const char *const *at = node->attributes; *at; at += 2) {
        if (is_idle_attribute(at[0]) || belongs_to_shape(shape, at[0]) ||
            is_own_attribute(node, at[0]))
            continue;
        if (!read_common(svg_reader, node, at, &parent->style, svg_element))
            return false;
    }
    return read_style(svg_reader, node, &parent->style, svg_element) &&
           (!svg_element->style.clip.id ||
            add_clip_path(svg_reader, node, svg_element));
}

static bool is_shown(const struct svg_element *svg_element)
{
    return !svg_element->style.absent && !svg_element->style.clear;
}

/* ---- shapes ---- */

/* How much longer the matrix makes a line along one way than along another. */
static double stretch(struct matrix m)
{
    const double a = hypot((m.xx + m.yy) / 2, (m.yx - m.xy) / 2);
    const double b = hypot((m.xx - m.yy) / 2, (m.yx + m.xy) / 2);

    return (a + b) / fabs(a - b);
}

/* Whether a painter's fixed point can bear the shape. */
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
        fail_at(svg_reader, node, RULE_ARTWORK_UNSUPPORTED,
                "there are more than 100,000 shapes");
        return;
    }
    if (svg_reader->shape_count == svg_reader->shape_capacity) {
        svg_reader->shape_capacity =
            svg_reader->shape_capacity ? svg_reader->shape_capacity * 2 : 16;
        svg_reader->shapes =
            memory_resize(svg_reader->shapes, svg_reader->shape_capacity,
                          sizeof *svg_reader->shapes);
    }
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
        fail_at(svg_reader, node, RULE_ARTWORK_UNSUPPORTED,
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
        fail_at(svg_reader, node, RULE_ARTWORK_UNSUPPORTED,
                "a clip path cuts part of the shape away, which is not drawn; "
                "crop or intersect the shapes themselves before exporting");
        break;
    }
}

/* A stroke that comes first is a shape of its own. */
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

/* Keeps the current outline as a shape, if anything of it shows. */
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
        fail_at(svg_reader, node, RULE_ARTWORK_UNSUPPORTED,
                "the shape reaches a thousand times the picture's size away");
    else if (shape.stroked && !(stretch(m) <= 1.01))
        fail_at(svg_reader, node, RULE_ARTWORK_UNSUPPORTED,
                "a stroke that a transform makes wider one way than another "
                "is not drawn; convert it to a path before exporting");
    else
        add_in_order(svg_reader, node, svg_element, &shape);
}

/* What 100% is of a length: of the viewport's width, height or both. */
static double whole_of(const struct svg_element *svg_element, const char *name)
{
    if (strchr("xw", name[0]) || strcmp(name, "cx") == 0 ||
        strcmp(name, "rx") == 0)
        return svg_element->width;
    if (strchr("yh", name[0]) || strcmp(name, "cy") == 0 ||
        strcmp(name, "ry") == 0)
        return svg_element->height;
    return hypot(svg_element->width, svg_element->height) / sqrt(2);
}

static struct svg_value length_of(const struct svg_node *node,
                                  const struct svg_element *svg_element,
                                  const char *name)
{
    struct svg_value value = svg_value_of(name, svg_tree_attribute(node, name));

    value.whole = whole_of(svg_element, name);
    return value;
}

/* Draws the shape into the reader's outline. */
static bool trace(struct svg_reader *svg_reader, const struct svg_node *node,
                  const struct svg_shape *shape,
                  const struct svg_element *svg_element)
{
    struct svg_value values[SVG_SHAPE_ATTRIBUTES] = {0};
    struct svg_value *wrong;

    for (size_t i = 0; i < SVG_SHAPE_ATTRIBUTES && shape->attributes[i]; i++)
        values[i] = length_of(node, svg_element, shape->attributes[i]);
    path_buffer_clear(&svg_reader->outline);
    wrong = shape->draw(values, &svg_reader->outline);
    if (wrong)
        fail_value(svg_reader, node, wrong);
    return !wrong;
}

/* Nothing drawn may stand in a shape. */
static void check_leaf(struct svg_reader *svg_reader,
                       const struct svg_node *node)
{
    for (const struct svg_node *child = node->first; child; child = child->next)
        if (!is_undrawn(child))
            refuse_element(svg_reader, child);
}

static void draw_shape(struct svg_reader *svg_reader,
                       const struct svg_node *node,
                       const struct svg_shape *shape,
                       const struct svg_element *parent)
{
    struct svg_element svg_element;

    if (!read_element(svg_reader, node, parent, &svg_element) ||
        !trace(svg_reader, node, shape, &svg_element))
        return;
    if (is_shown(&svg_element))
        store_outline(svg_reader, node, &svg_element);
    check_leaf(svg_reader, node);
}

/* ---- clip paths ---- */

/* Hides what lies outside of the regions. */
static bool add_clip(struct svg_reader *svg_reader, const struct svg_node *node,
                     struct svg_element *svg_element,
                     const struct svg_region *regions)
{
    struct svg_clip *clip = ARENA_NEW(svg_reader->arena, struct svg_clip);
    size_t count = 0;

    for (const struct svg_region *at = regions; at; at = at->next)
        count += at->edge_count;
    *clip = (struct svg_clip){
        .regions = regions,
        .outer = svg_element->clip,
        .edge_count =
            count + (svg_element->clip ? svg_element->clip->edge_count : 0),
    };
    svg_element->clip = clip;
    svg_reader->edges += count;
    if (svg_reader->edges > MOST_EDGES)
        fail_at(svg_reader, node, RULE_ARTWORK_UNSUPPORTED,
                "clip paths are used too often");
    return svg_reader->status == STATUS_OK;
}

static struct svg_region *make_region(struct svg_reader *svg_reader,
                                      const struct svg_node *node,
                                      struct matrix matrix)
{
    const struct path path =
        path_buffer_copy(&svg_reader->outline, svg_reader->arena, matrix);
    struct svg_region *region = svg_clip_region(svg_reader->arena, &path);

    if (!region)
        fail_at(svg_reader, node, RULE_ARTWORK_UNSUPPORTED,
                "a clip path of more than a thousand lines is not read; "
                "release the clipping before exporting");
    return region;
}

static void refuse_clipped_clip(struct svg_reader *svg_reader,
                                const struct svg_node *node)
{
    fail_at(svg_reader, node, RULE_ARTWORK_UNSUPPORTED,
            "a clip path that is clipped itself is not read; release the "
            "clipping before exporting");
}

/* One shape of a clip path. */
static bool add_region(struct svg_reader *svg_reader,
                       const struct svg_node *node,
                       const struct svg_element *parent,
                       const struct svg_region **regions)
{
    const struct svg_shape *shape = svg_shape_find(node->name);
    struct svg_region *region;
    struct svg_element svg_element;

    if (!shape) {
        refuse_element(svg_reader, node);
        return false;
    }
    if (!read_element(svg_reader, node, parent, &svg_element))
        return false;
    if (svg_element.clip) {
        refuse_clipped_clip(svg_reader, node);
        return false;
    }
    if (!is_shown(&svg_element) || svg_element.style.hidden)
        return true;
    if (!trace(svg_reader, node, shape, &svg_element))
        return false;
    region = make_region(svg_reader, node, svg_element.matrix);
    if (!region)
        return false;
    region->next = *regions;
    *regions = region;
    return true;
}

/* ---- references ---- */

static bool fail_reference(struct svg_reader *svg_reader,
                           const struct svg_node *node, const char *id,
                           size_t length)
{
    char message[160];

    snprintf(message, sizeof message, "no element has the id \"%.*s\"",
             (int)(length < 60 ? length : 60), id);
    utf8_trim_partial(message);
    fail_at(svg_reader, node, RULE_ARTWORK_SYNTAX, message);
    return false;
}

static const char *href_of(const struct svg_node *node)
{
    const char *href = svg_tree_attribute(node, "href");

    return href
               ? href
               : svg_tree_attribute(node, "http://www.w3.org/1999/xlink\nhref");
}

/* What a `use` refers to. @return false where there is none */
static bool find_reference(struct svg_reader *svg_reader,
                           const struct svg_node *node,
                           const struct svg_node **target)
{
    const char *href = href_of(node);

    *target = NULL;
    if (!href || !*href)
        return false; /* nothing is drawn */
    if (*href != '#') {
        fail_at(svg_reader, node, RULE_ARTWORK_UNSUPPORTED,
                "what stands in another file is not read; export with all "
                "symbols inside");
        return false;
    }
    *target = svg_tree_find(&svg_reader->tree, href + 1);
    return *target ||
           fail_reference(svg_reader, node, href + 1, strlen(href + 1));
}

/* Where a `use` puts what it refers to. */
static bool read_use(struct svg_reader *svg_reader, const struct svg_node *node,
                     const struct svg_element *parent,
                     struct svg_element *svg_element)
{
    static const char *const names[] = {"x", "y"};
    double at[2] = {0, 0};

    if (!read_element(svg_reader, node, parent, svg_element))
        return false;
    for (size_t i = 0; i < COUNT(names); i++) {
        struct svg_value value = length_of(node, parent, names[i]);
        if (!svg_value_only_length(&value, &at[i])) {
            fail_value(svg_reader, node, &value);
            return false;
        }
    }
    svg_element->matrix = matrix_multiply(
        (struct matrix){1, 0, 0, 1, at[0], at[1]}, svg_element->matrix);
    return true;
}

static bool add_used_region(struct svg_reader *svg_reader,
                            const struct svg_node *node,
                            const struct svg_element *parent,
                            const struct svg_region **regions)
{
    const struct svg_node *target;
    struct svg_element svg_element;

    if (!is_called(node, "use"))
        return is_undrawn(node) ||
               add_region(svg_reader, node, parent, regions);
    if (!read_use(svg_reader, node, parent, &svg_element))
        return false;
    if (!find_reference(svg_reader, node, &target))
        return svg_reader->status == STATUS_OK;
    return !is_shown(&svg_element) ||
           add_region(svg_reader, target, &svg_element, regions);
}

static bool is_clip_path(struct svg_reader *svg_reader,
                         const struct svg_node *node,
                         const struct svg_node *path)
{
    const char *units = svg_tree_attribute(path, "clipPathUnits");

    if (!is_called(path, "clipPath"))
        fail_at(svg_reader, node, RULE_ARTWORK_SYNTAX,
                "what its clip-path refers to is no clipPath");
    else if (units && strcmp(units, "userSpaceOnUse") != 0)
        fail_at(svg_reader, path, RULE_ARTWORK_UNSUPPORTED,
                "a clip path in the units of what it clips is not read; "
                "release the clipping before exporting");
    return svg_reader->status == STATUS_OK;
}

/* Reads the clip path that an element names, in the element's own units. */
static bool add_clip_path(struct svg_reader *svg_reader,
                          const struct svg_node *node,
                          struct svg_element *svg_element)
{
    const struct svg_reference clip = svg_element->style.clip;
    const char *id = arena_strndup(svg_reader->arena, clip.id, clip.length);
    const struct svg_node *path = svg_tree_find(&svg_reader->tree, id);
    const struct svg_region *regions = NULL;
    struct svg_element base = *svg_element;
    struct svg_element inner;

    if (!path)
        return fail_reference(svg_reader, node, id, clip.length);
    if (++svg_reader->depth > DEPTH_MAX) {
        fail_at(svg_reader, node, RULE_ARTWORK_UNSUPPORTED,
                "clip paths refer to themselves");
        return false;
    }
    base.style = svg_style_initial();
    base.clip = NULL;
    if (!is_clip_path(svg_reader, node, path) ||
        !read_element(svg_reader, path, &base, &inner))
        return false;
    for (const struct svg_node *child = path->first; child; child = child->next)
        if (!add_used_region(svg_reader, child, &inner, &regions))
            return false;
    svg_reader->depth--;
    if (inner.clip)
        refuse_clipped_clip(svg_reader, path);
    return !inner.clip && add_clip(svg_reader, path, svg_element, regions);
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

/* Hides what lies outside of a viewport. */
static bool add_edge(struct svg_reader *svg_reader, const struct svg_node *node,
                     struct rect viewport, struct svg_element *svg_element)
{
    path_buffer_clear(&svg_reader->outline);
    path_buffer_move(&svg_reader->outline,
                     (struct point){viewport.x, viewport.y});
    path_buffer_line(&svg_reader->outline,
                     (struct point){viewport.x + viewport.width, viewport.y});
    path_buffer_line(&svg_reader->outline,
                     (struct point){viewport.x + viewport.width,
                                    viewport.y + viewport.height});
    path_buffer_line(&svg_reader->outline,
                     (struct point){viewport.x, viewport.y + viewport.height});
    path_buffer_close(&svg_reader->outline);
    return add_clip(svg_reader, node, svg_element,
                    make_region(svg_reader, node, svg_element->matrix));
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
        fail_value(svg_reader, node, &value);
        return false;
    }
    if (!(box.width > 0) || !(box.height > 0))
        return false; /* nothing is drawn */
    if (value.text && !svg_viewport_fit(&aspect, box, viewport, &matrix)) {
        fail_value(svg_reader, node, &aspect);
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

    if (!read_element(svg_reader, node, parent, &svg_element) ||
        !is_shown(&svg_element) || !(viewport.width > 0) ||
        !(viewport.height > 0))
        return;
    if (!svg_element.style.overflow_visible &&
        !add_edge(svg_reader, node, viewport, &svg_element))
        return;
    if (enter_viewport(svg_reader, node, viewport, &svg_element))
        draw_children(svg_reader, node, &svg_element);
}

/* @p rect has what holds where an attribute is not given. */
static bool read_rect(struct svg_reader *svg_reader,
                      const struct svg_node *node,
                      const struct svg_element *parent, bool size_only,
                      struct rect *rect)
{
    static const char *const names[] = {"width", "height", "x", "y"};
    double *const sides[] = {&rect->width, &rect->height, &rect->x, &rect->y};

    for (size_t i = 0; i < (size_only ? 2 : COUNT(names)); i++) {
        struct svg_value value = length_of(node, parent, names[i]);
        if (value.text && svg_value_take(&value, "auto"))
            continue;
        if (!svg_value_only_length(&value, sides[i])) {
            fail_value(svg_reader, node, &value);
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

    if (read_element(svg_reader, node, parent, &svg_element) &&
        is_shown(&svg_element))
        draw_children(svg_reader, node, &svg_element);
}

static void draw_used(struct svg_reader *svg_reader, const struct svg_node *use,
                      const struct svg_node *target,
                      const struct svg_element *svg_element)
{
    struct rect viewport = {0, 0, svg_element->width, svg_element->height};

    if (!is_called(target, "symbol") && !is_called(target, "svg")) {
        if (is_undrawn(target))
            fail_at(svg_reader, use, RULE_ARTWORK_SYNTAX,
                    "what it refers to cannot be drawn");
        draw_node(svg_reader, target, svg_element);
        return;
    }
    if (is_called(target, "svg") &&
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

    if (read_use(svg_reader, node, parent, &svg_element) &&
        is_shown(&svg_element) && find_reference(svg_reader, node, &target))
        draw_used(svg_reader, node, target, &svg_element);
    check_leaf(svg_reader, node);
}

static bool is_wanted(const struct svg_node *node)
{
    const char *extensions = svg_tree_attribute(node, "requiredExtensions");

    return !extensions || !*extensions;
}

/* Draws the first child that asks for nothing special. */
static void draw_switch(struct svg_reader *svg_reader,
                        const struct svg_node *node,
                        const struct svg_element *parent)
{
    const struct svg_node *child = node->first;
    struct svg_element svg_element;

    if (!read_element(svg_reader, node, parent, &svg_element) ||
        !is_shown(&svg_element))
        return;
    while (child && (is_undrawn(child) || !is_wanted(child)))
        child = child->next;
    if (child && svg_tree_attribute(child, "systemLanguage"))
        fail_at(svg_reader, child, RULE_ARTWORK_UNSUPPORTED,
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
    else if (is_called(node, "g") || is_called(node, "a"))
        draw_group(svg_reader, node, parent);
    else if (is_called(node, "use"))
        draw_use(svg_reader, node, parent);
    else if (is_called(node, "svg"))
        draw_nested(svg_reader, node, parent);
    else if (is_called(node, "switch"))
        draw_switch(svg_reader, node, parent);
    else
        refuse_element(svg_reader, node);
}

static bool is_affordable(struct svg_reader *svg_reader,
                          const struct svg_node *node)
{
    if (svg_reader->depth == DEPTH_MAX)
        fail_at(svg_reader, node, RULE_ARTWORK_UNSUPPORTED,
                "elements are nested more than 64 deep, or refer to "
                "themselves");
    else if (++svg_reader->visits > MOST_VISITS ||
             svg_reader->visits * svg_css_count(svg_reader->css) > MOST_MATCHES)
        fail_at(svg_reader, node, RULE_ARTWORK_UNSUPPORTED,
                "there are too many elements, or too many rules of style for "
                "them");
    return svg_reader->status == STATUS_OK;
}

static void draw_node(struct svg_reader *svg_reader,
                      const struct svg_node *node,
                      const struct svg_element *parent)
{
    if (svg_reader->status != STATUS_OK || is_undrawn(node) ||
        !is_wanted(node) || !is_affordable(svg_reader, node))
        return;
    svg_reader->depth++;
    draw_element(svg_reader, node, parent);
    svg_reader->depth--;
}

/* ---- the whole ---- */

/* The part of the plane that the artwork shows. */
static bool read_box(struct svg_reader *svg_reader, const struct svg_node *root,
                     struct rect *box)
{
    const char *names[] = {"viewBox", "width", "height"};
    struct svg_value values[COUNT(names)];

    for (size_t i = 0; i < COUNT(names); i++)
        values[i] = svg_value_of(names[i], svg_tree_attribute(root, names[i]));
    *box = (struct rect){0, 0, 0, 0};
    if (values[0].text) {
        if (svg_viewport_box(&values[0], box))
            return true;
        fail_value(svg_reader, root, &values[0]);
    } else if (!values[1].text || !values[2].text) {
        fail_at(svg_reader, root, RULE_ARTWORK_UNSUPPORTED,
                "<svg> needs a viewBox, or a width and a height");
    } else if (!svg_value_only_length(&values[1], &box->width)) {
        fail_value(svg_reader, root, &values[1]);
    } else if (!svg_value_only_length(&values[2], &box->height)) {
        fail_value(svg_reader, root, &values[2]);
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
        fail_at(svg_reader, root, RULE_ARTWORK_UNSUPPORTED,
                "the picture's sides have to be from 0.01 to 100,000 units");
        return;
    }
    svg_reader->artwork->width = page.width = box.width;
    svg_reader->artwork->height = page.height = box.height;
    page.matrix.x0 = -box.x;
    page.matrix.y0 = -box.y;
    svg_reader->depth = 1;
    if (read_element(svg_reader, root, &page, &svg_element) &&
        is_shown(&svg_element))
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

/* The picture's own name, as its file tells it. */
static const char *find_title(struct arena *arena, const struct svg_node *root)
{
    for (const struct svg_node *child = root->first; child; child = child->next)
        if (is_called(child, "title")) {
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
