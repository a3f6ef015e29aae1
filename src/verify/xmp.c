#include "verify/xmp.h"

#include <stdlib.h>
#include <string.h>

#include <expat.h>

#include "base/buffer.h"
#include "base/utf8.h"

/*
 * expat calls start(), text() and end(). The role of an element in XMP's
 * grammar follows from its name and its parent's role:
 *
 *     x:xmpmeta                  OUTSIDE
 *       rdf:RDF                  RDF
 *         rdf:Description        DESCRIPTION   attributes are properties
 *           dc:title             PROPERTY      text is a value
 *             rdf:Alt            ARRAY
 *               rdf:li           ITEM          text may be the value
 *           anything else        INNER         passed over
 *
 * Besides the properties, all values are kept as leaves, so that packets can
 * be compared: RDF can write a value as an attribute or an element, with or
 * without an rdf:Description around it.
 */

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define XML "http://www.w3.org/XML/1998/namespace"
#define XMP_BASIC "http://ns.adobe.com/xap/1.0/"
#define XMP_PDF "http://ns.adobe.com/pdf/1.3/"
#define BETWEEN "\n" /* in no name and in no namespace */

enum {
    DEPTH_LIMIT = 64,
    PROPERTY_LIMIT = 1024,
    LEAF_LIMIT = 4096,
};

enum xmp_role {
    ROLE_OUTSIDE,
    ROLE_RDF,
    ROLE_DESCRIPTION,
    ROLE_PROPERTY,
    ROLE_ARRAY,
    ROLE_ITEM,
    ROLE_INNER,
};

struct xmp_element {
    const char *name; ///< namespace, line feed, name
    enum xmp_role xmp_role;
    size_t path;  ///< length of the path without it
    size_t items; ///< number of items so far
    bool said;    ///< it has children, or attributes with values
};

struct scan {
    XML_Parser parser;
    struct arena *arena;
    struct xmp_element stack[DEPTH_LIMIT];
    size_t depth;
    struct xmp_property *properties;
    size_t count;
    const char **leaves;
    size_t leaf_count;
    bool arrayed;        ///< the property has an array
    size_t items;        ///< that it had
    bool wanted;         ///< the text is the property's value
    struct buffer value; ///< of the property
    struct buffer path;  ///< from the property to the element
    struct buffer text;  ///< of the element
    const char *fault;
};

static void fail(struct scan *scan, const char *fault)
{
    if (!scan->fault)
        scan->fault = fault;
    XML_StopParser(scan->parser, XML_FALSE);
}

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static enum xmp_role role_of_parent(const struct scan *scan)
{
    return scan->depth ? scan->stack[scan->depth - 1].xmp_role : ROLE_OUTSIDE;
}

/* --- leaves -------------------------------------------------------------- */

/* The properties of the last writer and its time. */
static bool is_about_program(const char *path)
{
    static const char *const paths[] = {
        "/" XMP_BASIC BETWEEN "ModifyDate",
        "/" XMP_BASIC BETWEEN "MetadataDate",
        "/" XMP_PDF BETWEEN "Producer",
    };

    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (strcmp(path, paths[i]) == 0)
            return true;
    return false;
}

static void add_leaf(struct scan *scan, const char *name, const char *value)
{
    const char *path =
        arena_printf(scan->arena, "%s%s%s", buffer_text(&scan->path),
                     name ? "/" : "", name ? name : "");

    if (!*path || is_about_program(path))
        return;
    if (scan->leaf_count == LEAF_LIMIT) {
        fail(scan, "it has too many properties");
        return;
    }
    scan->leaves[scan->leaf_count++] =
        arena_printf(scan->arena, "%s=%s", path, value);
}

/* Adds the text before the start or end of an element. */
static void add_text_leaf(struct scan *scan, bool needed)
{
    if (needed || !utf8_is_blank(buffer_text(&scan->text)))
        add_leaf(scan, NULL, buffer_text(&scan->text));
    buffer_clear(&scan->text);
}

static void add_attribute_leaves(struct scan *scan,
                                 struct xmp_element *xmp_element,
                                 const char **attributes)
{
    for (; *attributes; attributes += 2) {
        const char *name = attributes[0];
        if (strcmp(name, RDF BETWEEN "resource") == 0)
            add_leaf(scan, NULL, attributes[1]);
        else if (starts_with(name, RDF BETWEEN) || !strchr(name, *BETWEEN))
            continue;
        else
            add_leaf(scan, name, attributes[1]);
        xmp_element->said =
            xmp_element->said || !starts_with(name, XML BETWEEN);
    }
}

/* A description is not part of the path; an item has its number in it. */
static void extend_path(struct scan *scan,
                        const struct xmp_element *xmp_element,
                        struct xmp_element *parent)
{
    if (xmp_element->xmp_role < ROLE_PROPERTY ||
        strcmp(xmp_element->name, RDF BETWEEN "Description") == 0)
        return;
    buffer_printf(&scan->path, "/%s", xmp_element->name);
    if (parent && strcmp(xmp_element->name, RDF BETWEEN "li") == 0)
        buffer_printf(&scan->path, "[%zu]", parent->items++);
}

/* --- properties ---------------------------------------------------------- */

static const char *find_attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

static void add_property(struct scan *scan, const char *name, const char *value)
{
    const char *local = strchr(name, *BETWEEN);

    if (scan->count == PROPERTY_LIMIT) {
        fail(scan, "it has too many properties");
        return;
    }
    scan->properties[scan->count++] = (struct xmp_property){
        arena_strndup(scan->arena, name, (size_t)(local - name)),
        arena_strdup(scan->arena, local + 1), arena_strdup(scan->arena, value)};
}

static void add_attributes(struct scan *scan, const char **attributes)
{
    for (; *attributes; attributes += 2)
        if (strchr(attributes[0], *BETWEEN) &&
            !starts_with(attributes[0], RDF BETWEEN) &&
            !starts_with(attributes[0], XML BETWEEN))
            add_property(scan, attributes[0], attributes[1]);
}

static void begin_property(struct scan *scan, const char **attributes)
{
    const char *resource = find_attribute(attributes, RDF BETWEEN "resource");

    buffer_clear(&scan->value);
    scan->arrayed = false;
    scan->items = 0;
    scan->wanted = !find_attribute(attributes, RDF BETWEEN "parseType");
    if (resource)
        buffer_add_text(&scan->value, resource);
}

static void begin_array(struct scan *scan)
{
    buffer_clear(&scan->value);
    scan->arrayed = true;
    scan->wanted = false;
}

static void begin_item(struct scan *scan, const char **attributes)
{
    const char *language = find_attribute(attributes, XML BETWEEN "lang");

    scan->wanted =
        scan->items == 0 || (language && strcmp(language, "x-default") == 0);
    if (scan->wanted)
        buffer_clear(&scan->value);
    scan->items++;
}

static bool is_array(const char *name)
{
    return strcmp(name, RDF BETWEEN "Alt") == 0 ||
           strcmp(name, RDF BETWEEN "Bag") == 0 ||
           strcmp(name, RDF BETWEEN "Seq") == 0;
}

static enum xmp_role role_below(const struct scan *scan, const char *name)
{
    switch (role_of_parent(scan)) {
    case ROLE_OUTSIDE:
        return strcmp(name, RDF BETWEEN "RDF") == 0 ? ROLE_RDF : ROLE_OUTSIDE;
    case ROLE_RDF:
        return strcmp(name, RDF BETWEEN "Description") == 0 ? ROLE_DESCRIPTION
                                                            : ROLE_INNER;
    case ROLE_DESCRIPTION:
        return strchr(name, *BETWEEN) ? ROLE_PROPERTY : ROLE_INNER;
    case ROLE_PROPERTY:
        return is_array(name) && !scan->arrayed ? ROLE_ARRAY : ROLE_INNER;
    case ROLE_ARRAY:
        return strcmp(name, RDF BETWEEN "li") == 0 ? ROLE_ITEM : ROLE_INNER;
    case ROLE_ITEM:
    case ROLE_INNER:
        return ROLE_INNER;
    }
    return ROLE_INNER;
}

/* An element inside a value makes a structure of it. */
static void begin_inner(struct scan *scan)
{
    const enum xmp_role parent = role_of_parent(scan);

    if (parent != ROLE_PROPERTY && parent != ROLE_ITEM)
        return;
    if (scan->wanted)
        buffer_clear(&scan->value);
    scan->wanted = false;
}

static void begin_role(struct scan *scan, enum xmp_role xmp_role,
                       const char **attributes)
{
    switch (xmp_role) {
    case ROLE_OUTSIDE:
    case ROLE_RDF:
        return;
    case ROLE_DESCRIPTION:
        add_attributes(scan, attributes);
        return;
    case ROLE_PROPERTY:
        begin_property(scan, attributes);
        return;
    case ROLE_ARRAY:
        begin_array(scan);
        return;
    case ROLE_ITEM:
        begin_item(scan, attributes);
        return;
    case ROLE_INNER:
        begin_inner(scan);
        return;
    }
}

/* --- expat's calls ------------------------------------------------------- */

static void XMLCALL start(void *data, const char *name, const char **attributes)
{
    struct scan *scan = data;
    struct xmp_element *parent =
        scan->depth ? &scan->stack[scan->depth - 1] : NULL;
    struct xmp_element *xmp_element = &scan->stack[scan->depth];

    if (scan->depth == DEPTH_LIMIT)
        fail(scan, "its elements lie too deep in one another");
    if (scan->fault)
        return; /* expat may have one more call to make */
    add_text_leaf(scan, false);
    if (parent)
        parent->said = true;
    *xmp_element = (struct xmp_element){arena_strdup(scan->arena, name),
                                        role_below(scan, name),
                                        scan->path.length, 0, false};
    begin_role(scan, xmp_element->xmp_role, attributes);
    extend_path(scan, xmp_element, parent);
    if (xmp_element->xmp_role >= ROLE_DESCRIPTION)
        add_attribute_leaves(scan, xmp_element, attributes);
    scan->depth++;
}

static void XMLCALL end(void *data, const char *name)
{
    struct scan *scan = data;
    struct xmp_element xmp_element;

    if (scan->fault)
        return;
    xmp_element = scan->stack[scan->depth - 1];
    add_text_leaf(scan,
                  !xmp_element.said && xmp_element.xmp_role >= ROLE_PROPERTY);
    scan->path.length = xmp_element.path;
    if (scan->path.bytes)
        scan->path.bytes[xmp_element.path] = '\0';
    scan->depth--;
    if (xmp_element.xmp_role == ROLE_PROPERTY)
        add_property(scan, name, buffer_text(&scan->value));
    if (xmp_element.xmp_role == ROLE_PROPERTY ||
        xmp_element.xmp_role == ROLE_ITEM)
        scan->wanted = false;
}

static void XMLCALL text(void *data, const char *bytes, int length)
{
    struct scan *scan = data;
    const enum xmp_role xmp_role = role_of_parent(scan);

    buffer_add(&scan->text, bytes, (size_t)length);
    if (scan->wanted && (xmp_role == ROLE_PROPERTY || xmp_role == ROLE_ITEM))
        buffer_add(&scan->value, bytes, (size_t)length);
}

/* Entities of a document type could unfold to gigabytes. */
static void XMLCALL doctype(void *data, const char *name, const char *system,
                            const char *public, int internal)
{
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    fail(data, "it declares a document type");
}

static int compare_leaves(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void scan_all(struct scan *scan, const void *bytes, size_t size)
{
    XML_SetUserData(scan->parser, scan);
    XML_SetElementHandler(scan->parser, start, end);
    XML_SetCharacterDataHandler(scan->parser, text);
    XML_SetStartDoctypeDeclHandler(scan->parser, doctype);
    if (XML_Parse(scan->parser, bytes, (int)size, 1) != XML_STATUS_OK &&
        !scan->fault)
        scan->fault =
            arena_printf(scan->arena, "it is not XML: %s",
                         XML_ErrorString(XML_GetErrorCode(scan->parser)));
}

const char *xmp_read(struct arena *arena, const void *bytes, size_t size,
                     struct xmp *xmp)
{
    struct scan *scan = ARENA_NEW(arena, struct scan);

    *xmp = (struct xmp){.count = 0};
    if (size > XMP_LIMIT)
        return "it is larger than a mebibyte";
    scan->parser = XML_ParserCreateNS(NULL, *BETWEEN);
    if (!scan->parser)
        return "there is no memory to read it";
    scan->arena = arena;
    scan->properties = ARENA_ARRAY(arena, struct xmp_property, PROPERTY_LIMIT);
    scan->leaves = ARENA_ARRAY(arena, const char *, LEAF_LIMIT);
    scan->value = buffer_new(XMP_LIMIT);
    scan->path = buffer_new(XMP_LIMIT);
    scan->text = buffer_new(XMP_LIMIT);
    scan_all(scan, bytes, size);
    qsort(scan->leaves, scan->leaf_count, sizeof *scan->leaves, compare_leaves);
    if (!scan->fault)
        *xmp = (struct xmp){scan->properties, scan->count, scan->leaves,
                            scan->leaf_count};
    buffer_free(&scan->value);
    buffer_free(&scan->path);
    buffer_free(&scan->text);
    XML_ParserFree(scan->parser);
    return scan->fault;
}

/* --- what was read ------------------------------------------------------- */

static bool is_property(const struct xmp_property *property, const char *space,
                        const char *name)
{
    return strcmp(property->space, space) == 0 &&
           strcmp(property->name, name) == 0;
}

const char *xmp_value(const struct xmp *xmp, const char *space,
                      const char *name)
{
    for (size_t i = 0; i < xmp->count; i++)
        if (is_property(&xmp->properties[i], space, name))
            return xmp->properties[i].value;
    return NULL;
}

bool xmp_contradicts(const struct xmp *xmp, const char *space, const char *name)
{
    const char *first = xmp_value(xmp, space, name);

    for (size_t i = 0; i < xmp->count; i++)
        if (is_property(&xmp->properties[i], space, name) &&
            strcmp(xmp->properties[i].value, first) != 0)
            return true;
    return false;
}

bool xmp_is_same(const struct xmp *a, const struct xmp *b)
{
    if (a->leaf_count != b->leaf_count)
        return false;
    for (size_t i = 0; i < a->leaf_count; i++)
        if (strcmp(a->leaves[i], b->leaves[i]) != 0)
            return false;
    return true;
}
