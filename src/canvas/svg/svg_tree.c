#include "canvas/svg/svg_tree.h"

#include <expat.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"

/*
 * expat calls start() and end(); `open` is the parent of the next element.
 * `passed` is the depth inside a skipped element.
 *
 * expat gives the position of a tag, but not of its attributes: for a
 * diagnostic the tag's bytes are parsed again.
 */

enum {
    MOST_ELEMENTS = 200 * 1000,
    MOST_DEPTH = 64,
    MOST_TEXT = 1024 * 1024,        ///< of a style sheet
    ENTITY_MAX = 1000,              ///< bytes of an entity
    EXPANDED_MAX = 4 * 1024 * 1024, ///< that all references become, at most
};

static const char NAMESPACE[] = "http://www.w3.org/2000/svg";
static const char SEPARATOR = '\n'; /* in no name and in no namespace */

struct reader {
    XML_Parser parser;
    struct arena *arena;
    struct svg_tree *tree;
    struct svg_node *open; ///< NULL before the root
    size_t count;
    size_t depth;
    size_t passed;      ///< depth of skipped elements
    struct buffer text; ///< of `open`, if needed
    bool has_text;
    size_t style_capacity;
    size_t references; ///< to entities, at most
    enum status status;
    struct error *err;
};

/* ---- places ---- */

struct location svg_tree_place(const struct svg_tree *tree, size_t offset)
{
    static const char mark[] = "\xEF\xBB\xBF";
    struct location location = {tree->path, 1, 1};
    size_t from = 0;

    if (tree->size >= 3 && memcmp(tree->bytes, mark, 3) == 0)
        from = 3;
    for (size_t i = from; i < offset && i < tree->size; i++)
        if (tree->bytes[i] == '\n') {
            location.line++;
            from = i + 1;
        }
    if (offset > from)
        location.column += (int)utf8_length(tree->bytes + from, offset - from);
    return location;
}

/* An attribute in the file. */
struct written {
    size_t name;
    size_t name_length;
    size_t value;
    size_t value_length;
};

/* Finds the next attribute of a tag that expat has accepted. */
static bool next_written(const char *bytes, size_t end, size_t *at,
                         struct written *written)
{
    const char *closing;
    size_t i = *at;

    while (i < end && ascii_is_space(bytes[i]))
        i++;
    written->name = i;
    while (i < end && !ascii_is_space(bytes[i]) && bytes[i] != '=')
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

struct location svg_tree_place_of_value(const struct svg_tree *tree,
                                        const struct svg_node *node,
                                        const struct svg_value *value)
{
    const size_t end = node->offset + node->length;
    const size_t name_length = strlen(value->name);
    struct written written;
    size_t at = node->offset;

    while (at < end && !ascii_is_space(tree->bytes[at]))
        at++;
    while (next_written(tree->bytes, end, &at, &written)) {
        if (written.name_length != name_length ||
            memcmp(tree->bytes + written.name, value->name, name_length) != 0)
            continue;
        if (!value->at || strlen(value->text) != written.value_length)
            return svg_tree_place(tree, written.name);
        return svg_tree_place(tree, written.value +
                                        (size_t)(value->at - value->text));
    }
    return svg_tree_place(tree, node->offset);
}

struct location svg_tree_place_of_text(const struct svg_tree *tree,
                                       const struct svg_node *node, size_t at)
{
    return svg_tree_place(tree, node->text_is_verbatim ? node->text_offset + at
                                                       : node->offset);
}

/* expat 2.9 has 64-bit names for these two and deprecates the others. */
#if XML_MAJOR_VERSION > 2 || XML_MINOR_VERSION >= 9
#define GET_BYTE_INDEX XML_GetCurrentByteIndex64
#define GET_BYTE_COUNT XML_GetCurrentByteCount64
#else
#define GET_BYTE_INDEX XML_GetCurrentByteIndex
#define GET_BYTE_COUNT XML_GetCurrentByteCount
#endif

static size_t offset_now(const struct reader *reader)
{
    const int64_t index = GET_BYTE_INDEX(reader->parser);

    return index < 0 || (size_t)index > reader->tree->size ? 0 : (size_t)index;
}

/* Keeps the first failure, which stops the parser. */
static void fail(struct reader *reader, enum diagnostic_id rule, size_t offset,
                 const char *message)
{
    if (reader->status != STATUS_OK)
        return;
    reader->status =
        error_set(reader->err, rule, svg_tree_place(reader->tree, offset), NULL,
                  "%s", message);
    XML_StopParser(reader->parser, XML_FALSE);
}

static void fail_here(struct reader *reader, enum diagnostic_id rule,
                      const char *message)
{
    fail(reader, rule, offset_now(reader), message);
}

/* ---- elements ---- */

/* The name of an element of SVG itself, or NULL. */
static const char *svg_name(const char *name)
{
    const size_t length = sizeof NAMESPACE - 1;

    if (strncmp(name, NAMESPACE, length) != 0 || name[length] != SEPARATOR)
        return NULL;
    return name + length + 1;
}

bool svg_tree_is(const struct svg_node *node, const char *name)
{
    return strcmp(node->name, name) == 0;
}

const char *svg_tree_attribute(const struct svg_node *node, const char *name)
{
    for (const char *const *at = node->attributes; *at; at += 2)
        if (strcmp(at[0], name) == 0)
            return at[1];
    return NULL;
}

static const char *const *copy_attributes(struct arena *arena,
                                          const char **attributes)
{
    size_t count = 0;
    const char **copy;

    while (attributes[count])
        count++;
    copy = arena_alloc_array(arena, count + 1, sizeof *copy);
    for (size_t i = 0; i < count; i++)
        copy[i] = arena_strdup(arena, attributes[i]);
    return copy;
}

/* The first of several elements with one id counts. */
static void add_id(struct reader *reader, struct svg_node *node)
{
    const char *id = svg_tree_attribute(node, "id");
    void **place;

    if (!id)
        return;
    place = map_at_text(&reader->tree->ids, id);
    if (!*place)
        *place = node;
}

static void add_style(struct reader *reader, const struct svg_node *node)
{
    struct svg_tree *tree = reader->tree;

    ARENA_GROW(reader->arena, tree->styles, tree->style_count,
               reader->style_capacity);
    tree->styles[tree->style_count++] = node;
}

static void append(struct svg_node *parent, struct svg_node *node)
{
    node->parent = parent;
    if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
}

static struct svg_node *make_node(const struct reader *reader, const char *name,
                                  const char **attributes)
{
    struct svg_node *node = ARENA_NEW(reader->arena, struct svg_node);

    *node = (struct svg_node){
        .name = arena_strdup(reader->arena, name),
        .attributes = copy_attributes(reader->arena, attributes),
        .offset = offset_now(reader),
        .length = (size_t)GET_BYTE_COUNT(reader->parser),
    };
    return node;
}

static bool keeps_text(const struct svg_node *node)
{
    return svg_tree_is(node, "style") || svg_tree_is(node, "title");
}

static void add_element(struct reader *reader, const char *name,
                        const char **attributes)
{
    struct svg_node *node;

    if (reader->depth == MOST_DEPTH) {
        fail_here(reader, RULE_ARTWORK_UNSUPPORTED,
                  "elements are nested more than 64 deep");
        return;
    }
    if (++reader->count > MOST_ELEMENTS) {
        fail_here(reader, RULE_ARTWORK_UNSUPPORTED,
                  "there are more than 200,000 elements");
        return;
    }
    node = make_node(reader, name, attributes);
    if (reader->open)
        append(reader->open, node);
    else
        reader->tree->root = node;
    add_id(reader, node);
    if (strcmp(name, "style") == 0)
        add_style(reader, node);
    reader->open = node;
    reader->depth++;
    buffer_clear(&reader->text);
    reader->has_text = false;
}

static bool is_left_out(const struct reader *reader, const char *local)
{
    /* elements inside a title are not part of the picture */
    return !local || strcmp(local, "desc") == 0 ||
           strcmp(local, "metadata") == 0 || keeps_text(reader->open);
}

static void XMLCALL start(void *user, const char *name, const char **attributes)
{
    struct reader *reader = user;
    const char *local = svg_name(name);

    if (reader->status != STATUS_OK)
        return;
    if (!reader->open && !reader->tree->root &&
        (!local || strcmp(local, "svg") != 0))
        fail_here(reader, RULE_ARTWORK_SYNTAX,
                  "the root is not <svg xmlns=\"http://www.w3.org/2000/svg\">");
    else if (reader->passed)
        reader->passed++;
    else if (reader->open && is_left_out(reader, local))
        reader->passed = 1;
    else
        add_element(reader, local, attributes);
}

/* Ends the text of an element, and records if it is verbatim. */
static void keep_text(struct reader *reader, struct svg_node *node)
{
    const struct svg_tree *tree = reader->tree;
    const size_t length = reader->text.length;

    node->text =
        arena_strndup(reader->arena, buffer_text(&reader->text), length);
    node->text_is_verbatim =
        node->text_offset + length <= tree->size &&
        memcmp(tree->bytes + node->text_offset, node->text, length) == 0;
}

static void XMLCALL end(void *user, const char *name)
{
    struct reader *reader = user;
    struct svg_node *node = reader->open;

    (void)name;
    if (reader->status != STATUS_OK)
        return;
    if (reader->passed) {
        reader->passed--;
        return;
    }
    if (keeps_text(node))
        keep_text(reader, node);
    reader->open = node->parent;
    reader->depth--;
}

static void XMLCALL characters(void *user, const char *bytes, int length)
{
    struct reader *reader = user;

    if (reader->status != STATUS_OK || reader->passed || !reader->open ||
        !keeps_text(reader->open))
        return;
    if (reader->text.length + (size_t)length > MOST_TEXT) {
        fail_here(reader, RULE_ARTWORK_UNSUPPORTED,
                  "a style sheet or a title is larger than 1 MiB");
        return;
    }
    if (!reader->has_text)
        reader->open->text_offset = offset_now(reader);
    reader->has_text = true;
    buffer_add(&reader->text, bytes, (size_t)length);
}

/* ---- declarations ---- */

/* @return an upper bound of the number of references */
static size_t count_references(const struct svg_tree *tree)
{
    size_t count = 0;

    for (size_t i = 0; i < tree->size; i++)
        count += tree->bytes[i] == '&';
    return count;
}

static bool is_plain(const char *value, int length)
{
    return length <= ENTITY_MAX && !memchr(value, '<', (size_t)length) &&
           !memchr(value, '&', (size_t)length);
}

static void XMLCALL entity(void *user, const char *name, int is_parameter,
                           const char *value, int length, const char *base,
                           const char *system, const char *public,
                           const char *notation)
{
    struct reader *reader = user;

    (void)name;
    (void)base;
    (void)system;
    (void)public;
    (void)notation;
    if (is_parameter || !value || !is_plain(value, length))
        fail_here(reader, RULE_ARTWORK_UNSUPPORTED,
                  "only entities of plain text, of 1,000 bytes at most, are "
                  "read; export without a DTD");
    else if (reader->references * (size_t)length > EXPANDED_MAX)
        fail_here(reader, RULE_ARTWORK_UNSUPPORTED,
                  "entities would make the file too large; export without a "
                  "DTD");
}

static void XMLCALL attribute_list(void *user, const char *element,
                                   const char *attribute, const char *type,
                                   const char *value, int required)
{
    (void)element;
    (void)attribute;
    (void)type;
    (void)value;
    (void)required;
    fail_here(user, RULE_ARTWORK_UNSUPPORTED,
              "a document type that declares attributes is not supported; "
              "export without a DTD");
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
                  "style sheets in other files are not read; export with the "
                  "styles inside");
}

/* ---- the whole ---- */

static void set_handlers(struct reader *reader)
{
    XML_Parser parser = reader->parser;

    XML_SetUserData(parser, reader);
    XML_SetElementHandler(parser, start, end);
    XML_SetCharacterDataHandler(parser, characters);
    XML_SetEntityDeclHandler(parser, entity);
    XML_SetAttlistDeclHandler(parser, attribute_list);
    XML_SetSkippedEntityHandler(parser, skipped_entity);
    XML_SetProcessingInstructionHandler(parser, instruction);
}

/* expat reports the name in a mismatched end tag; the tag's start is a better
 * location. */
static size_t offset_of_error(const struct reader *reader,
                              enum XML_Error number)
{
    const size_t offset = offset_now(reader);
    const bool end_tag = number == XML_ERROR_TAG_MISMATCH && offset >= 2 &&
                         memcmp(reader->tree->bytes + offset - 2, "</", 2) == 0;

    return end_tag ? offset - 2 : offset;
}

static void parse(struct reader *reader)
{
    const struct svg_tree *tree = reader->tree;
    char message[160];
    enum XML_Error number;

    if (XML_Parse(reader->parser, tree->bytes, (int)tree->size, 1) ==
            XML_STATUS_OK ||
        reader->status != STATUS_OK)
        return;
    number = XML_GetErrorCode(reader->parser);
    if (number == XML_ERROR_NO_MEMORY)
        memory_exhausted();
    snprintf(message, sizeof message, "not XML: %s", XML_ErrorString(number));
    fail(reader, RULE_ARTWORK_SYNTAX, offset_of_error(reader, number), message);
}

const struct svg_node *svg_tree_find(const struct svg_tree *tree,
                                     const char *id)
{
    return map_find_text(&tree->ids, id);
}

enum status svg_tree_read(struct arena *arena, const char *path,
                          const char *bytes, size_t size, struct svg_tree *tree,
                          struct error *err)
{
    struct reader reader = {.arena = arena,
                            .tree = tree,
                            .text = buffer_new(MOST_TEXT + 1),
                            .err = err};

    *tree = (struct svg_tree){
        .path = path, .bytes = bytes, .size = size, .ids = {.arena = arena}};
    reader.references = count_references(tree);
    /* the encoding is set, so that a declaration cannot change it */
    reader.parser = XML_ParserCreateNS("UTF-8", SEPARATOR);
    if (!reader.parser)
        memory_exhausted();
    set_handlers(&reader);
    parse(&reader);
    XML_ParserFree(reader.parser);
    buffer_free(&reader.text);
    return reader.status;
}
