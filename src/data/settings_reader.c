#include "data/settings_reader.h"

#include <string.h>

#include "base/utf8.h"

void reading_blame(struct reading *reading, enum rule rule, struct place place,
                   const char *field, const char *message)
{
    report_say(reading->report, rule, place, NULL, field, "%s", message);
    if (!reading->status)
        reading->status = rule_status(rule);
}

void reading_check_keys(struct reading *reading, const struct yaml *map,
                        const char *const *known, size_t count)
{
    const size_t before = report_errors(reading->report);

    yaml_check_keys(map, known, count, reading->report);
    if (!reading->status && report_errors(reading->report) > before)
        reading->status = rule_status(RULE_SETTING_UNKNOWN);
}

const struct yaml *reading_find(const struct yaml *map, const char *key)
{
    const struct yaml *node = yaml_find(map, key);

    if (node && node->kind == YAML_SCALAR && !node->quoted && !*node->text)
        return NULL;
    return node;
}

struct value reading_scalar(struct reading *reading, const struct yaml *node,
                            const char *field)
{
    if (node && node->kind == YAML_SCALAR)
        return yaml_value(node);
    if (node)
        reading_blame(reading, RULE_SETTING_TYPE, node->place, field,
                      node->kind == YAML_LIST
                          ? "one value is wanted, not a list"
                          : "one value is wanted, not keys");
    return yaml_value(NULL);
}

struct value reading_value(struct reading *reading, const struct yaml *map,
                           const char *key)
{
    return reading_scalar(reading, reading_find(map, key), key);
}

struct value reading_require(struct reading *reading, const struct yaml *map,
                             const char *key)
{
    const struct yaml *node = reading_find(map, key);
    const struct yaml *empty = yaml_find(map, key);
    const struct place place = empty ? empty->key_place : map->place;

    /* a key that is misspelt has been said */
    if (node ? node->kind == YAML_SCALAR && text_is_blank(node->text)
             : !doubts_is_misspelt(map, key))
        reading_blame(reading, RULE_SETTING_MISSING, place, key,
                      "a value is wanted here");
    return reading_scalar(reading, node, key);
}

static bool holds_placeholder(const char *text)
{
    const char *open = strstr(text, "((");

    return open && strstr(open, "))");
}

void reading_check_plain(struct reading *reading, struct value value,
                         const char *field)
{
    if (value.text && holds_placeholder(value.text))
        reading_blame(
            reading, RULE_SETTING_VALUE, value.place, field,
            "the same for all councils; placeholders are not read here");
}

struct value reading_plain(struct reading *reading, const struct yaml *map,
                           const char *key)
{
    const struct value value = reading_value(reading, map, key);

    reading_check_plain(reading, value, key);
    return value;
}

static struct value_list read_items(struct reading *reading,
                                    const struct yaml *list, const char *field)
{
    struct value *items =
        ARENA_ARRAY(reading->arena, struct value, list->count);
    size_t count = 0;

    for (const struct yaml *node = list->first; node; node = node->next) {
        const struct value item = reading_scalar(reading, node, field);
        if (item.text)
            items[count++] = item;
    }
    return (struct value_list){items, count};
}

struct value_list reading_list(struct reading *reading, const struct yaml *map,
                               const char *key)
{
    const struct yaml *node = reading_find(map, key);

    if (node && node->kind == YAML_LIST)
        return read_items(reading, node, key);
    if (node)
        reading_blame(reading, RULE_SETTING_TYPE, node->place, key,
                      "a list is wanted; write [first, second]");
    return (struct value_list){NULL, 0};
}

struct value_list reading_plain_list(struct reading *reading,
                                     const struct yaml *map, const char *key)
{
    const struct value_list list = reading_list(reading, map, key);

    for (size_t i = 0; i < list.count; i++)
        reading_check_plain(reading, list.items[i], key);
    return list;
}

const struct yaml *reading_map(struct reading *reading, const struct yaml *map,
                               const char *key, const char *const *known,
                               size_t count)
{
    const struct yaml *node = reading_find(map, key);

    if (!node)
        return NULL;
    if (node->kind != YAML_MAP) {
        reading_blame(reading, RULE_SETTING_TYPE, node->place, key,
                      "keys with values are wanted");
        return NULL;
    }
    if (known)
        reading_check_keys(reading, node, known, count);
    return node;
}
