#include "canvas/svg/svg_style.h"

#include <stddef.h>
#include <string.h>

#include "canvas/svg/svg_colour.h"

struct svg_style svg_style_initial(void)
{
    return (struct svg_style){
        .fill = {SVG_PAINT_COLOUR, {0, 0, 0}},
        .line_width = 1,
        .miter_limit = 4,
    };
}

/* A reader writes to its own field of a style. */
typedef bool (*read_function)(struct svg_value *value, void *field);

static bool read_paint(struct svg_value *value, void *field)
{
    struct svg_paint *paint = field;

    if (svg_value_take(value, "none") || svg_value_take(value, "transparent")) {
        paint->kind = SVG_PAINT_NONE;
        return true;
    }
    if (svg_value_take(value, "currentColor")) {
        paint->kind = SVG_PAINT_CURRENT;
        return true;
    }
    paint->kind = SVG_PAINT_COLOUR;
    return svg_colour_read(value, &paint->colour);
}

static bool read_current(struct svg_value *value, void *field)
{
    /* currentColor of color is the parent's, which is there already */
    return svg_value_take(value, "currentColor") ||
           svg_colour_read(value, field);
}

/* Marks are opaque: what is half clear could only be drawn wrongly. */
static bool read_clear(struct svg_value *value, void *field)
{
    const char *const at = value->at;
    bool *clear = field;
    double share;

    if (!svg_value_number(value, &share))
        return false;
    if (svg_value_take(value, "%"))
        share /= 100;
    *clear = share <= 0;
    if (share <= 0 || share >= 1)
        return true;
    value->at = at;
    return svg_value_fail(value, RULE_ARTWORK_UNSUPPORTED,
                          "transparency is not supported, only 0 and 1 are");
}

static bool read_opaque(struct svg_value *value, void *field)
{
    const char *const at = value->at;
    bool clear;

    (void)field;
    if (!read_clear(value, &clear))
        return false;
    if (!clear)
        return true;
    value->at = at;
    return svg_value_fail(value, RULE_ARTWORK_UNSUPPORTED,
                          "transparency is not supported, only 1 is");
}

static bool take_either(struct svg_value *value, bool *field, const char *no,
                        const char *yes)
{
    *field = svg_value_take(value, yes);
    if (*field || svg_value_take(value, no))
        return true;
    return svg_value_fail(value, RULE_ARTWORK_UNSUPPORTED,
                          "only %s and %s are supported", no, yes);
}

static bool read_rule(struct svg_value *value, void *field)
{
    return take_either(value, field, "nonzero", "evenodd");
}

static bool read_caps(struct svg_value *value, void *field)
{
    return take_either(value, field, "butt", "round");
}

static bool read_joins(struct svg_value *value, void *field)
{
    return take_either(value, field, "miter", "round");
}

static bool read_visibility(struct svg_value *value, void *field)
{
    if (svg_value_take(value, "collapse")) {
        *(bool *)field = true;
        return true;
    }
    return take_either(value, field, "visible", "hidden");
}

/* Whatever is not "none" shows a shape in the same way. */
static bool read_display(struct svg_value *value, void *field)
{
    *(bool *)field = svg_value_take(value, "none");
    value->at = value->end;
    return true;
}

static bool read_width(struct svg_value *value, void *field)
{
    double *width = field;
    const char *const at = value->at;

    if (!svg_value_length(value, width))
        return false;
    if (*width >= 0)
        return true;
    value->at = at;
    return svg_value_fail(value, RULE_ARTWORK_SYNTAX,
                          "a line cannot be narrower than nothing");
}

static bool read_miter(struct svg_value *value, void *field)
{
    double *limit = field;
    const char *const at = value->at;

    if (!svg_value_number(value, limit))
        return false;
    if (*limit >= 1)
        return true;
    value->at = at;
    return svg_value_fail(value, RULE_ARTWORK_SYNTAX,
                          "a miter limit is 1 or more");
}

/* For properties that are harmless as long as they are off. */
static bool read_off(struct svg_value *value, void *field)
{
    static const char *const words[] = {"none", "normal", "auto", "isolate",
                                        "visible"};

    (void)field;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (svg_value_take(value, words[i]))
            return true;
    return svg_value_fail(value, RULE_ARTWORK_UNSUPPORTED,
                          "only \"none\" is supported");
}

struct svg_property {
    const char *name;
    read_function read;
    size_t offset; ///< of the field in struct svg_style
    size_t size;
};

#define FIELD(field)                                                           \
    offsetof(struct svg_style, field), sizeof(((struct svg_style *)0)->field)

static const struct svg_property PROPERTIES[] = {
    {"color", read_current, FIELD(current)},
    {"display", read_display, FIELD(absent)},
    {"fill", read_paint, FIELD(fill)},
    {"fill-opacity", read_clear, FIELD(fill_clear)},
    {"fill-rule", read_rule, FIELD(even_odd)},
    {"stroke", read_paint, FIELD(stroke)},
    {"stroke-linecap", read_caps, FIELD(round_caps)},
    {"stroke-linejoin", read_joins, FIELD(round_joins)},
    {"stroke-miterlimit", read_miter, FIELD(miter_limit)},
    {"stroke-opacity", read_clear, FIELD(stroke_clear)},
    {"stroke-width", read_width, FIELD(line_width)},
    {"visibility", read_visibility, FIELD(hidden)},
    {"opacity", read_opaque, 0, 0},
    {"clip-path", read_off, 0, 0},
    {"filter", read_off, 0, 0},
    {"isolation", read_off, 0, 0},
    {"marker", read_off, 0, 0},
    {"marker-end", read_off, 0, 0},
    {"marker-mid", read_off, 0, 0},
    {"marker-start", read_off, 0, 0},
    {"mask", read_off, 0, 0},
    {"mix-blend-mode", read_off, 0, 0},
    {"paint-order", read_off, 0, 0},
    {"stroke-dasharray", read_off, 0, 0},
    {"vector-effect", read_off, 0, 0},
};

/* Properties of text, of gradients, of the screen: they paint nothing here. A
 * dash at the end stands for all that begin so. */
static const char *const IDLE[] = {
    "-",
    "alignment-baseline",
    "baseline-shift",
    "clip-rule",
    "color-",
    "cursor",
    "direction",
    "dominant-baseline",
    "enable-background",
    "flood-",
    "font",
    "font-",
    "glyph-",
    "image-rendering",
    "kerning",
    "letter-spacing",
    "lighting-color",
    "line-height",
    "overflow",
    "pointer-events",
    "shape-",
    "solid-",
    "stop-",
    "stroke-dashoffset",
    "text-",
    "unicode-bidi",
    "white-space",
    "word-spacing",
    "writing-mode",
};

static bool is_idle(const char *name)
{
    for (size_t i = 0; i < sizeof IDLE / sizeof *IDLE; i++) {
        const size_t length = strlen(IDLE[i]);
        const bool stem = IDLE[i][length - 1] == '-';
        if (strncmp(name, IDLE[i], length) == 0 && (stem || !name[length]))
            return true;
    }
    return false;
}

static const struct svg_property *find_property(const char *name)
{
    for (size_t i = 0; i < sizeof PROPERTIES / sizeof *PROPERTIES; i++)
        if (strcmp(PROPERTIES[i].name, name) == 0)
            return &PROPERTIES[i];
    return NULL;
}

bool svg_style_set(struct svg_style *style, const struct svg_style *parent,
                   const char *name, struct svg_value *value)
{
    const struct svg_property *svg_property = find_property(name);

    if (!svg_property && is_idle(name))
        return true;
    if (!svg_property) {
        value->at = NULL;
        return svg_value_fail(value, RULE_ARTWORK_UNSUPPORTED,
                              "\"%.60s\" is not supported", name);
    }
    svg_value_skip_space(value);
    if (svg_value_take(value, "inherit"))
        memcpy((char *)style + svg_property->offset,
               (const char *)parent + svg_property->offset, svg_property->size);
    else if (!svg_property->read(value, (char *)style + svg_property->offset))
        return false;
    return svg_value_finish(value);
}

/* Takes "name:" off the front; @p name gets the lower-case name. */
static bool read_property_name(struct svg_value *value, char *name, size_t size)
{
    size_t length = 0;

    while (value->at + length < value->end && length + 1 < size &&
           !strchr(" \t\r\n:;", value->at[length])) {
        const char c = value->at[length];
        name[length++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    name[length] = '\0';
    value->at += length;
    svg_value_skip_space(value);
    if (!length || !svg_value_take(value, ":"))
        return svg_value_fail(value, RULE_ARTWORK_SYNTAX,
                              "a property and a colon are expected");
    return true;
}

static const char *find_semicolon(const struct svg_value *value)
{
    const char *found =
        memchr(value->at, ';', (size_t)(value->end - value->at));

    return found ? found : value->end;
}

static bool set_next(struct svg_style *style, const struct svg_style *parent,
                     struct svg_value *value)
{
    const char *const begin = value->at;
    const char *const end = value->end;
    char name[64];
    bool ok;

    if (!read_property_name(value, name, sizeof name))
        return false;
    value->end = find_semicolon(value);
    ok = svg_style_set(style, parent, name, value);
    if (!ok && !value->at)
        value->at = begin;
    if (ok)
        value->at = value->end + (value->end < end);
    value->end = end;
    return ok;
}

bool svg_style_set_all(struct svg_style *style, const struct svg_style *parent,
                       struct svg_value *value)
{
    while (!svg_value_is_empty(value)) {
        if (svg_value_take(value, ";"))
            continue;
        if (!set_next(style, parent, value))
            return false;
    }
    return true;
}

static bool resolve(const struct svg_paint *paint, bool clear,
                    const struct svg_style *style, struct colour *colour)
{
    *colour = paint->kind == SVG_PAINT_CURRENT ? style->current : paint->colour;
    return paint->kind != SVG_PAINT_NONE && !clear && !style->hidden;
}

bool svg_style_fill(const struct svg_style *style, struct colour *colour)
{
    return resolve(&style->fill, style->fill_clear, style, colour);
}

bool svg_style_stroke(const struct svg_style *style, struct colour *colour)
{
    return resolve(&style->stroke, style->stroke_clear, style, colour) &&
           style->line_width > 0;
}
