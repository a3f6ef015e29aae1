#include "canvas/svg/svg.h"

#include <expat.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

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
    MOST_BYTES = 2 * 1024 * 1024,
    MOST_SHAPES = 100 * 1000,
    MOST_DEPTH = 64,
};

static const char NAMESPACE[] = "http://www.w3.org/2000/svg";
static const char SEPARATOR = '\n'; /* in no name and in no namespace */
static const double SMALLEST_SIDE = 0.01;
static const double LARGEST_SIDE = 1e5;
static const double FARTHEST = 1000; /* times the longer side */

enum role {
    ROLE_GROUP, ///< svg, g: draws what is in it
    ROLE_LEAF,  ///< a shape, defs: nothing drawn may be in it
};

struct element {
    enum role role;
    struct matrix matrix; ///< to the artwork's units
    struct svg_style style;
};

struct reader {
    XML_Parser parser;
    struct arena *arena;
    const char *path;
    const char *bytes;
    size_t size;
    struct artwork *artwork;
    struct artwork_shape *shapes; ///< heap
    size_t shape_count;
    size_t shape_room;
    struct outline outline; ///< used again for each shape
    struct element elements[MOST_DEPTH];
    size_t depth;
    size_t passed; ///< elements open that are passed over
    bool rooted;   ///< the svg element was there
    enum status status;
    struct error *err;
};

/* ---- where ---- */

static struct place place_at(const struct reader *reader, size_t offset)
{
    static const char mark[] = "\xEF\xBB\xBF";
    struct place place = {reader->path, 1, 1};
    size_t from = 0;

    if (reader->size >= 3 && memcmp(reader->bytes, mark, 3) == 0)
        from = 3;
    for (size_t i = from; i < offset && i < reader->size; i++)
        if (reader->bytes[i] == '\n') {
            place.line++;
            from = i + 1;
        }
    if (offset > from)
        place.column += (int)text_length(reader->bytes + from, offset - from);
    return place;
}

static size_t tag_offset(const struct reader *reader)
{
    const XML_Index index = XML_GetCurrentByteIndex(reader->parser);

    return index < 0 || (size_t)index > reader->size ? 0 : (size_t)index;
}

/* The first failure stays and stops the parser. */
static void fail(struct reader *reader, enum rule rule, struct place place,
                 const char *field, const char *message)
{
    if (reader->status != STATUS_OK)
        return;
    reader->status = error_set(reader->err, rule, place, field, "%s", message);
    XML_StopParser(reader->parser, XML_FALSE);
}

static void fail_here(struct reader *reader, enum rule rule,
                      const char *message)
{
    fail(reader, rule, place_at(reader, tag_offset(reader)), NULL, message);
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
    const char *closing;
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
    closing = memchr(bytes + i + 1, bytes[i], end - i - 1);
    if (!closing)
        return false;
    written->value = i + 1;
    *at = (size_t)(closing - bytes) + 1;
    written->value_length = *at - 1 - written->value;
    return true;
}

/* Where in the file a value is wrong: to the character, unless entities or
 * line ends made the value differ in length from what stands in the file. */
static struct place place_of_value(const struct reader *reader,
                                   const struct svg_value *value)
{
    const size_t begin = tag_offset(reader);
    const int count = XML_GetCurrentByteCount(reader->parser);
    const size_t end = begin + (size_t)(count < 0 ? 0 : count);
    const size_t name_length = strlen(value->name);
    struct written written;
    size_t at = begin;

    while (at < end && !is_space(reader->bytes[at]))
        at++;
    while (next_written(reader->bytes, end, &at, &written)) {
        if (written.name_length != name_length ||
            memcmp(reader->bytes + written.name, value->name, name_length) != 0)
            continue;
        if (!value->at || strlen(value->text) != written.value_length)
            return place_at(reader, written.name);
        return place_at(reader,
                        written.value + (size_t)(value->at - value->text));
    }
    return place_at(reader, begin);
}

static void fail_value(struct reader *reader, const struct svg_value *value)
{
    fail(reader, value->rule, place_of_value(reader, value), value->name,
         value->message);
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

static void refuse_element(struct reader *reader, const char *name)
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
    text_trim_partial(message);
    fail_here(reader, RULE_ARTWORK_UNSUPPORTED, message);
}

/* ---- elements ---- */

/* Reads every attribute that any element may have into @p element. */
static bool read_common(struct reader *reader, const char *name,
                        const char *text, const struct svg_style *parent,
                        struct element *element)
{
    struct svg_value value = svg_value_of(name, text);
    struct matrix matrix;

    if (strcmp(name, "style") == 0)
        return true; /* after all others, whom it overrules */
    if (strcmp(name, "transform") != 0) {
        if (svg_style_set(&element->style, parent, name, &value))
            return true;
    } else if (svg_transform_read(&value, &matrix)) {
        element->matrix = matrix_multiply(matrix, element->matrix);
        return true;
    }
    fail_value(reader, &value);
    return false;
}

static bool read_style(struct reader *reader, const char *const *attributes,
                       const struct svg_style *parent, struct element *element)
{
    const char *style = find_attribute(attributes, "style");
    struct svg_value value = svg_value_of("style", style);

    if (!style || svg_style_set_all(&element->style, parent, &value))
        return true;
    fail_value(reader, &value);
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
static bool read_element(struct reader *reader, const struct element *parent,
                         const char *const *attributes,
                         const struct svg_shape *shape, bool root,
                         struct element *element)
{
    const struct svg_style inherited = parent->style;

    *element = *parent;
    for (const char *const *at = attributes; *at; at += 2) {
        if (is_idle_attribute(at[0]) || belongs_to_shape(shape, at[0]) ||
            (root && is_idle_on_root(at[0])))
            continue;
        if (!read_common(reader, at[0], at[1], &inherited, element))
            return false;
    }
    return read_style(reader, attributes, &inherited, element);
}

static void push(struct reader *reader, const struct element *element)
{
    reader->elements[reader->depth++] = *element;
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
static bool read_box(struct reader *reader, const char *const *attributes,
                     struct rect *box)
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
        fail_value(reader, &values[0]);
    } else if (!values[1].text || !values[2].text) {
        fail_here(reader, RULE_ARTWORK_UNSUPPORTED,
                  "<svg> needs a viewBox, or a width and a height");
    } else if (!svg_value_only_length(&values[1], &box->width)) {
        fail_value(reader, &values[1]);
    } else if (!svg_value_only_length(&values[2], &box->height)) {
        fail_value(reader, &values[2]);
    } else {
        return true;
    }
    return false;
}

static bool is_good_side(double side)
{
    return side >= SMALLEST_SIDE && side <= LARGEST_SIDE;
}

static void start_root(struct reader *reader, const char *name,
                       const char *const *attributes)
{
    struct element element = {ROLE_GROUP, MATRIX_IDENTITY, svg_style_initial()};
    const char *local = svg_name(name);
    struct rect box;

    reader->rooted = true;
    if (!local || strcmp(local, "svg") != 0) {
        fail_here(reader, RULE_ARTWORK_SYNTAX,
                  "the root is not <svg xmlns=\"http://www.w3.org/2000/svg\">");
        return;
    }
    if (!read_box(reader, attributes, &box))
        return;
    if (!is_good_side(box.width) || !is_good_side(box.height)) {
        fail_here(reader, RULE_ARTWORK_UNSUPPORTED,
                  "the picture's sides have to be from 0.01 to 100,000 units");
        return;
    }
    reader->artwork->width = box.width;
    reader->artwork->height = box.height;
    element.matrix.x0 = -box.x;
    element.matrix.y0 = -box.y;
    if (!read_element(reader, &element, attributes, NULL, true, &element))
        return;
    if (element.style.absent)
        element.role = ROLE_LEAF;
    push(reader, &element);
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
    const double most = FARTHEST * fmax(artwork->width, artwork->height);

    for (size_t i = 0; i < shape->path.point_count; i++)
        if (!(fabs(shape->path.points[i].x) <= most &&
              fabs(shape->path.points[i].y) <= most))
            return false;
    return shape->line_width <= most;
}

static void add_shape(struct reader *reader, const struct artwork_shape *shape)
{
    if (reader->shape_count == MOST_SHAPES) {
        fail_here(reader, RULE_ARTWORK_UNSUPPORTED,
                  "there are more than 100,000 shapes");
        return;
    }
    if (reader->shape_count == reader->shape_room) {
        reader->shape_room = reader->shape_room ? reader->shape_room * 2 : 16;
        reader->shapes = memory_resize(reader->shapes, reader->shape_room,
                                       sizeof *reader->shapes);
    }
    reader->shapes[reader->shape_count++] = *shape;
}

/* Keeps the outline in hand as a shape, if anything of it shows. */
static void keep_outline(struct reader *reader, const struct element *element)
{
    const struct matrix m = element->matrix;
    const double area = fabs(m.xx * m.yy - m.xy * m.yx);
    const struct svg_style *style = &element->style;
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
    shape.path = outline_path(&reader->outline, reader->arena, m);
    if (!shape.path.operator_count)
        return;
    if (!is_within_reach(reader->artwork, &shape))
        fail_here(reader, RULE_ARTWORK_UNSUPPORTED,
                  "the shape reaches a thousand times the picture's size "
                  "away");
    else if (shape.stroked && !(stretch(m) <= 1.01))
        fail_here(reader, RULE_ARTWORK_UNSUPPORTED,
                  "a stroke that a transform makes wider one way than "
                  "another is not supported");
    else
        add_shape(reader, &shape);
}

static void start_shape(struct reader *reader, const struct svg_shape *shape,
                        const char *const *attributes)
{
    struct svg_value values[SVG_SHAPE_ATTRIBUTES] = {0};
    struct svg_value *wrong;
    struct element element;

    if (!read_element(reader, &reader->elements[reader->depth - 1], attributes,
                      shape, false, &element))
        return;
    for (size_t i = 0; i < SVG_SHAPE_ATTRIBUTES && shape->attributes[i]; i++)
        values[i] =
            svg_value_of(shape->attributes[i],
                         find_attribute(attributes, shape->attributes[i]));
    outline_clear(&reader->outline);
    wrong = shape->draw(values, &reader->outline);
    if (wrong) {
        fail_value(reader, wrong);
        return;
    }
    keep_outline(reader, &element);
    element.role = ROLE_LEAF;
    push(reader, &element);
}

static void start_group(struct reader *reader, const char *const *attributes)
{
    struct element element;

    if (!read_element(reader, &reader->elements[reader->depth - 1], attributes,
                      NULL, false, &element))
        return;
    if (element.style.absent)
        reader->passed = 1;
    else
        push(reader, &element);
}

static void start_defs(struct reader *reader)
{
    struct element element = reader->elements[reader->depth - 1];

    element.role = ROLE_LEAF;
    push(reader, &element);
}

/* An element inside <svg>. */
static void start_inner(struct reader *reader, const char *name,
                        const char *const *attributes)
{
    static const char *const silent[] = {"desc", "metadata", "title"};
    const struct element *parent = &reader->elements[reader->depth - 1];
    const char *local = svg_name(name);
    const struct svg_shape *shape = local ? svg_shape_find(local) : NULL;

    if (!local || is_any_of(local, silent, COUNT(silent)))
        reader->passed = 1;
    else if (reader->depth == MOST_DEPTH)
        fail_here(reader, RULE_ARTWORK_UNSUPPORTED,
                  "elements are nested more than 64 deep");
    else if (parent->role == ROLE_LEAF)
        refuse_element(reader, local);
    else if (shape)
        start_shape(reader, shape, attributes);
    else if (strcmp(local, "g") == 0)
        start_group(reader, attributes);
    else if (strcmp(local, "defs") == 0)
        start_defs(reader);
    else
        refuse_element(reader, local);
}

/* ---- expat's calls ---- */

static void XMLCALL start(void *user, const char *name, const char **attributes)
{
    struct reader *reader = user;

    if (reader->status != STATUS_OK)
        return;
    if (reader->passed)
        reader->passed++;
    else if (!reader->rooted)
        start_root(reader, name, attributes);
    else
        start_inner(reader, name, attributes);
}

static void XMLCALL end(void *user, const char *name)
{
    struct reader *reader = user;

    (void)name;
    if (reader->status != STATUS_OK)
        return;
    if (reader->passed)
        reader->passed--;
    else
        reader->depth--;
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

static void set_handlers(struct reader *reader)
{
    XML_SetUserData(reader->parser, reader);
    XML_SetElementHandler(reader->parser, start, end);
    XML_SetStartDoctypeDeclHandler(reader->parser, start_doctype);
    XML_SetSkippedEntityHandler(reader->parser, skipped_entity);
    XML_SetProcessingInstructionHandler(reader->parser, instruction);
}

/* expat blames the name of an end tag that does not match; the tag itself is
 * what the eye looks for. */
static struct place place_of_error(const struct reader *reader,
                                   enum XML_Error number)
{
    const size_t offset = tag_offset(reader);
    const bool end_tag = number == XML_ERROR_TAG_MISMATCH && offset >= 2 &&
                         memcmp(reader->bytes + offset - 2, "</", 2) == 0;

    return place_at(reader, end_tag ? offset - 2 : offset);
}

static void parse(struct reader *reader)
{
    char message[160];
    enum XML_Error number;

    if (XML_Parse(reader->parser, reader->bytes, (int)reader->size, 1) ==
            XML_STATUS_OK ||
        reader->status != STATUS_OK)
        return;
    number = XML_GetErrorCode(reader->parser);
    if (number == XML_ERROR_NO_MEMORY)
        memory_exhausted();
    snprintf(message, sizeof message, "not XML: %s", XML_ErrorString(number));
    fail(reader, RULE_ARTWORK_SYNTAX, place_of_error(reader, number), NULL,
         message);
}

static enum status check_bytes(const struct reader *reader)
{
    size_t bad;

    if (reader->size > MOST_BYTES)
        return error_set(reader->err, RULE_FILE_TOO_LARGE,
                         (struct place){reader->path, 0, 0}, NULL,
                         "larger than %d bytes", MOST_BYTES);
    if (!text_check(reader->bytes, reader->size, &bad))
        return error_set(reader->err, RULE_ARTWORK_SYNTAX,
                         place_at(reader, bad), NULL, "the text is not UTF-8");
    return STATUS_OK;
}

enum status svg_read(struct arena *arena, const char *path, const char *bytes,
                     size_t size, struct artwork *artwork, struct error *err)
{
    struct reader *reader = ARENA_NEW(arena, struct reader);
    enum status status;

    *reader = (struct reader){.arena = arena,
                              .path = path,
                              .bytes = bytes,
                              .size = size,
                              .artwork = artwork,
                              .err = err};
    status = check_bytes(reader);
    if (status != STATUS_OK)
        return status;
    /* the encoding is told, so that no declaration can change it */
    reader->parser = XML_ParserCreateNS("UTF-8", SEPARATOR);
    if (!reader->parser)
        memory_exhausted();
    set_handlers(reader);
    parse(reader);
    XML_ParserFree(reader->parser);
    artwork->kind = ARTWORK_VECTOR;
    artwork->shapes = arena_copy(arena, reader->shapes,
                                 reader->shape_count * sizeof *reader->shapes);
    artwork->shape_count = reader->shape_count;
    free(reader->shapes);
    outline_free(&reader->outline);
    return reader->status;
}
