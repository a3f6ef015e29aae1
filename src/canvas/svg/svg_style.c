#include "canvas/svg/svg_style.h"

#include <stddef.h>
#include <string.h>

#include "base/ascii.h"
#include "canvas/svg/svg_colour.h"

struct svg_style svg_style_initial(void)
{
    return (struct svg_style){
        .fill = {SVG_PAINT_COLOUR, {0, 0, 0}},
        .line_width = 1,
        .miter_limit = 4,
    };
}

struct svg_style svg_style_below(const struct svg_style *parent)
{
    struct svg_style style = *parent;

    style.absent = false;
    style.clear = false;
    style.overflow_visible = false;
    style.clip = (struct svg_reference){NULL, 0};
    return style;
}

/* Reads a value into a field of a style. */
typedef bool (*read_function)(struct svg_value *value, void *field);

static bool read_paint(struct svg_value *value, void *field)
{
    struct svg_paint *paint = field;
    bool clear = false;

    if (svg_value_take(value, "none") || svg_value_take(value, "transparent")) {
        paint->kind = SVG_PAINT_NONE;
        return true;
    }
    if (svg_value_take(value, "currentColor")) {
        paint->kind = SVG_PAINT_CURRENT;
        return true;
    }
    if (!svg_colour_read(value, &paint->colour, &clear))
        return false;
    paint->kind = clear ? SVG_PAINT_NONE : SVG_PAINT_COLOUR;
    return true;
}

static bool read_current(struct svg_value *value, void *field)
{
    const char *const at = value->at;
    bool clear = false;

    /* currentColor of color is the parent's, which is already set */
    if (svg_value_take(value, "currentColor"))
        return true;
    if (!svg_colour_read(value, field, &clear))
        return false;
    if (!clear)
        return true;
    value->at = at;
    return svg_value_fail(value, RULE_ARTWORK_UNSUPPORTED,
                          "a clear colour is not supported here");
}

/* Marks are opaque, so partial transparency is refused. */
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
                          "transparency is not drawn; flatten it before "
                          "exporting, or use the paler colour itself");
}

static bool take_either(struct svg_value *value, bool *field, const char *no,
                        const char *yes)
{
    *field = svg_value_take(value, yes);
    if (*field || svg_value_take(value, no))
        return true;
    return svg_value_fail(value, RULE_ARTWORK_UNSUPPORTED,
                          "only %s and %s are drawn; convert the stroke to a "
                          "path before exporting",
                          no, yes);
}

static bool read_rule(struct svg_value *value, void *field)
{
    *(bool *)field = svg_value_take(value, "evenodd");
    return *(bool *)field || svg_value_take(value, "nonzero") ||
           svg_value_fail(value, RULE_ARTWORK_SYNTAX,
                          "nonzero or evenodd is expected");
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
    *(bool *)field =
        svg_value_take(value, "hidden") || svg_value_take(value, "collapse");
    return *(bool *)field || svg_value_take(value, "visible") ||
           svg_value_fail(value, RULE_ARTWORK_SYNTAX,
                          "visible, hidden or collapse is expected");
}

static bool read_overflow(struct svg_value *value, void *field)
{
    *(bool *)field =
        svg_value_take(value, "visible") || svg_value_take(value, "auto");
    value->at = value->end;
    return true;
}

/* Of fill, stroke and markers the first that is named comes first. */
static bool read_order(struct svg_value *value, void *field)
{
    bool *stroke_first = field;

    *stroke_first = false;
    if (svg_value_take(value, "markers"))
        svg_value_skip_space(value);
    *stroke_first = svg_value_take(value, "stroke");
    value->at = value->end;
    return true;
}

/* Reads the text after "url(" up to the bracket. */
static bool read_reference(struct svg_value *value,
                           struct svg_reference *reference)
{
    const char *const at = value->at;
    char quote = '\0';

    svg_value_skip_space(value);
    if (svg_value_take(value, "\""))
        quote = '"';
    else if (svg_value_take(value, "'"))
        quote = '\'';
    if (!svg_value_take(value, "#")) {
        value->at = at;
        return svg_value_fail(value, RULE_ARTWORK_UNSUPPORTED,
                              "other files are not read");
    }
    reference->id = value->at;
    while (value->at < value->end && *value->at != ')' && *value->at != quote &&
           (quote || !strchr(" \t\r\n", *value->at)))
        value->at++;
    reference->length = (size_t)(value->at - reference->id);
    if (quote && value->at < value->end)
        value->at++;
    svg_value_skip_space(value);
    return svg_value_take(value, ")") ||
           svg_value_fail(value, RULE_ARTWORK_SYNTAX, "\")\" is expected");
}

static bool read_clip(struct svg_value *value, void *field)
{
    struct svg_reference *clip = field;

    *clip = (struct svg_reference){NULL, 0};
    if (svg_value_take(value, "none"))
        return true;
    if (svg_value_take(value, "url("))
        return read_reference(value, clip);
    return svg_value_fail(value, RULE_ARTWORK_UNSUPPORTED,
                          "only clipPath elements are read; release the "
                          "clipping before exporting");
}

/* All values other than "none" show a shape alike. */
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

/* "0" as well: no dash at all. */
static bool read_dashes(struct svg_value *value, void *field)
{
    const char *const at = value->at;
    double dash;

    (void)field;
    if (svg_value_take(value, "none"))
        return true;
    while (svg_value_number(value, &dash) && dash == 0) {
        svg_value_take(value, "px");
        if (svg_value_is_empty(value))
            return true;
        svg_value_skip_comma(value);
    }
    value->at = at;
    return svg_value_fail(value, RULE_ARTWORK_UNSUPPORTED,
                          "dashes are not drawn; convert the stroke to a path "
                          "before exporting");
}

/* Properties that are allowed only if they are off. */
static const struct off {
    const char *name;
    const char *advice;
} OFF[] = {
    {"filter", "effects such as shadows and blurs are not drawn; remove them, "
               "or give the picture as PNG"},
    {"marker", "arrow heads and other markers are not drawn; expand them to "
               "paths before exporting"},
    {"mask", "masks are not drawn; flatten or expand the artwork before "
             "exporting"},
    {"mix-blend-mode", "blending is not drawn; flatten it before exporting"},
    {"transform", "a transform in a style is not read; write it as an "
                  "attribute"},
    {"vector-effect", "strokes that do not grow are not drawn; convert them "
                      "to paths before exporting"},
};

static const struct off *find_off(const char *name)
{
    for (size_t i = 0; i < sizeof OFF / sizeof *OFF; i++) {
        const size_t length = strlen(OFF[i].name);
        if (strcmp(name, OFF[i].name) == 0 ||
            (strncmp(name, "marker-", 7) == 0 &&
             strcmp(OFF[i].name, "marker") == 0 && name[length]))
            return &OFF[i];
    }
    return NULL;
}

static bool check_off(struct svg_value *value, const struct off *off)
{
    static const char *const words[] = {"none", "normal", "inherit"};

    svg_value_skip_space(value);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (svg_value_take(value, words[i]))
            return svg_value_finish(value);
    return svg_value_fail(value, RULE_ARTWORK_UNSUPPORTED, "%s", off->advice);
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
    {"opacity", read_clear, FIELD(clear)},
    {"overflow", read_overflow, FIELD(overflow_visible)},
    {"paint-order", read_order, FIELD(stroke_first)},
    {"clip-path", read_clip, FIELD(clip)},
    {"stroke-dasharray", read_dashes, 0, 0},
};

/* Properties of text, gradients and screens, which paint nothing here. A final
 * dash matches all properties with that beginning. */
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
    "inline-size",
    "isolation",
    "kerning",
    "letter-spacing",
    "lighting-color",
    "line-height",
    "mask-type",
    "pointer-events",
    "shape-",
    "solid-",
    "stop-",
    "stroke-dashoffset",
    "text-",
    "transform-box",
    "unicode-bidi",
    "white-space",
    "will-change",
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
    const struct off *off = find_off(name);

    if (off)
        return check_off(value, off);
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

/* Skips "name:"; @p name is set to the lower-case name. */
static bool read_property_name(struct svg_value *value, char *name, size_t size)
{
    size_t length = 0;

    while (value->at + length < value->end && length + 1 < size &&
           !strchr(" \t\r\n:;", value->at[length])) {
        name[length] = ascii_to_lower(value->at[length]);
        length++;
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

/* @return true if a value has a newer syntax that CSS lets programs ignore,
 *         because an older form precedes it */
static bool is_repeated(const struct svg_value *value, const char *from,
                        const char *begin, const char *name)
{
    const char *const start = from;
    const size_t length = strlen(name);
    struct svg_value next = *value;

    svg_value_skip_space(&next);
    if (!svg_value_take(&next, "color("))
        return false;
    for (; from + length < begin; from++)
        if (strncmp(from, name, length) == 0 &&
            (from[length] == ':' || from[length] == ' ') &&
            (from == start || strchr(" \t\r\n;", from[-1])))
            return true;
    return false;
}

static bool set_next(struct svg_style *style, const struct svg_style *parent,
                     const char *from, struct svg_value *value)
{
    const char *const begin = value->at;
    const char *const end = value->end;
    char name[64];
    bool ok;

    if (!read_property_name(value, name, sizeof name))
        return false;
    value->end = find_semicolon(value);
    ok = is_repeated(value, from, begin, name) ||
         svg_style_set(style, parent, name, value);
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
    const char *const from = value->at;

    while (!svg_value_is_empty(value)) {
        if (svg_value_take(value, ";"))
            continue;
        if (!set_next(style, parent, from, value))
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
