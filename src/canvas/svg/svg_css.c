#include "canvas/svg/svg_css.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/memory.h"

/*
 * A sheet is a list of
 *
 *     .cls-1, g > path.cls-2 { fill: #d4351c; stroke: none }
 *     selector  selector       declarations
 *
 * Each selector becomes a separate rule with one weight. A selector is stored
 * from its last part to its first: the last matches the element, the others its
 * ancestors. Declarations are read when a rule matches, so that an unsupported
 * one is an error only if it would be drawn.
 */

enum {
    MOST_RULES = 2000,
    MOST_PARTS = 8, ///< of a selector
    MOST_TESTS = 8, ///< of a part
};

/* An element's name, a class or an id. */
struct test {
    char kind; ///< '.', '#', or 'e' for the name
    const char *name;
    size_t length;
};

struct part {
    struct test tests[MOST_TESTS];
    size_t count;
    bool is_child; ///< of the part before: ">"
};

struct rule_of_sheet {
    const struct part *parts; ///< the last first
    size_t count;
    unsigned weight;
    size_t order;
    const struct svg_node *sheet;
    const char *text;  ///< of the sheet, without comments
    const char *begin; ///< declarations
    const char *end;
};

struct svg_css {
    const struct rule_of_sheet *rules; ///< by weight, then by order
    size_t count;
};

/* A sheet that is being read. */
struct scanner {
    struct arena *arena;
    const struct svg_tree *tree;
    const struct svg_node *sheet;
    const char *text;
    const char *at;
    struct rule_of_sheet *rules; ///< heap
    size_t count;
    struct error *err;
};

/* ---- characters ---- */

static bool is_space(char c)
{
    return ascii_is_space(c) || c == '\f';
}

static bool is_name(char c)
{
    return ascii_is_alphanumeric(c) || c == '-' || c == '_' ||
           (unsigned char)c >= 0x80;
}

static void skip_space(struct scanner *scanner)
{
    while (is_space(*scanner->at))
        scanner->at++;
}

static enum status fail(const struct scanner *scanner, enum diagnostic_id rule,
                        const char *at, const char *message)
{
    return error_set(scanner->err, rule,
                     svg_tree_place_of_text(scanner->tree, scanner->sheet,
                                            (size_t)(at - scanner->text)),
                     "style", "%s", message);
}

/* Replaces comments, and the marks that hide a sheet from old browsers, with
 * blanks, so that locations do not change. */
static const char *blank_comments(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);
    char *at = copy;

    while ((at = strstr(at, "/*")) != NULL) {
        char *end = strstr(at + 2, "*/");
        end = end ? end + 2 : at + strlen(at);
        memset(at, ' ', (size_t)(end - at));
        at = end;
    }
    for (at = copy; (at = strstr(at, "<!--")) != NULL;)
        memset(at, ' ', 4);
    for (at = copy; (at = strstr(at, "-->")) != NULL;)
        memset(at, ' ', 3);
    return copy;
}

/* ---- selectors ---- */

static enum status refuse_selector(const struct scanner *scanner,
                                   const char *at)
{
    return fail(scanner, RULE_ARTWORK_UNSUPPORTED, at,
                "a selector that is not read; only elements, classes and ids "
                "are, or export with the styles as attributes");
}

/* ".cls-1", "#logo", "path" or "*", which tests nothing. */
static enum status scan_test(struct scanner *scanner, struct part *part)
{
    struct test test = {'e', scanner->at, 0};

    if (*scanner->at == '*') {
        scanner->at++;
        return STATUS_OK;
    }
    if (*scanner->at == '.' || *scanner->at == '#') {
        test.kind = *scanner->at++;
        test.name++;
    }
    while (is_name(*scanner->at))
        scanner->at++;
    test.length = (size_t)(scanner->at - test.name);
    if (!test.length || part->count == MOST_TESTS)
        return refuse_selector(scanner, scanner->at);
    part->tests[part->count++] = test;
    return STATUS_OK;
}

static bool ends_part(char c)
{
    return is_space(c) || c == ',' || c == '{' || c == '>' || !c;
}

static enum status scan_part(struct scanner *scanner, struct part *part)
{
    enum status status = STATUS_OK;

    if (ends_part(*scanner->at))
        return refuse_selector(scanner, scanner->at);
    while (status == STATUS_OK && !ends_part(*scanner->at))
        status = scan_test(scanner, part);
    return status;
}

static enum status scan_parts(struct scanner *scanner, struct part *parts,
                              size_t *count)
{
    bool is_child = false;
    enum status status = STATUS_OK;

    for (*count = 0; status == STATUS_OK; ++*count) {
        if (*count == MOST_PARTS)
            return refuse_selector(scanner, scanner->at);
        parts[*count] = (struct part){.is_child = is_child};
        status = scan_part(scanner, &parts[*count]);
        skip_space(scanner);
        is_child = *scanner->at == '>';
        scanner->at += is_child;
        skip_space(scanner);
        if (!is_child && (*scanner->at == ',' || *scanner->at == '{')) {
            ++*count;
            break;
        }
    }
    return status;
}

/* ids weigh most, then classes, then names. */
static unsigned weigh(const struct part *parts, size_t count)
{
    unsigned weight = 0;

    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < parts[i].count; j++)
            weight += parts[i].tests[j].kind == '#'   ? 1u << 16
                      : parts[i].tests[j].kind == '.' ? 1u << 8
                                                      : 1u;
    return weight;
}

static enum status add_rule(struct scanner *scanner, const struct part *parts,
                            size_t count)
{
    struct part *kept = arena_alloc_array(scanner->arena, count, sizeof *kept);

    if (scanner->count == MOST_RULES)
        return fail(scanner, RULE_ARTWORK_UNSUPPORTED, scanner->at,
                    "there are more than 2,000 rules");
    for (size_t i = 0; i < count; i++)
        kept[i] = parts[count - 1 - i];
    scanner->rules[scanner->count] = (struct rule_of_sheet){
        .parts = kept,
        .count = count,
        .weight = weigh(parts, count),
        .order = scanner->count,
        .sheet = scanner->sheet,
        .text = scanner->text,
    };
    scanner->count++;
    return STATUS_OK;
}

static enum status scan_selector(struct scanner *scanner)
{
    struct part parts[MOST_PARTS];
    size_t count;
    enum status status;

    skip_space(scanner);
    status = scan_parts(scanner, parts, &count);
    return status == STATUS_OK ? add_rule(scanner, parts, count) : status;
}

/* ---- sheets ---- */

static enum status scan_rule(struct scanner *scanner)
{
    const size_t first = scanner->count;
    const char *begin;
    size_t length;
    enum status status = scan_selector(scanner);

    while (status == STATUS_OK && *scanner->at == ',') {
        scanner->at++;
        status = scan_selector(scanner);
    }
    if (status != STATUS_OK)
        return status;
    begin = ++scanner->at;
    length = strcspn(begin, "{}");
    if (begin[length] != '}')
        return fail(scanner, RULE_ARTWORK_SYNTAX, begin + length,
                    "\"}\" is expected");
    for (size_t i = first; i < scanner->count; i++) {
        scanner->rules[i].begin = begin;
        scanner->rules[i].end = begin + length;
    }
    scanner->at = begin + length + 1;
    return STATUS_OK;
}

static bool begins_with(const char *text, const char *word)
{
    return strncmp(text, word, strlen(word)) == 0;
}

/* At-rules for fonts, characters and namespaces draw nothing. */
static enum status scan_at_rule(struct scanner *scanner)
{
    const char *const begin = scanner->at;
    const bool is_font = begins_with(begin, "@font-face");
    const char *end = strpbrk(begin, is_font ? "}" : ";");

    if (!is_font && !begins_with(begin, "@charset") &&
        !begins_with(begin, "@namespace"))
        return fail(scanner, RULE_ARTWORK_UNSUPPORTED, begin,
                    "rules that begin with \"@\" are not read; export with "
                    "plain styles");
    if (!end)
        return fail(scanner, RULE_ARTWORK_SYNTAX, begin,
                    is_font ? "\"}\" is expected" : "\";\" is expected");
    scanner->at = end + 1;
    return STATUS_OK;
}

static enum status scan_sheet(struct scanner *scanner)
{
    enum status status = STATUS_OK;

    skip_space(scanner);
    while (status == STATUS_OK && *scanner->at) {
        status =
            *scanner->at == '@' ? scan_at_rule(scanner) : scan_rule(scanner);
        skip_space(scanner);
    }
    return status;
}

static enum status refuse_other(const struct scanner *scanner)
{
    const char *type = svg_tree_attribute(scanner->sheet, "type");
    const char *media = svg_tree_attribute(scanner->sheet, "media");
    const char *message = NULL;

    if (type && *type && strcmp(type, "text/css") != 0)
        message = "only CSS is read";
    else if (media && *media && strcmp(media, "all") != 0)
        message = "a style sheet for some media only is not read";
    if (!message)
        return STATUS_OK;
    return error_set(scanner->err, RULE_ARTWORK_UNSUPPORTED,
                     svg_tree_place(scanner->tree, scanner->sheet->offset),
                     "style", "%s", message);
}

static int compare(const void *a, const void *b)
{
    const struct rule_of_sheet *one = a;
    const struct rule_of_sheet *other = b;

    if (one->weight != other->weight)
        return one->weight < other->weight ? -1 : 1;
    return (one->order > other->order) - (one->order < other->order);
}

enum status svg_css_read(struct arena *arena, const struct svg_tree *tree,
                         const struct svg_css **css, struct error *err)
{
    struct scanner scanner = {.arena = arena, .tree = tree, .err = err};
    struct svg_css *made = ARENA_NEW(arena, struct svg_css);
    enum status status = STATUS_OK;

    *css = made;
    *made = (struct svg_css){.count = 0};
    if (!tree->style_count)
        return STATUS_OK;
    scanner.rules = memory_resize(NULL, MOST_RULES, sizeof *scanner.rules);
    for (size_t i = 0; i < tree->style_count && status == STATUS_OK; i++) {
        scanner.sheet = tree->styles[i];
        scanner.text = blank_comments(arena, scanner.sheet->text);
        scanner.at = scanner.text;
        status = refuse_other(&scanner);
        if (status == STATUS_OK)
            status = scan_sheet(&scanner);
    }
    qsort(scanner.rules, scanner.count, sizeof *scanner.rules, compare);
    made->rules =
        arena_copy(arena, scanner.rules, scanner.count * sizeof *scanner.rules);
    made->count = scanner.count;
    free(scanner.rules);
    return status;
}

/* ---- matching ---- */

/* Classes are words between blanks. */
static bool has_class(const char *classes, const struct test *test)
{
    while (classes && *classes) {
        size_t length = 0;
        while (is_space(*classes))
            classes++;
        while (classes[length] && !is_space(classes[length]))
            length++;
        if (length == test->length && memcmp(classes, test->name, length) == 0)
            return true;
        classes += length;
    }
    return false;
}

static bool is_word(const char *text, const struct test *test)
{
    return text && strlen(text) == test->length &&
           memcmp(text, test->name, test->length) == 0;
}

static bool passes(const struct svg_node *node, const struct part *part)
{
    for (size_t i = 0; i < part->count; i++) {
        const struct test *test = &part->tests[i];
        const bool good =
            test->kind == '.'
                ? has_class(svg_tree_attribute(node, "class"), test)
            : test->kind == '#' ? is_word(svg_tree_attribute(node, "id"), test)
                                : is_word(node->name, test);
        if (!good)
            return false;
    }
    return true;
}

/* Matches consecutive parts joined by ">". @return the element of the last
 * part, or NULL */
static const struct svg_node *match_run(const struct svg_node *node,
                                        const struct part *parts, size_t count,
                                        size_t *used)
{
    *used = 1;
    while (node && passes(node, &parts[*used - 1])) {
        if (*used == count || !parts[*used - 1].is_child)
            return node;
        node = node->parent;
        ++*used;
    }
    return NULL;
}

/* The nearest matching ancestor leaves most ancestors for the remaining parts,
 * so no other needs to be tried. */
static bool matches(const struct svg_node *node, const struct part *parts,
                    size_t count)
{
    size_t used;
    const struct svg_node *top = match_run(node, parts, count, &used);

    for (size_t done = used; top && done < count; done += used) {
        node = top->parent;
        top = NULL;
        while (node && !top) {
            top = match_run(node, parts + done, count - done, &used);
            node = node->parent;
        }
    }
    return top != NULL;
}

static struct svg_value declarations_of(const struct rule_of_sheet *rule)
{
    return (struct svg_value){
        .name = "style",
        .text = rule->begin,
        .at = rule->begin,
        .end = rule->end,
        .rule = RULE_ARTWORK_SYNTAX,
    };
}

size_t svg_css_count(const struct svg_css *css)
{
    return css->count;
}

enum status svg_css_apply(const struct svg_css *css,
                          const struct svg_tree *tree,
                          const struct svg_node *node,
                          const struct svg_style *parent,
                          struct svg_style *style, struct error *err)
{
    for (size_t i = 0; i < css->count; i++) {
        const struct rule_of_sheet *rule = &css->rules[i];
        struct svg_value value;
        if (!matches(node, rule->parts, rule->count))
            continue;
        value = declarations_of(rule);
        if (svg_style_set_all(style, parent, &value))
            continue;
        return error_set(
            err, value.rule,
            svg_tree_place_of_text(
                tree, rule->sheet,
                (size_t)((value.at ? value.at : rule->begin) - rule->text)),
            "style", "%s", value.message);
    }
    return STATUS_OK;
}
