#include "canvas/svg/svg.h"

#include <expat.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "canvas/path_buffer.h"
#include "canvas/svg/svg_shape.h"
#include "canvas/svg/svg_style.h"
#include "canvas/svg/svg_transform.h"
#include "canvas/svg/svg_value.h"

/*
 * expat calls start() and end(); the elements that are open stand on a stack,
 * each with the matrix and the style that its children inherit:
 *
 *     svg      viewBox moved to (0, 0), filled black
 *     g        its transform first, its own fill
 *     path     drawn at once: transformed, kept as an artwork_shape
 *
 * What cannot change the picture (titles, metadata, an editor's notes in its
 * own namespace) is passed over with all that is in it: `passed` counts how
 * deep. What could change it, and is not known, ends the reading.
 *
 * expat tells where a tag begins, but not where its attributes are: for a
 * diagnostic the tag's own bytes are looked through once more.
 */

enum {
    BYTES_MAX = 2 * 1024 * 1024,
    SHAPES_MAX = 100 * 1000,
    DEPTH_MAX = 64,
};

static const char NAMESPACE[] = "http://www.w3.org/2000/svg";
static const char SEPARATOR = '\n'; /* in no name and in no namespace */
static const double SMALLEST_SIDE = 0.01;
static const double LARGEST_SIDE = 1e5;
static const double FARTHEST = 1000; /* times the longer side */

enum svg_role {
    ROLE_GROUP, ///< svg, g: draws what is in it
    ROLE_LEAF,  ///< a shape, defs: nothing drawn may be in it
};

struct svg_element {
    enum svg_role svg_role;
    struct matrix matrix; ///< to the artwork's units
    struct svg_style style;
};

struct svg_reader {
    XML_Parser parser;
    struct arena *arena;
    const char *path;
    const char *bytes;
    size_t size;
    struct artwork *artwork;
    struct artwork_shape *shapes; ///< heap
    size_t shape_count;
    size_t shape_capacity;
    struct path_buffer outline; ///< used again for each shape
    struct svg_element elements[DEPTH_MAX];
    size_t depth;
    size_t passed; ///< elements open that are passed over
    bool rooted;   ///< the svg element was there
    enum status status;
    struct error *err;
};

/* ---- where ---- */

static struct location location_at(const struct svg_reader *svg_reader,
                                   size_t offset)
{
    static const char mark[] = "\xEF\xBB\xBF";
    struct location location = {svg_reader->path, 1, 1};
    size_t from = 0;

    if (svg_reader->size >= 3 && memcmp(svg_reader->bytes, mark, 3) == 0)
        from = 3;
    for (size_t i = from; i < offset && i < svg_reader->size; i++)
        if (svg_reader->bytes[i] == '\n') {
            location.line++;
            from = i + 1;
        }
    if (offset > from)
        location.column +=
            (int)utf8_length(svg_reader->bytes + from, offset - from);
    return location;
}

static size_t tag_offset(const struct svg_reader *svg_reader)
{
    const XML_Index index = XML_GetCurrentByteIndex(svg_reader->parser);

    return index < 0 || (size_t)index > svg_reader->size ? 0 : (size_t)index;
}

/* The first failure stays and stops the parser. */
static void fail(struct svg_reader *svg_reader, enum diagnostic_id rule,
                 struct location location, const char *field,
                 const char *message)
{
    if (svg_reader->status != STATUS_OK)
        return;
    svg_reader->status =
        error_set(svg_reader->err, rule, location, field, "%s", message);
    XML_StopParser(svg_reader->parser, XML_FALSE);
}

static void fail_here(struct svg_reader *svg_reader, enum diagnostic_id rule,
                      const char *message)
{
    fail(svg_reader, rule, location_at(svg_reader, tag_offset(svg_reader)),
         NULL, message);
}

/* An attribute as it stands in the file. */
struct written {
    size_t name;
    size_t name_length;
    size_t value;
    size_t value_length;
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Finds the next attribute of a tag that expat found sound. */
static bool next_written(const char *bytes, size_t end, size_t *at,
                         struct written *written)
{
    const char *quote;
    size_t i = *at;

    while (i < end && is_space(bytes[i]))
        i++;
    written->name = i;
    while (i < end && !is_space(bytes[i]) && bytes[i] != '=')
        i++;
    written->name_length = i - written->name;
    while (i < end && bytes[i] != '"' && bytes[i] != '\'')
        i++;
    if (i >= end)
        return false;
    quote = memchr(bytes + i + 1, bytes[i], end - i - 1);
    if (!quote)
        return false;
    written->value = i + 1;
    *at = (size_t)(quote - bytes) + 1;
    written->value_length = *at - 1 - written->value;
    return true;
}

/* Where in the file a value is wrong: to the character, unless entities or
 * line ends made the value differ in length from what stands in the file. */
static struct location location_of_value(const struct svg_reader *svg_reader,
                                         const struct svg_value *value)
{
    const size_t begin = tag_offset(svg_reader);
    const int count = XML_GetCurrentByteCount(svg_reader->parser);
    const size_t end = begin + (size_t)(count < 0 ? 0 : count);
    const size_t name_length = strlen(value->name);
    struct written written;
    size_t at = begin;

    while (at < end && !is_space(svg_reader->bytes[at]))
        at++;
    while (next_written(svg_reader->bytes, end, &at, &written)) {
        if (written.name_length != name_length ||
            memcmp(svg_reader->bytes + written.name, value->name,
                   name_length) != 0)
            continue;
        if (!value->at || strlen(value->text) != written.value_length)
            return location_at(svg_reader, written.name);
        return location_at(svg_reader,
                           written.value + (size_t)(value->at - value->text));
    }
    return location_at(svg_reader, begin);
}

static void fail_value(struct svg_reader *svg_reader,
                       const struct svg_value *value)
{
    fail(svg_reader, value->rule, location_of_value(svg_reader, value),
         value->name, value->message);
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

/* The name of an element of SVG itself, or NULL. */
static const char *svg_name(const char *name)
{
    const size_t length = sizeof NAMESPACE - 1;

    if (strncmp(name, NAMESPACE, length) != 0 || name[length] != SEPARATOR)
        return NULL;
    return name + length + 1;
}

/* What an element may say that changes nothing in the picture. */
static bool is_idle_attribute(const char *name)
{
    static const char *const idle[] = {
        "class", "id", "lang", "pathLength", "role", "tabindex", "focusable",
    };

    return strchr(name, SEPARATOR) || strncmp(name, "data-", 5) == 0 ||
           strncmp(name, "aria-", 5) == 0 || is_any_of(name, idle, COUNT(idle));
}

static bool is_idle_on_root(const char *name)
{
    static const char *const idle[] = {
        "baseProfile",
        "contentScriptType",
        "contentStyleType",
        "height",
        "preserveAspectRatio",
        "version",
        "viewBox",
        "width",
        "x",
        "y",
        "zoomAndPan",
    };

    return is_any_of(name, idle, COUNT(idle));
}

static const char *find_attribute(const char *const *attributes,
                                  const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

static void refuse_element(struct svg_reader *svg_reader, const char *name)
{
    static const struct {
        const char *name;
        const char *advice;
    } hints[] = {
        {"text", "; text has to be turned into paths"},
        {"style", "; styles have to stand on the elements"},
        {"use", "; clones have to be unlinked"},
        {"image", "; only outlines are drawn"},
        {"linearGradient", "; only plain colours are drawn"},
        {"radialGradient", "; only plain colours are drawn"},
        {"svg", " inside another"},
    };
    const char *advice = "";
    char message[160];

    for (size_t i = 0; i < COUNT(hints); i++)
        if (strcmp(name, hints[i].name) == 0)
            advice = hints[i].advice;
    snprintf(message, sizeof message, "<%.60s> is not supported%s", name,
             advice);
    utf8_trim_partial(message);
    fail_here(svg_reader, RULE_ARTWORK_UNSUPPORTED, message);
}

/* ---- elements ---- */

/* Reads every attribute that any element may have into @p svg_element. */
static bool read_common(struct svg_reader *svg_reader, const char *name,
                        const char *text, const struct svg_style *parent,
                        struct svg_element *svg_element)
{
    struct svg_value value = svg_value_of(name, text);
    struct matrix matrix;

    if (strcmp(name, "style") == 0)
        return true; /* after all others, whom it overrules */
    if (strcmp(name, "transform") != 0) {
        if (svg_style_set(&svg_element->style, parent, name, &value))
            return true;
    } else if (svg_transform_read(&value, &matrix)) {
        svg_element->matrix = matrix_multiply(matrix, svg_element->matrix);
        return true;
    }
    fail_value(svg_reader, &value);
    return false;
}

static bool read_style(struct svg_reader *svg_reader,
                       const char *const *attributes,
                       const struct svg_style *parent,
                       struct svg_element *svg_element)
{
    const char *style = find_attribute(attributes, "style");
    struct svg_value value = svg_value_of("style", style);

    if (!style || svg_style_set_all(&svg_element->style, parent, &value))
        return true;
    fail_value(svg_reader, &value);
    return false;
}

static bool belongs_to_shape(const struct svg_shape *shape, const char *name)
{
    for (size_t i = 0; shape && i < SVG_SHAPE_ATTRIBUTES; i++)
        if (shape->attributes[i] && strcmp(shape->attributes[i], name) == 0)
            return true;
    return false;
}

/* An element below @p parent, with what its attributes change. */
static bool read_element(struct svg_reader *svg_reader,
                         const struct svg_element *parent,
                         const char *const *attributes,
                         const struct svg_shape *shape, bool root,
                         struct svg_element *svg_element)
{
    const struct svg_style inherited = parent->style;

    *svg_element = *parent;
    for (const char *const *at = attributes; *at; at += 2) {
        if (is_idle_attribute(at[0]) || belongs_to_shape(shape, at[0]) ||
            (root && is_idle_on_root(at[0])))
            continue;
        if (!read_common(svg_reader, at[0], at[1], &inherited, svg_element))
            return false;
    }
    return read_style(svg_reader, attributes, &inherited, svg_element);
}

static void push(struct svg_reader *svg_reader,
                 const struct svg_element *svg_element)
{
    svg_reader->elements[svg_reader->depth++] = *svg_element;
}

static bool read_view_box(struct svg_value *value, struct rect *box)
{
    double *const numbers[] = {&box->x, &box->y, &box->width, &box->height};

    svg_value_skip_space(value);
    for (size_t i = 0; i < COUNT(numbers); i++) {
        if (!svg_value_number(value, numbers[i]))
            return false;
        svg_value_skip_comma(value);
    }
    return svg_value_finish(value);
}

/* The part of the plane that the artwork shows. */
static bool read_box(struct svg_reader *svg_reader,
                     const char *const *attributes, struct rect *box)
{
    const char *names[] = {"viewBox", "width", "height"};
    struct svg_value values[COUNT(names)];

    for (size_t i = 0; i < COUNT(names); i++)
        values[i] =
            svg_value_of(names[i], find_attribute(attributes, names[i]));
    *box = (struct rect){0, 0, 0, 0};
    if (values[0].text) {
        if (read_view_box(&values[0], box))
            return true;
        fail_value(svg_reader, &values[0]);
    } else if (!values[1].text || !values[2].text) {
        fail_here(svg_reader, RULE_ARTWORK_UNSUPPORTED,
                  "<svg> needs a viewBox, or a width and a height");
    } else if (!svg_value_only_length(&values[1], &box->width)) {
        fail_value(svg_reader, &values[1]);
    } else if (!svg_value_only_length(&values[2], &box->height)) {
        fail_value(svg_reader, &values[2]);
    } else {
        return true;
    }
    return false;
}

static bool is_good_side(double side)
{
    return side >= SMALLEST_SIDE && side <= LARGEST_SIDE;
}

static void start_root(struct svg_reader *svg_reader, const char *name,
                       const char *const *attributes)
{
    struct svg_element svg_element = {ROLE_GROUP, MATRIX_IDENTITY,
                                      svg_style_initial()};
    const char *local = svg_name(name);
    struct rect box;

    svg_reader->rooted = true;
    if (!local || strcmp(local, "svg") != 0) {
        fail_here(svg_reader, RULE_ARTWORK_SYNTAX,
                  "the root is not <svg xmlns=\"http://www.w3.org/2000/svg\">");
        return;
    }
    if (!read_box(svg_reader, attributes, &box))
        return;
    if (!is_good_side(box.width) || !is_good_side(box.height)) {
        fail_here(svg_reader, RULE_ARTWORK_UNSUPPORTED,
                  "the picture's sides have to be from 0.01 to 100,000 units");
        return;
    }
    svg_reader->artwork->width = box.width;
    svg_reader->artwork->height = box.height;
    svg_element.matrix.x0 = -box.x;
    svg_element.matrix.y0 = -box.y;
    if (!read_element(svg_reader, &svg_element, attributes, NULL, true,
                      &svg_element))
        return;
    if (svg_element.style.absent)
        svg_element.svg_role = ROLE_LEAF;
    push(svg_reader, &svg_element);
}

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
                      const struct artwork_shape *shape)
{
    if (svg_reader->shape_count == SHAPES_MAX) {
        fail_here(svg_reader, RULE_ARTWORK_UNSUPPORTED,
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

/* Stores the current outline as a shape, if anything of it shows. */
static void store_outline(struct svg_reader *svg_reader,
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
    if (!(shape.filled || shape.stroked) || !(area > 1e-12) || style->absent)
        return;
    shape.path = path_buffer_copy(&svg_reader->outline, svg_reader->arena, m);
    if (!shape.path.operator_count)
        return;
    if (!is_within_reach(svg_reader->artwork, &shape))
        fail_here(svg_reader, RULE_ARTWORK_UNSUPPORTED,
                  "the shape reaches a thousand times the picture's size "
                  "away");
    else if (shape.stroked && !(stretch(m) <= 1.01))
        fail_here(svg_reader, RULE_ARTWORK_UNSUPPORTED,
                  "a stroke that a transform makes wider one way than "
                  "another is not supported");
    else
        add_shape(svg_reader, &shape);
}

static void start_shape(struct svg_reader *svg_reader,
                        const struct svg_shape *shape,
                        const char *const *attributes)
{
    struct svg_value values[SVG_SHAPE_ATTRIBUTES] = {0};
    struct svg_value *wrong;
    struct svg_element svg_element;

    if (!read_element(svg_reader, &svg_reader->elements[svg_reader->depth - 1],
                      attributes, shape, false, &svg_element))
        return;
    for (size_t i = 0; i < SVG_SHAPE_ATTRIBUTES && shape->attributes[i]; i++)
        values[i] =
            svg_value_of(shape->attributes[i],
                         find_attribute(attributes, shape->attributes[i]));
    path_buffer_clear(&svg_reader->outline);
    wrong = shape->draw(values, &svg_reader->outline);
    if (wrong) {
        fail_value(svg_reader, wrong);
        return;
    }
    store_outline(svg_reader, &svg_element);
    svg_element.svg_role = ROLE_LEAF;
    push(svg_reader, &svg_element);
}

static void start_group(struct svg_reader *svg_reader,
                        const char *const *attributes)
{
    struct svg_element svg_element;

    if (!read_element(svg_reader, &svg_reader->elements[svg_reader->depth - 1],
                      attributes, NULL, false, &svg_element))
        return;
    if (svg_element.style.absent)
        svg_reader->passed = 1;
    else
        push(svg_reader, &svg_element);
}

static void start_defs(struct svg_reader *svg_reader)
{
    struct svg_element svg_element =
        svg_reader->elements[svg_reader->depth - 1];

    svg_element.svg_role = ROLE_LEAF;
    push(svg_reader, &svg_element);
}

/* An element inside <svg>. */
static void start_inner(struct svg_reader *svg_reader, const char *name,
                        const char *const *attributes)
{
    static const char *const silent[] = {"desc", "metadata", "title"};
    const struct svg_element *parent =
        &svg_reader->elements[svg_reader->depth - 1];
    const char *local = svg_name(name);
    const struct svg_shape *shape = local ? svg_shape_find(local) : NULL;

    if (!local || is_any_of(local, silent, COUNT(silent)))
        svg_reader->passed = 1;
    else if (svg_reader->depth == DEPTH_MAX)
        fail_here(svg_reader, RULE_ARTWORK_UNSUPPORTED,
                  "elements are nested more than 64 deep");
    else if (parent->svg_role == ROLE_LEAF)
        refuse_element(svg_reader, local);
    else if (shape)
        start_shape(svg_reader, shape, attributes);
    else if (strcmp(local, "g") == 0)
        start_group(svg_reader, attributes);
    else if (strcmp(local, "defs") == 0)
        start_defs(svg_reader);
    else
        refuse_element(svg_reader, local);
}

/* ---- expat's calls ---- */

static void XMLCALL start(void *user, const char *name, const char **attributes)
{
    struct svg_reader *svg_reader = user;

    if (svg_reader->status != STATUS_OK)
        return;
    if (svg_reader->passed)
        svg_reader->passed++;
    else if (!svg_reader->rooted)
        start_root(svg_reader, name, attributes);
    else
        start_inner(svg_reader, name, attributes);
}

static void XMLCALL end(void *user, const char *name)
{
    struct svg_reader *svg_reader = user;

    (void)name;
    if (svg_reader->status != STATUS_OK)
        return;
    if (svg_reader->passed)
        svg_reader->passed--;
    else
        svg_reader->depth--;
}

static void XMLCALL start_doctype(void *user, const char *name,
                                  const char *system, const char *public,
                                  int has_internal_subset)
{
    (void)name;
    (void)system;
    (void)public;
    if (has_internal_subset)
        fail_here(user, RULE_ARTWORK_UNSUPPORTED,
                  "a document type with declarations of its own is not "
                  "supported");
}

static void XMLCALL skipped_entity(void *user, const char *name,
                                   int is_parameter)
{
    (void)name;
    (void)is_parameter;
    fail_here(user, RULE_ARTWORK_SYNTAX, "the entity is not known");
}

static void XMLCALL instruction(void *user, const char *target,
                                const char *data)
{
    (void)data;
    if (strcmp(target, "xml-stylesheet") == 0)
        fail_here(user, RULE_ARTWORK_UNSUPPORTED,
                  "style sheets are not supported; styles have to stand on "
                  "the elements");
}

/* ---- the whole ---- */

static void set_handlers(struct svg_reader *svg_reader)
{
    XML_SetUserData(svg_reader->parser, svg_reader);
    XML_SetElementHandler(svg_reader->parser, start, end);
    XML_SetStartDoctypeDeclHandler(svg_reader->parser, start_doctype);
    XML_SetSkippedEntityHandler(svg_reader->parser, skipped_entity);
    XML_SetProcessingInstructionHandler(svg_reader->parser, instruction);
}

/* expat blames the name of an end tag that does not match; the tag itself is
 * what the eye looks for. */
static struct location location_of_error(const struct svg_reader *svg_reader,
                                         enum XML_Error number)
{
    const size_t offset = tag_offset(svg_reader);
    const bool end_tag = number == XML_ERROR_TAG_MISMATCH && offset >= 2 &&
                         memcmp(svg_reader->bytes + offset - 2, "</", 2) == 0;

    return location_at(svg_reader, end_tag ? offset - 2 : offset);
}

static void parse(struct svg_reader *svg_reader)
{
    char message[160];
    enum XML_Error number;

    if (XML_Parse(svg_reader->parser, svg_reader->bytes, (int)svg_reader->size,
                  1) == XML_STATUS_OK ||
        svg_reader->status != STATUS_OK)
        return;
    number = XML_GetErrorCode(svg_reader->parser);
    if (number == XML_ERROR_NO_MEMORY)
        memory_exhausted();
    snprintf(message, sizeof message, "not XML: %s", XML_ErrorString(number));
    fail(svg_reader, RULE_ARTWORK_SYNTAX, location_of_error(svg_reader, number),
         NULL, message);
}

static enum status check_bytes(const struct svg_reader *svg_reader)
{
    size_t bad;

    if (svg_reader->size > BYTES_MAX)
        return error_set(svg_reader->err, RULE_FILE_TOO_LARGE,
                         (struct location){svg_reader->path, 0, 0}, NULL,
                         "larger than %d bytes", BYTES_MAX);
    if (!utf8_check(svg_reader->bytes, svg_reader->size, &bad))
        return error_set(svg_reader->err, RULE_ARTWORK_SYNTAX,
                         location_at(svg_reader, bad), NULL,
                         "the text is not UTF-8");
    return STATUS_OK;
}

enum status svg_read(struct arena *arena, const char *path, const char *bytes,
                     size_t size, struct artwork *artwork, struct error *err)
{
    struct svg_reader *svg_reader = ARENA_NEW(arena, struct svg_reader);
    enum status status;

    *svg_reader = (struct svg_reader){.arena = arena,
                                      .path = path,
                                      .bytes = bytes,
                                      .size = size,
                                      .artwork = artwork,
                                      .err = err};
    status = check_bytes(svg_reader);
    if (status != STATUS_OK)
        return status;
    /* the encoding is told, so that no declaration can change it */
    svg_reader->parser = XML_ParserCreateNS("UTF-8", SEPARATOR);
    if (!svg_reader->parser)
        memory_exhausted();
    set_handlers(svg_reader);
    parse(svg_reader);
    XML_ParserFree(svg_reader->parser);
    artwork->kind = ARTWORK_VECTOR;
    artwork->shapes =
        arena_copy(arena, svg_reader->shapes,
                   svg_reader->shape_count * sizeof *svg_reader->shapes);
    artwork->shape_count = svg_reader->shape_count;
    free(svg_reader->shapes);
    path_buffer_free(&svg_reader->outline);
    return svg_reader->status;
}
