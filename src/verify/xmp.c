#include "verify/xmp.h"

#include <stdint.h>
#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "verify/packet.h"

/*
 * One pass over the packet with a stack of open elements. What an element is
 * in the grammar of XMP follows from its name and from what its parent is:
 *
 *     x:xmpmeta                  OUTSIDE
 *       rdf:RDF                  RDF
 *         rdf:Description        DESCRIPTION   attributes are properties
 *           dc:title             PROPERTY      text is a value
 *             rdf:Alt            ARRAY
 *               rdf:li           ITEM          text may be the value
 *           anything else        INNER         passed over
 *
 * The packet is untrusted: depth, declarations and properties have limits, and
 * every step moves on or ends the scan with a fault. The first fault sticks.
 */

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define XML "http://www.w3.org/XML/1998/namespace"

enum {
    DEPTH_LIMIT = 64,
    BINDING_LIMIT = 256,
    ATTRIBUTE_LIMIT = 128,
    PROPERTY_LIMIT = 1024,
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

/** A stretch of the packet. */
struct slice {
    const char *start;
    size_t length;
};

struct xmp_binding {
    struct slice prefix;
    const char *space;
};

struct xmp_element {
    struct slice name; ///< prefix included
    enum xmp_role xmp_role;
    size_t bindings; ///< declared when it began
};

struct xmp_attribute {
    struct slice name;
    const char *value;
};

/** A name without its prefix. */
struct expanded {
    const char *space; ///< "": none
    struct slice local;
};

struct scan {
    struct arena *arena;
    const char *at; ///< ends with a NUL, and holds no other
    struct xmp_element stack[DEPTH_LIMIT];
    size_t depth;
    struct xmp_binding bindings[BINDING_LIMIT];
    size_t binding_count;
    struct xmp_attribute attributes[ATTRIBUTE_LIMIT]; ///< of the current tag
    size_t attribute_count;
    struct xmp_property *properties;
    size_t count;
    bool arrayed;        ///< the property has an array
    size_t items;        ///< that it had
    bool wanted;         ///< the current text is the property's value
    struct buffer value; ///< of the current property
    bool done;           ///< the outermost element has ended
    const char *fault;
};

static void fail(struct scan *scan, const char *fault)
{
    if (!scan->fault)
        scan->fault = fault;
}

static bool slice_equal(struct slice slice, const char *text)
{
    return strlen(text) == slice.length &&
           memcmp(slice.start, text, slice.length) == 0;
}

static bool slices_equal(struct slice a, struct slice b)
{
    return a.length == b.length && memcmp(a.start, b.start, a.length) == 0;
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static void skip_spaces(struct scan *scan)
{
    while (is_space(*scan->at))
        scan->at++;
}

/* --- names and entities -------------------------------------------------- */

static bool in_name(char byte)
{
    return (byte & 0x80) || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           (byte && strchr("_-.:", byte));
}

static struct slice read_name(struct scan *scan)
{
    struct slice name = {scan->at, 0};

    while (in_name(*scan->at))
        scan->at++;
    name.length = (size_t)(scan->at - name.start);
    if (!name.length || strchr("-.0123456789:", *name.start))
        fail(scan, "a name is missing");
    return name;
}

static const char *find_space(const struct scan *scan, struct slice prefix)
{
    for (size_t i = scan->binding_count; i > 0; i--)
        if (slices_equal(scan->bindings[i - 1].prefix, prefix))
            return scan->bindings[i - 1].space;
    if (slice_equal(prefix, "xml"))
        return XML;
    return prefix.length ? NULL : "";
}

/* An attribute without a prefix is in no namespace, unlike an element. */
static struct expanded expand(struct scan *scan, struct slice name,
                              bool xmp_attribute)
{
    const char *colon = memchr(name.start, ':', name.length);
    struct expanded expanded = {"", name};
    struct slice prefix = {name.start, 0};

    if (colon) {
        prefix.length = (size_t)(colon - name.start);
        expanded.local.start = colon + 1;
        expanded.local.length = name.length - prefix.length - 1;
    } else if (xmp_attribute) {
        return expanded;
    }
    expanded.space = find_space(scan, prefix);
    if (!expanded.space) {
        fail(scan, "a prefix is not declared");
        expanded.space = "";
    }
    return expanded;
}

static bool is_named(struct expanded name, const char *space, const char *local)
{
    return strcmp(name.space, space) == 0 && slice_equal(name.local, local);
}

static int digit_value(char digit, int base)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (base == 16 && digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (base == 16 && digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

/* "#65" or "#x41", the ampersand passed. @return 0: no letter of XML */
static uint32_t read_number(const char **at)
{
    const int base = (*at)[1] == 'x' ? 16 : 10;
    const char *digits = *at + (base == 16 ? 2 : 1);
    uint32_t codepoint = 0;

    for (*at = digits; digit_value(**at, base) >= 0; (*at)++) {
        codepoint =
            codepoint * (uint32_t)base + (uint32_t)digit_value(**at, base);
        if (codepoint > 0x10FFFF)
            return 0;
    }
    if (codepoint < 0x20 && codepoint != '\t' && codepoint != '\n' &&
        codepoint != '\r')
        return 0;
    return codepoint >= 0xD800 && codepoint <= 0xDFFF ? 0 : codepoint;
}

static uint32_t read_named(const char **at)
{
    static const struct {
        const char *name;
        uint32_t codepoint;
    } named[] = {
        {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};

    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        const size_t length = strlen(named[i].name);
        if (strncmp(*at, named[i].name, length) == 0 && (*at)[length] == ';') {
            *at += length;
            return named[i].codepoint;
        }
    }
    return 0;
}

/* Adds what "&...;" stands for. */
static void add_entity(struct scan *scan, struct buffer *text)
{
    char bytes[4];
    uint32_t codepoint;

    scan->at++;
    codepoint =
        *scan->at == '#' ? read_number(&scan->at) : read_named(&scan->at);
    if (!codepoint || *scan->at != ';') {
        fail(scan, "an entity is not one of XML's own");
        return;
    }
    scan->at++;
    buffer_add(text, bytes, utf8_encode(codepoint, bytes));
}

/* --- tags ---------------------------------------------------------------- */

static const char *read_quoted(struct scan *scan)
{
    struct buffer text = buffer_new(XMP_LIMIT);
    const char quote = *scan->at;
    const char *value;

    if (quote != '"' && quote != '\'') {
        fail(scan, "the value of an attribute is missing");
        return "";
    }
    scan->at++;
    while (*scan->at && *scan->at != quote && *scan->at != '<' &&
           !scan->fault) {
        if (*scan->at == '&')
            add_entity(scan, &text);
        else
            buffer_add_char(&text, *scan->at++);
    }
    if (*scan->at == quote)
        scan->at++;
    else
        fail(scan, "an attribute does not end");
    value = arena_strndup(scan->arena, buffer_text(&text), text.length);
    buffer_free(&text);
    return value;
}

static void bind(struct scan *scan, struct slice prefix, const char *space)
{
    if (scan->binding_count == BINDING_LIMIT) {
        fail(scan, "it declares too many prefixes");
        return;
    }
    scan->bindings[scan->binding_count++] = (struct xmp_binding){prefix, space};
}

static bool repeats(const struct scan *scan, struct slice name)
{
    for (size_t i = 0; i < scan->attribute_count; i++)
        if (slices_equal(scan->attributes[i].name, name))
            return true;
    return false;
}

static void read_attribute(struct scan *scan)
{
    struct xmp_attribute xmp_attribute = {.name = read_name(scan)};
    const struct slice name = xmp_attribute.name;

    skip_spaces(scan);
    if (*scan->at != '=') {
        fail(scan, "an attribute has no value");
        return;
    }
    scan->at++;
    skip_spaces(scan);
    xmp_attribute.value = read_quoted(scan);
    if (slice_equal(name, "xmlns"))
        bind(scan, (struct slice){name.start, 0}, xmp_attribute.value);
    else if (name.length > 6 && memcmp(name.start, "xmlns:", 6) == 0)
        bind(scan, (struct slice){name.start + 6, name.length - 6},
             xmp_attribute.value);
    else if (repeats(scan, name))
        fail(scan, "an attribute stands twice");
    else if (scan->attribute_count == ATTRIBUTE_LIMIT)
        fail(scan, "an element has too many attributes");
    else
        scan->attributes[scan->attribute_count++] = xmp_attribute;
}

static const char *find_attribute(struct scan *scan, const char *space,
                                  const char *local)
{
    for (size_t i = 0; i < scan->attribute_count; i++)
        if (is_named(expand(scan, scan->attributes[i].name, true), space,
                     local))
            return scan->attributes[i].value;
    return NULL;
}

/* --- properties ---------------------------------------------------------- */

static void add_property(struct scan *scan, struct expanded name,
                         const char *value)
{
    if (scan->count == PROPERTY_LIMIT) {
        fail(scan, "it has too many properties");
        return;
    }
    scan->properties[scan->count++] = (struct xmp_property){
        name.space,
        arena_strndup(scan->arena, name.local.start, name.local.length), value};
}

static void add_attributes(struct scan *scan)
{
    for (size_t i = 0; i < scan->attribute_count; i++) {
        const struct xmp_attribute *xmp_attribute = &scan->attributes[i];
        const struct expanded name = expand(scan, xmp_attribute->name, true);
        if (*name.space && strcmp(name.space, RDF) != 0 &&
            strcmp(name.space, XML) != 0)
            add_property(scan, name, xmp_attribute->value);
    }
}

static void begin_property(struct scan *scan)
{
    const char *resource = find_attribute(scan, RDF, "resource");

    buffer_clear(&scan->value);
    scan->arrayed = false;
    scan->items = 0;
    scan->wanted = !find_attribute(scan, RDF, "parseType");
    if (resource)
        buffer_add_text(&scan->value, resource);
}

static void begin_array(struct scan *scan)
{
    buffer_clear(&scan->value);
    scan->arrayed = true;
    scan->wanted = false;
}

static void begin_item(struct scan *scan)
{
    const char *language = find_attribute(scan, XML, "lang");

    scan->wanted =
        scan->items == 0 || (language && strcmp(language, "x-default") == 0);
    if (scan->wanted)
        buffer_clear(&scan->value);
    scan->items++;
}

static bool is_array(struct expanded name)
{
    return is_named(name, RDF, "Alt") || is_named(name, RDF, "Bag") ||
           is_named(name, RDF, "Seq");
}

static enum xmp_role role_below(const struct scan *scan, enum xmp_role parent,
                                struct expanded name)
{
    switch (parent) {
    case ROLE_OUTSIDE:
        return is_named(name, RDF, "RDF") ? ROLE_RDF : ROLE_OUTSIDE;
    case ROLE_RDF:
        return is_named(name, RDF, "Description") ? ROLE_DESCRIPTION
                                                  : ROLE_INNER;
    case ROLE_DESCRIPTION:
        return *name.space ? ROLE_PROPERTY : ROLE_INNER;
    case ROLE_PROPERTY:
        return is_array(name) && !scan->arrayed ? ROLE_ARRAY : ROLE_INNER;
    case ROLE_ARRAY:
        return is_named(name, RDF, "li") ? ROLE_ITEM : ROLE_INNER;
    case ROLE_ITEM:
    case ROLE_INNER:
        return ROLE_INNER;
    }
    return ROLE_INNER;
}

/* An element inside a value makes a structure of it. */
static void begin_inner(struct scan *scan, enum xmp_role parent)
{
    if (parent != ROLE_PROPERTY && parent != ROLE_ITEM)
        return;
    if (scan->wanted)
        buffer_clear(&scan->value);
    scan->wanted = false;
}

static void begin_role(struct scan *scan, enum xmp_role xmp_role,
                       enum xmp_role parent)
{
    switch (xmp_role) {
    case ROLE_OUTSIDE:
    case ROLE_RDF:
        return;
    case ROLE_DESCRIPTION:
        add_attributes(scan);
        return;
    case ROLE_PROPERTY:
        begin_property(scan);
        return;
    case ROLE_ARRAY:
        begin_array(scan);
        return;
    case ROLE_ITEM:
        begin_item(scan);
        return;
    case ROLE_INNER:
        begin_inner(scan, parent);
        return;
    }
}

/* --- elements ------------------------------------------------------------ */

static void push(struct scan *scan, struct slice name, size_t bindings)
{
    const enum xmp_role parent =
        scan->depth ? scan->stack[scan->depth - 1].xmp_role : ROLE_OUTSIDE;
    enum xmp_role xmp_role;

    if (scan->depth == DEPTH_LIMIT) {
        fail(scan, "its elements lie too deep in one another");
        return;
    }
    if (scan->done)
        fail(scan, "an element follows the last");
    xmp_role = role_below(scan, parent, expand(scan, name, false));
    scan->stack[scan->depth++] = (struct xmp_element){name, xmp_role, bindings};
    begin_role(scan, xmp_role, parent);
}

static void pop(struct scan *scan)
{
    const struct xmp_element xmp_element = scan->stack[--scan->depth];

    if (xmp_element.xmp_role == ROLE_PROPERTY)
        add_property(scan, expand(scan, xmp_element.name, false),
                     arena_strndup(scan->arena, buffer_text(&scan->value),
                                   scan->value.length));
    if (xmp_element.xmp_role == ROLE_PROPERTY ||
        xmp_element.xmp_role == ROLE_ITEM)
        scan->wanted = false;
    scan->binding_count = xmp_element.bindings;
    scan->done = scan->depth == 0;
}

static void read_start(struct scan *scan)
{
    const size_t bindings = scan->binding_count;
    const struct slice name = read_name(scan);
    bool empty;

    scan->attribute_count = 0;
    while (is_space(*scan->at) && !scan->fault) {
        skip_spaces(scan);
        if (*scan->at != '>' && *scan->at != '/')
            read_attribute(scan);
    }
    empty = *scan->at == '/';
    scan->at += empty;
    if (*scan->at != '>') {
        fail(scan, "a tag does not end");
        return;
    }
    scan->at++;
    push(scan, name, bindings);
    if (empty && !scan->fault)
        pop(scan);
}

static void read_end(struct scan *scan)
{
    const struct slice name = read_name(scan);

    skip_spaces(scan);
    if (*scan->at != '>')
        fail(scan, "a tag does not end");
    else if (!scan->depth ||
             !slices_equal(scan->stack[scan->depth - 1].name, name))
        fail(scan, "an end tag fits no start tag");
    if (scan->fault)
        return;
    scan->at++;
    pop(scan);
}

/* --- text ---------------------------------------------------------------- */

static bool in_value(const struct scan *scan)
{
    const enum xmp_role xmp_role =
        scan->depth ? scan->stack[scan->depth - 1].xmp_role : ROLE_OUTSIDE;

    return scan->wanted && (xmp_role == ROLE_PROPERTY || xmp_role == ROLE_ITEM);
}

static void read_text(struct scan *scan)
{
    struct buffer nowhere = buffer_new(0);
    struct buffer *text = in_value(scan) ? &scan->value : &nowhere;

    while (*scan->at && *scan->at != '<' && !scan->fault) {
        if (!scan->depth && !is_space(*scan->at))
            fail(scan, "there is text outside the elements");
        else if (*scan->at == '&')
            add_entity(scan, text);
        else
            buffer_add_char(text, *scan->at++);
    }
    buffer_free(&nowhere);
}

/* Passes @p start_mark and all up to @p end_mark. @return what lay between */
static struct slice pass(struct scan *scan, const char *start_mark,
                         const char *end_mark)
{
    struct slice between = {scan->at + strlen(start_mark), 0};
    const char *end = strstr(between.start, end_mark);

    if (!end) {
        fail(scan, "it ends too early");
        return between;
    }
    between.length = (size_t)(end - between.start);
    scan->at = end + strlen(end_mark);
    return between;
}

static bool is_at(const struct scan *scan, const char *text)
{
    return strncmp(scan->at, text, strlen(text)) == 0;
}

static void read_section(struct scan *scan)
{
    const struct slice text = pass(scan, "<![CDATA[", "]]>");

    if (in_value(scan) && !scan->fault)
        buffer_add(&scan->value, text.start, text.length);
}

static void read_next(struct scan *scan)
{
    if (*scan->at != '<') {
        read_text(scan);
    } else if (is_at(scan, "<!--")) {
        pass(scan, "<!--", "-->");
    } else if (is_at(scan, "<![CDATA[")) {
        read_section(scan);
    } else if (is_at(scan, "<?")) {
        pass(scan, "<?", "?>");
    } else if (is_at(scan, "<!")) {
        fail(scan, "it declares a document type");
    } else if (is_at(scan, "</")) {
        scan->at += 2;
        read_end(scan);
    } else {
        scan->at++;
        read_start(scan);
    }
}

static const char *scan_all(struct scan *scan)
{
    while (*scan->at && !scan->fault)
        read_next(scan);
    if (scan->depth)
        fail(scan, "it ends too early");
    if (!scan->done)
        fail(scan, "it has no elements");
    return scan->fault;
}

const char *xmp_read(struct arena *arena, const void *bytes, size_t size,
                     struct xmp *xmp)
{
    const char *text = NULL;
    const char *fault;
    struct scan *scan;

    *xmp = (struct xmp){.count = 0};
    if (size > XMP_LIMIT)
        return "it is larger than a mebibyte";
    text = packet_text(arena, bytes, size);
    if (!text)
        return "it is not Unicode text";
    scan = ARENA_NEW(arena, struct scan);
    scan->arena = arena;
    scan->at = text;
    scan->properties = ARENA_ARRAY(arena, struct xmp_property, PROPERTY_LIMIT);
    scan->value = buffer_new(XMP_LIMIT);
    fault = scan_all(scan);
    if (!fault)
        *xmp = (struct xmp){scan->properties, scan->count};
    buffer_free(&scan->value);
    return fault;
}

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
