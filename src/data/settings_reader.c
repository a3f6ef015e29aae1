#include "data/settings_reader.h"

#include <string.h>

#include "base/name_match.h"
#include "base/number.h"
#include "base/utf8.h"

void settings_reader_report(struct settings_reader *reader,
                            enum diagnostic_id rule, struct location location,
                            const char *field, const char *message)
{
    diagnostics_add(reader->diagnostics, rule, location, NULL, field, "%s",
                    message);
    if (!reader->status)
        reader->status = rule_status(rule);
}

void settings_reader_refuse(struct settings_reader *reader, struct value value,
                            const char *field, const char *message)
{
    settings_reader_report(reader, RULE_SETTING_VALUE, value.location, field,
                           message);
}

void settings_reader_check_keys(struct settings_reader *reader,
                                const struct yaml *map,
                                const char *const *known, size_t count)
{
    const size_t before = diagnostics_error_count(reader->diagnostics);

    yaml_check_keys(map, known, count, reader->diagnostics);
    if (!reader->status &&
        diagnostics_error_count(reader->diagnostics) > before)
        reader->status = rule_status(RULE_SETTING_UNKNOWN);
}

/* @return true if placeholders can use a name */
static bool is_sayable(const char *name)
{
    return !utf8_is_blank(name) && !strpbrk(name, "()?.") &&
           !strchr("^#/>", *name);
}

void settings_reader_check_name(struct settings_reader *reader,
                                const struct yaml *map, const struct yaml *node)
{
    if (!is_sayable(node->key))
        settings_reader_report(reader, RULE_SETTING_VALUE, node->key_location,
                               node->key, "a placeholder cannot say this name");
    for (const struct yaml *other = map->first; other != node;
         other = other->next)
        if (strcmp(other->key, node->key) != 0 &&
            name_match_equal(other->key, node->key))
            settings_reader_report(reader, RULE_YAML_DUPLICATE_KEY,
                                   node->key_location, node->key,
                                   "exists already in another spelling");
}

const struct yaml *settings_reader_find(const struct yaml *map, const char *key)
{
    const struct yaml *node = yaml_find(map, key);

    if (node && node->kind == YAML_SCALAR && !node->quoted && !*node->text)
        return NULL;
    return node;
}

struct value settings_reader_scalar(struct settings_reader *reader,
                                    const struct yaml *node, const char *field)
{
    if (node && node->kind == YAML_SCALAR)
        return yaml_value(node);
    if (node)
        settings_reader_report(reader, RULE_SETTING_TYPE, node->location, field,
                               node->kind == YAML_LIST
                                   ? "one value is wanted, not a list"
                                   : "one value is wanted, not keys");
    return yaml_value(NULL);
}

struct value settings_reader_value(struct settings_reader *reader,
                                   const struct yaml *map, const char *key)
{
    return settings_reader_scalar(reader, settings_reader_find(map, key), key);
}

size_t settings_reader_choice(struct settings_reader *reader,
                              const struct yaml *map, const char *key,
                              const char *const *words, const char *message)
{
    const struct value value = settings_reader_value(reader, map, key);

    for (size_t i = 0; value.text && words[i]; i++)
        if (strcmp(words[i], value.text) == 0)
            return i;
    if (value.text)
        settings_reader_refuse(reader, value, key, message);
    return 0;
}

bool settings_reader_truth(struct settings_reader *reader,
                           const struct yaml *map, const char *key, bool usual,
                           const char *message)
{
    const struct value value = settings_reader_value(reader, map, key);

    if (value.text && strcmp(value.text, "true") == 0)
        return true;
    if (value.text && strcmp(value.text, "false") == 0)
        return false;
    if (value.text)
        settings_reader_refuse(reader, value, key, message);
    return usual;
}

int64_t settings_reader_number(struct settings_reader *reader,
                               const struct yaml *map, const char *key,
                               struct setting_range range, const char *message)
{
    const struct value value = settings_reader_value(reader, map, key);
    int64_t number;

    if (!value.text)
        return range.usual;
    if (number_parse_count(value.text, &number) && number >= range.min &&
        number <= range.max)
        return number;
    settings_reader_refuse(reader, value, key, message);
    return range.usual;
}

struct value settings_reader_date(struct settings_reader *reader,
                                  const struct yaml *map, const char *key,
                                  struct date *date)
{
    const struct value value = settings_reader_value(reader, map, key);

    if (value.text && !date_parse(value.text, date))
        settings_reader_refuse(
            reader, value, key,
            "not a date; write the year, month and day as 2022-07-20");
    return value;
}

struct value settings_reader_require(struct settings_reader *reader,
                                     const struct yaml *map, const char *key)
{
    const struct yaml *node = settings_reader_find(map, key);
    const struct yaml *empty = yaml_find(map, key);
    const struct location location =
        empty ? empty->key_location : map->location;

    /* the misspelt key was already reported */
    if (node ? node->kind == YAML_SCALAR && utf8_is_blank(node->text)
             : !settings_gaps_is_misspelt(map, key))
        settings_reader_report(reader, RULE_SETTING_MISSING, location, key,
                               "a value is wanted here");
    return settings_reader_scalar(reader, node, key);
}

static bool has_placeholder(const char *text)
{
    const char *open = strstr(text, "((");

    return open && strstr(open, "))");
}

void settings_reader_check_plain(struct settings_reader *reader,
                                 struct value value, const char *field)
{
    if (value.text && has_placeholder(value.text))
        settings_reader_refuse(
            reader, value, field,
            "the same for all councils; placeholders are not read here");
}

struct value settings_reader_plain(struct settings_reader *reader,
                                   const struct yaml *map, const char *key)
{
    const struct value value = settings_reader_value(reader, map, key);

    settings_reader_check_plain(reader, value, key);
    if (value.text && !*utf8_trim(reader->arena, value.text))
        return (struct value){.location = value.location};
    return value;
}

static struct value_list read_items(struct settings_reader *reader,
                                    const struct yaml *list, const char *field)
{
    struct value *items = ARENA_ARRAY(reader->arena, struct value, list->count);
    size_t count = 0;

    for (const struct yaml *node = list->first; node; node = node->next) {
        const struct value item = settings_reader_scalar(reader, node, field);
        if (item.text)
            items[count++] = item;
    }
    return (struct value_list){items, count};
}

struct value_list settings_reader_list(struct settings_reader *reader,
                                       const struct yaml *map, const char *key)
{
    const struct yaml *node = settings_reader_find(map, key);

    if (node && node->kind == YAML_LIST)
        return read_items(reader, node, key);
    if (node)
        settings_reader_report(reader, RULE_SETTING_TYPE, node->location, key,
                               "a list is wanted; write [first, second]");
    return (struct value_list){NULL, 0};
}

struct value_list settings_reader_one_or_list(struct settings_reader *reader,
                                              const struct yaml *map,
                                              const char *key)
{
    const struct yaml *node = settings_reader_find(map, key);
    struct value *one;

    if (!node || node->kind != YAML_SCALAR)
        return settings_reader_list(reader, map, key);
    one = ARENA_NEW(reader->arena, struct value);
    *one = yaml_value(node);
    return (struct value_list){one, 1};
}

struct value_list settings_reader_plain_list(struct settings_reader *reader,
                                             const struct yaml *map,
                                             const char *key)
{
    const struct value_list list = settings_reader_list(reader, map, key);

    for (size_t i = 0; i < list.count; i++)
        settings_reader_check_plain(reader, list.items[i], key);
    return list;
}

const struct yaml *settings_reader_map(struct settings_reader *reader,
                                       const struct yaml *map, const char *key,
                                       const char *const *known, size_t count)
{
    const struct yaml *node = settings_reader_find(map, key);

    if (!node)
        return NULL;
    if (node->kind != YAML_MAP) {
        settings_reader_report(reader, RULE_SETTING_TYPE, node->location, key,
                               "keys with values are wanted");
        return NULL;
    }
    if (known)
        settings_reader_check_keys(reader, node, known, count);
    return node;
}
