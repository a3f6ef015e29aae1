#include "data/statistic_settings.h"

#include <string.h>

#include "base/name_match.h"
#include "base/number.h"
#include "base/plural.h"
#include "base/utf8.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* "investigation | investigations" */
static void read_of(struct settings_reader *reader, const struct yaml *node,
                    struct statistic_setting *statistic)
{
    const struct value value = settings_reader_plain(reader, node, "of");
    const char **forms;
    size_t count = 0;

    if (!value.text)
        return;
    forms = ARENA_ARRAY(reader->arena, const char *, PLURAL_FORMS);
    for (const char *at = value.text; at; count++) {
        const size_t length = strcspn(at, "|");
        const char *form =
            utf8_trim(reader->arena, arena_strndup(reader->arena, at, length));
        if (count < PLURAL_FORMS)
            forms[count] = form;
        if (!*form)
            count = PLURAL_FORMS;
        at = at[length] ? at + length + 1 : NULL;
    }
    if (count > 2 && count != PLURAL_FORMS) {
        settings_reader_refuse(
            reader, value, "of",
            "wants what the total counts, as in investigation | "
            "investigations; or six forms: zero, one, two, few, "
            "many, other");
        return;
    }
    statistic->of = forms;
    statistic->of_count = count;
}

/* Reads a statistic's name and limits in outputs. */
static void read_naming(struct settings_reader *reader, const struct yaml *node,
                        struct statistic_setting *statistic)
{
    const struct value label = settings_reader_plain(reader, node, "label");
    char *words = arena_strdup(reader->arena, node->key);

    for (char *at = words; *at; at++)
        if (*at == '_' || *at == '-')
            *at = ' ';
    statistic->labelled = label.text && !utf8_is_blank(label.text);
    statistic->label = statistic->labelled ? label.text : words;
    read_of(reader, node, statistic);
    statistic->minimum = settings_reader_number(
        reader, node, "minimum", (struct setting_range){0, NUMBER_COUNT_MAX, 0},
        "a whole number is wanted, such as 5");
    statistic->hidden = !settings_reader_truth(reader, node, "shown", true,
                                               "true or false is wanted");
}

/** Keys that statistics of every form take, and `minimum`, which some do. */
static const char *const shared_keys[] = {"label", "of", "shown", "minimum"};

enum { SHARED = 3, KEYS_MAX = 32 };

static bool is_among(const char *const *keys, size_t count, const char *key)
{
    for (size_t i = 0; i < count && keys[i]; i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return false;
}

/* Collects the keys of all forms. @return their number */
static size_t list_keys(const char *keys[static KEYS_MAX])
{
    size_t count = LENGTH(shared_keys);

    memcpy(keys, shared_keys, sizeof shared_keys);
    for (size_t i = 0; i < statistic_form_count; i++) {
        const struct statistic_form *form = &statistic_forms[i];
        for (size_t j = 0; j < LENGTH(form->keys) && form->keys[j]; j++)
            if (count < KEYS_MAX && !is_among(keys, count, form->keys[j]))
                keys[count++] = form->keys[j];
    }
    return count;
}

/* Reports keys of another form, which show that this form was not meant. */
static void check_form_keys(struct settings_reader *reader,
                            const struct yaml *node,
                            const struct statistic_form *form)
{
    const char *keys[KEYS_MAX];
    const size_t count = list_keys(keys);

    settings_reader_check_keys(reader, node, keys, count);
    for (const struct yaml *key = node->first; key; key = key->next)
        if (is_among(keys, count, key->key) &&
            !is_among(shared_keys, SHARED, key->key) &&
            !is_among(form->keys, LENGTH(form->keys), key->key))
            settings_reader_report(
                reader, RULE_SETTING_VALUE, key->key_location, key->key,
                arena_printf(reader->arena, "%s, which %s is, does not take %s",
                             form->name, node->key, key->key));
}

static void read_format(struct settings_reader *reader, const struct yaml *node,
                        struct figure_format *format)
{
    const struct value unit = settings_reader_plain(reader, node, "unit");

    format->decimals = (int)settings_reader_number(
        reader, node, "decimals",
        (struct setting_range){0, FORMAT_DECIMALS_MAX, 0},
        "0, 1, 2 or 3 is wanted");
    if (yaml_find(node, "per"))
        format->per = settings_reader_number(
            reader, node, "per", (struct setting_range){0, FORMAT_PER_MAX, 0},
            "a whole number is wanted, such as 1000 or 100000");
    else if (!format->form->per)
        settings_reader_report(reader, RULE_SETTING_MISSING, node->location,
                               "per",
                               "a whole number is wanted, such as 100000");
    if (!unit.text)
        return;
    format->unit = utf8_trim(reader->arena, unit.text);
    if (strlen(format->unit) > FORMAT_UNIT_MAX)
        settings_reader_refuse(reader, unit, "unit",
                               "a sign or a short word is wanted");
}

static void read_part(struct settings_reader *reader, const struct yaml *node,
                      struct statistic_setting *statistic,
                      struct part_setting *parts)
{
    static const char *const keys[] = {"label", "count"};
    struct part_setting *part = &parts[statistic->part_count];
    struct value label;

    if (node->kind != YAML_MAP) {
        settings_reader_report(reader, RULE_SETTING_TYPE, node->location,
                               "parts", "write {label: words, count: column}");
        return;
    }
    settings_reader_check_keys(reader, node, keys, LENGTH(keys));
    label = settings_reader_require(reader, node, "label");
    settings_reader_check_plain(reader, label, "label");
    part->label = label.text;
    part->count = settings_reader_require(reader, node, "count");
    for (size_t i = 0; label.text && i < statistic->part_count; i++)
        if (name_match_equal(parts[i].label, label.text))
            settings_reader_refuse(reader, label, "label",
                                   "the part is already listed");
    statistic->part_count += label.text && part->count.text;
}

static void read_parts(struct settings_reader *reader, const struct yaml *node,
                       struct statistic_setting *statistic)
{
    const struct yaml *list = settings_reader_find(node, "parts");
    struct part_setting *parts;

    if (!list || list->kind != YAML_LIST) {
        settings_reader_report(
            reader, RULE_SETTING_TYPE, list ? list->location : node->location,
            "parts", "a list is wanted; write [{label: words, count: column}]");
        return;
    }
    parts = ARENA_ARRAY(reader->arena, struct part_setting, list->count);
    statistic->parts = parts;
    for (const struct yaml *at = list->first; at; at = at->next)
        read_part(reader, at, statistic, parts);
}

/* @return true if the statistic has the columns of its form */
static bool read_columns(struct settings_reader *reader,
                         const struct yaml *node,
                         struct statistic_setting *statistic)
{
    const struct statistic_form *form = statistic->format.form;

    if (form->numerator)
        statistic->count =
            settings_reader_require(reader, node, form->numerator);
    else
        read_parts(reader, node, statistic);
    if (form->denominator)
        statistic->total =
            settings_reader_require(reader, node, form->denominator);
    statistic->stated = settings_reader_value(reader, node, "stated");
    return (form->numerator ? statistic->count.text != NULL
                            : statistic->part_count > 0) &&
           (!form->denominator || statistic->total.text);
}

/* @return false if the statistic cannot be used */
static bool read_statistic(struct settings_reader *reader,
                           const struct yaml *node,
                           struct statistic_setting *statistic)
{
    const enum status before = reader->status;
    bool complete;

    statistic->name = node->key;
    statistic->location = node->key_location;
    if (node->kind != YAML_MAP) {
        settings_reader_report(
            reader, RULE_SETTING_TYPE, node->location, node->key,
            "two columns are wanted; write {count: a, total: b}");
        return false;
    }
    statistic->format.form = statistic_form_of(node);
    reader->status = STATUS_OK;
    check_form_keys(reader, node, statistic->format.form);
    read_format(reader, node, &statistic->format);
    complete = read_columns(reader, node, statistic);
    read_naming(reader, node, statistic);
    complete &= reader->status == STATUS_OK;
    if (before)
        reader->status = before;
    return complete;
}

void statistic_settings_read(struct settings_reader *reader,
                             const struct yaml *root)
{
    const struct yaml *map =
        settings_reader_map(reader, root, "statistics", NULL, 0);
    struct statistic_setting *items;
    size_t count = 0;

    if (!map)
        return;
    items = ARENA_ARRAY(reader->arena, struct statistic_setting, map->count);
    for (const struct yaml *node = map->first; node; node = node->next) {
        items[count] = (struct statistic_setting){.name = NULL};
        settings_reader_check_name(reader, map, node);
        if (read_statistic(reader, node, &items[count]))
            count++;
        else
            settings_gaps_add(reader->arena, &reader->settings->gaps,
                              node->key);
    }
    reader->settings->statistics = items;
    reader->settings->statistic_count = count;
}
