#include "data/yaml.h"

#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "base/name_match.h"
#include "base/utf8.h"
#include "data/encoding.h"
#include "data/suggestion.h"
#include "data/yaml_problem.h"

enum { FILE_LIMIT = 1024 * 1024, DEPTH_LIMIT = 32, KEY_LIMIT = 4096 };

/* Maximum known keys of a map. */
enum { KNOWN_LIMIT = 64 };

/* Bytes for their names in a message. */
enum { KEYS_SIZE = 400 };

/* The tree is built from libyaml's events by descent; the first
 * syntax error ends it, but duplicate keys do not. */
struct yaml_builder {
    struct arena *arena;
    const char *file;
    const struct buffer *text;
    struct diagnostics *diagnostics;
    yaml_parser_t parser;
    yaml_event_t event; /* the current event */
    enum status status; /* of the first diagnostic */
};

static void report_error(struct yaml_builder *builder, enum diagnostic_id rule,
                         struct location location, const char *field,
                         const char *message)
{
    diagnostics_add(builder->diagnostics, rule, location, NULL, field, "%s",
                    message);
    if (!builder->status)
        builder->status = rule_status(rule);
}

/* libyaml counts lines and characters from 0. */
static struct location location_of(const struct yaml_builder *builder,
                                   yaml_mark_t mark)
{
    return (struct location){builder->file, (int)mark.line + 1,
                             (int)mark.column + 1};
}

static struct location location_of_event(const struct yaml_builder *builder)
{
    return location_of(builder, builder->event.start_mark);
}

/* @return the ASCII character at an offset, which libyaml counts in characters,
 *         or '\0' */
static char character_at(const struct yaml_builder *builder, size_t index)
{
    const char *at = buffer_text(builder->text);

    while (index-- && *at)
        (void)utf8_next(&at);
    return *at > 0 ? *at : '\0';
}

static enum status refuse_syntax(struct yaml_builder *builder)
{
    const yaml_parser_t *parser = &builder->parser;
    struct location location = location_of(builder, parser->problem_mark);
    const char *problem = parser->problem ? parser->problem : "not YAML";
    const size_t at = parser->problem_mark.index;
    char words[YAML_PROBLEM_SIZE];

    /* libyaml's reader keeps an offset but no mark. */
    if (parser->error == YAML_READER_ERROR) {
        const size_t offset = parser->problem_offset;
        location = encoding_location(
            builder->file, buffer_text(builder->text),
            offset < builder->text->length ? offset : builder->text->length);
    }
    yaml_problem_words(words, problem, character_at(builder, at),
                       (int)parser->context_mark.line + 1);
    report_error(builder, RULE_YAML_SYNTAX, location, NULL, words);
    return builder->status;
}

/* Moves on to the next event. */
static enum status advance(struct yaml_builder *builder)
{
    yaml_event_delete(&builder->event);
    if (!yaml_parser_parse(&builder->parser, &builder->event))
        return refuse_syntax(builder);
    return STATUS_OK;
}

static enum status refuse_event(struct yaml_builder *builder,
                                const char *message)
{
    report_error(builder, RULE_YAML_SYNTAX, location_of_event(builder), NULL,
                 message);
    return builder->status;
}

static bool has_extras(const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return event->data.scalar.anchor || event->data.scalar.tag;
    case YAML_SEQUENCE_START_EVENT:
        return event->data.sequence_start.anchor ||
               event->data.sequence_start.tag;
    case YAML_MAPPING_START_EVENT:
        return event->data.mapping_start.anchor ||
               event->data.mapping_start.tag;
    default:
        return event->type == YAML_ALIAS_EVENT;
    }
}

static enum status build_node(struct yaml_builder *builder, int depth,
                              struct yaml **node);

/* Checks the character of an escape such as "\x0B"; the file's own characters
 * are checked already. */
static enum status check_controls(struct yaml_builder *builder,
                                  struct yaml *node)
{
    const char *at = node->text;
    uint32_t codepoint;

    while ((at = utf8_find_control(at, &codepoint)) != NULL) {
        const size_t offset = (size_t)(at - node->text);
        char *copy;
        encoding_report_control(builder->diagnostics, node->location, NULL,
                                NULL, codepoint);
        if (!utf8_is_office_break(codepoint)) {
            if (!builder->status)
                builder->status = rule_status(RULE_TEXT_CONTROL);
            return STATUS_OK;
        }
        copy = arena_strdup(builder->arena, node->text);
        copy[offset] = ' ';
        node->text = copy;
        at = copy + offset;
    }
    return STATUS_OK;
}

static enum status build_scalar(struct yaml_builder *builder, struct yaml *node)
{
    const yaml_event_t *event = &builder->event;
    const char *value = (const char *)event->data.scalar.value;

    if (memchr(value, '\0', event->data.scalar.length))
        return refuse_event(builder, "NUL in a text");
    node->kind = YAML_SCALAR;
    node->text =
        arena_strndup(builder->arena, value, event->data.scalar.length);
    node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    return check_controls(builder, node);
}

static void append(struct yaml *parent, struct yaml **last, struct yaml *child)
{
    if (*last)
        (*last)->next = child;
    else
        parent->first = child;
    *last = child;
    parent->count++;
}

static enum status build_list(struct yaml_builder *builder, int depth,
                              struct yaml *list)
{
    struct yaml *last = NULL;
    enum status status;

    list->kind = YAML_LIST;
    while (!(status = advance(builder)) &&
           builder->event.type != YAML_SEQUENCE_END_EVENT) {
        struct yaml *child;
        status = build_node(builder, depth, &child);
        if (status)
            return status;
        append(list, &last, child);
    }
    return status;
}

static void check_twice(struct yaml_builder *builder, const struct yaml *map,
                        const struct yaml *child)
{
    const struct yaml *other = map->first;
    char message[64];

    while (other != child && strcmp(other->key, child->key) != 0)
        other = other->next;
    if (other == child)
        return;
    snprintf(message, sizeof message, "is already on line %d",
             other->key_location.line);
    report_error(builder, RULE_YAML_DUPLICATE_KEY, child->key_location,
                 child->key, message);
}

static enum status build_pair(struct yaml_builder *builder, int depth,
                              struct yaml **child)
{
    const struct location location = location_of_event(builder);
    struct yaml *key;
    enum status status = build_node(builder, depth, &key);

    if (!status && key->kind != YAML_SCALAR) {
        report_error(builder, RULE_YAML_SYNTAX, location, NULL,
                     "a key must be a word");
        status = builder->status;
    }
    if (!status)
        status = advance(builder);
    if (!status)
        status = build_node(builder, depth, child);
    if (status)
        return status;
    (*child)->key = key->text;
    (*child)->key_location = location;
    return STATUS_OK;
}

static enum status build_map(struct yaml_builder *builder, int depth,
                             struct yaml *map)
{
    struct yaml *last = NULL;
    enum status status;

    map->kind = YAML_MAP;
    while (!(status = advance(builder)) &&
           builder->event.type != YAML_MAPPING_END_EVENT) {
        struct yaml *child;
        if (map->count == KEY_LIMIT)
            return refuse_event(builder, "too many keys");
        status = build_pair(builder, depth, &child);
        if (status)
            return status;
        append(map, &last, child);
        check_twice(builder, map, child);
    }
    return status;
}

/* Builds the node that begins with the current event; its last event is then
 * the current one. */
static enum status build_node(struct yaml_builder *builder, int depth,
                              struct yaml **node)
{
    if (has_extras(&builder->event))
        return refuse_event(
            builder, "a text cannot begin with & * or !; put it in quotes");
    if (depth == DEPTH_LIMIT)
        return refuse_event(builder, "nested too deeply");
    *node = ARENA_NEW(builder->arena, struct yaml);
    (*node)->location = location_of_event(builder);
    switch (builder->event.type) {
    case YAML_SCALAR_EVENT:
        return build_scalar(builder, *node);
    case YAML_SEQUENCE_START_EVENT:
        return build_list(builder, depth + 1, *node);
    case YAML_MAPPING_START_EVENT:
        return build_map(builder, depth + 1, *node);
    default:
        return refuse_event(builder, "a value is wanted here");
    }
}

/* stream start, document start, node, document end, stream end */
static enum status build_file(struct yaml_builder *builder, struct yaml **root)
{
    enum status status = advance(builder);

    if (!status)
        status = advance(builder);
    if (status || builder->event.type == YAML_STREAM_END_EVENT)
        return status;
    status = advance(builder);
    if (!status)
        status = build_node(builder, 0, root);
    if (!status)
        status = advance(builder);
    if (!status)
        status = advance(builder);
    if (!status && builder->event.type != YAML_STREAM_END_EVENT)
        return refuse_event(builder, "a second document in the file");
    return status;
}

static bool is_empty(const struct yaml *node)
{
    return node->kind == YAML_SCALAR && !node->quoted && !*node->text;
}

static enum status parse(struct yaml_builder *builder, const struct yaml **root)
{
    struct yaml *node = NULL;

    yaml_parser_initialize(&builder->parser);
    yaml_parser_set_encoding(&builder->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(
        &builder->parser, (const unsigned char *)buffer_text(builder->text),
        builder->text->length);
    if (!build_file(builder, &node)) {
        if (!node || is_empty(node)) {
            node = ARENA_NEW(builder->arena, struct yaml);
            *node = (struct yaml){.kind = YAML_MAP,
                                  .location = {builder->file, 1, 1}};
        }
        if (node->kind != YAML_MAP)
            report_error(
                builder, RULE_YAML_SYNTAX, node->location, NULL,
                "keys with values are wanted, with a space after the colon");
        else
            *root = node;
    }
    yaml_event_delete(&builder->event);
    yaml_parser_delete(&builder->parser);
    return builder->status;
}

enum status yaml_read(struct arena *arena, const char *path, const char *shown,
                      const struct yaml **root, struct diagnostics *diagnostics)
{
    struct buffer text = buffer_new(FILE_LIMIT);
    struct yaml_builder builder = {.arena = arena,
                                   .file = arena_strdup(arena, shown),
                                   .text = &text,
                                   .diagnostics = diagnostics};
    enum status status = encoding_read_text(path, shown, &text, diagnostics);

    *root = NULL;
    if (!status)
        status = parse(&builder, root);
    buffer_free(&text);
    return status;
}

const struct yaml *yaml_find(const struct yaml *map, const char *key)
{
    if (!map || map->kind != YAML_MAP)
        return NULL;
    for (const struct yaml *child = map->first; child; child = child->next)
        if (strcmp(child->key, key) == 0)
            return child;
    return NULL;
}

struct value yaml_value(const struct yaml *scalar)
{
    if (!scalar)
        return (struct value){NULL, NO_LOCATION};
    return (struct value){scalar->text, scalar->location};
}

static bool is_known(const char *key, const char *const *known, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(key, known[i]) == 0)
            return true;
    return false;
}

/* Collects the known keys that @p map lacks: a misspelt key is probably one of
 * them. */
static size_t list_absent(const struct yaml *map, const char *const *known,
                          size_t count, const char *absent[static KNOWN_LIMIT])
{
    size_t found = 0;

    for (size_t i = 0; i < count && found < KNOWN_LIMIT; i++)
        if (!yaml_find(map, known[i]))
            absent[found++] = known[i];
    return found;
}

/* Prints "a, b and c", as many as fit. */
static const char *list_keys(char list[static KEYS_SIZE],
                             const char *const *known, size_t count)
{
    size_t length = 0;

    list[0] = '\0';
    for (size_t i = 0; i < count && length < KEYS_SIZE; i++)
        length += (size_t)snprintf(list + length, KEYS_SIZE - length, "%s%s",
                                   !i              ? ""
                                   : i + 1 < count ? ", "
                                                   : " and ",
                                   known[i]);
    return list;
}

void yaml_check_keys(const struct yaml *map, const char *const *known,
                     size_t count, struct diagnostics *diagnostics)
{
    const char *absent[KNOWN_LIMIT];
    const size_t absent_count = list_absent(map, known, count, absent);

    for (const struct yaml *child = map->first; child; child = child->next) {
        char suggestion[SUGGESTION_SIZE];
        char list[KEYS_SIZE];
        bool lacks;
        if (is_known(child->key, known, count))
            continue;
        lacks = name_match_suggest(child->key, absent, absent_count) != NULL;
        diagnostics_add(
            diagnostics, RULE_SETTING_UNKNOWN, child->key_location, NULL,
            child->key, "unknown key%s (the key%s %s)",
            suggestion_similar(suggestion, child->key, lacks ? absent : known,
                               lacks ? absent_count : count),
            count == 1 ? " is" : "s are", list_keys(list, known, count));
    }
}
