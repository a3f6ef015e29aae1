#include "canvas/svg/svg_element.h"

#include <math.h>
#include <string.h>

#include "canvas/svg/svg_clip_path.h"
#include "canvas/svg/svg_transform.h"

static bool is_any_of(const char *name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, list[i]) == 0)
            return true;
    return false;
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* Elements that draw nothing themselves. */
bool svg_element_is_undrawn(const struct svg_node *node)
{
    static const char *const undrawn[] = {
        "clipPath", "color-profile",  "cursor",         "defs",   "filter",
        "font",     "font-face",      "linearGradient", "marker", "mask",
        "pattern",  "radialGradient", "solidColor",     "style",  "symbol",
        "title",    "view",
    };

    return is_any_of(node->name, undrawn, COUNT(undrawn));
}

/* Attributes that do not change the picture. */
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

    if (svg_tree_is(node, "svg") || svg_tree_is(node, "symbol"))
        return is_any_of(name, viewport, COUNT(viewport));
    if (svg_tree_is(node, "use"))
        return is_any_of(name, use, COUNT(use));
    if (svg_tree_is(node, "clipPath"))
        return strcmp(name, "clipPathUnits") == 0;
    return svg_tree_is(node, "a") && is_any_of(name, link, COUNT(link));
}

static bool belongs_to_shape(const struct svg_shape *shape, const char *name)
{
    for (size_t i = 0; shape && i < SVG_SHAPE_ATTRIBUTES; i++)
        if (shape->attributes[i] && strcmp(shape->attributes[i], name) == 0)
            return true;
    return false;
}

/* Reads an attribute common to all elements into @p element. */
static bool read_common(struct svg_reader *reader, const struct svg_node *node,
                        const char *const *attribute,
                        const struct svg_style *parent,
                        struct svg_element *element)
{
    struct svg_value value = svg_value_of(attribute[0], attribute[1]);
    struct matrix matrix;

    if (strcmp(attribute[0], "style") == 0)
        return true; /* after all others, whom it overrules */
    if (strcmp(attribute[0], "transform") != 0) {
        if (svg_style_set(&element->style, parent, attribute[0], &value))
            return true;
    } else if (svg_transform_read(&value, &matrix)) {
        element->matrix = matrix_multiply(matrix, element->matrix);
        return true;
    }
    svg_reader_fail_value(reader, node, &value);
    return false;
}

/* Rules of style sheets overrule attributes; the attribute "style" both. */
static bool read_style(struct svg_reader *reader, const struct svg_node *node,
                       const struct svg_style *parent,
                       struct svg_element *element)
{
    const char *style = svg_tree_attribute(node, "style");
    struct svg_value value = svg_value_of("style", style);

    reader->status = svg_css_apply(reader->css, &reader->tree, node, parent,
                                   &element->style, reader->err);
    if (reader->status != STATUS_OK)
        return false;
    if (!style || svg_style_set_all(&element->style, parent, &value))
        return true;
    svg_reader_fail_value(reader, node, &value);
    return false;
}

/* Reads an element below @p parent: the inherited style, changed by its
 * attributes. */
bool svg_element_read(struct svg_reader *reader, const struct svg_node *node,
                      const struct svg_element *parent,
                      struct svg_element *element)
{
    const struct svg_shape *shape = svg_shape_find(node->name);

    *element = *parent;
    element->style = svg_style_below(&parent->style);
    for (const char *const *at = node->attributes; *at; at += 2) {
        if (is_idle_attribute(at[0]) || belongs_to_shape(shape, at[0]) ||
            is_own_attribute(node, at[0]))
            continue;
        if (!read_common(reader, node, at, &parent->style, element))
            return false;
    }
    return read_style(reader, node, &parent->style, element) &&
           (!element->style.clip.id ||
            svg_clip_path_add(reader, node, element));
}

bool svg_element_is_shown(const struct svg_element *element)
{
    return !element->style.absent && !element->style.clear;
}

/* @return the value of 100%: the viewport's width, height, or a mean of both */
static double whole_of(const struct svg_element *element, const char *name)
{
    if (strchr("xw", name[0]) || strcmp(name, "cx") == 0 ||
        strcmp(name, "rx") == 0)
        return element->width;
    if (strchr("yh", name[0]) || strcmp(name, "cy") == 0 ||
        strcmp(name, "ry") == 0)
        return element->height;
    return hypot(element->width, element->height) / sqrt(2);
}

struct svg_value svg_element_length(const struct svg_node *node,
                                    const struct svg_element *element,
                                    const char *name)
{
    struct svg_value value = svg_value_of(name, svg_tree_attribute(node, name));

    value.whole = whole_of(element, name);
    return value;
}

/* Draws the shape into the reader's outline. */
bool svg_element_trace(struct svg_reader *reader, const struct svg_node *node,
                       const struct svg_shape *shape,
                       const struct svg_element *element)
{
    struct svg_value values[SVG_SHAPE_ATTRIBUTES] = {0};
    struct svg_value *wrong;

    for (size_t i = 0; i < SVG_SHAPE_ATTRIBUTES && shape->attributes[i]; i++)
        values[i] = svg_element_length(node, element, shape->attributes[i]);
    path_buffer_clear(&reader->outline);
    wrong = shape->draw(values, &reader->outline);
    if (wrong)
        svg_reader_fail_value(reader, node, wrong);
    return !wrong;
}
