#include "data/settings.h"

#include <string.h>

#include "base/language_tag.h"
#include "base/name_match.h"
#include "base/utf8.h"
#include "data/settings_reader.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* A name that ((placeholders)) can say. */
static bool is_sayable(const char *name)
{
    return !text_is_blank(name) && !strpbrk(name, "()?.") &&
           !strchr("^#/>", *name);
}

static void check_name(struct reading *reading, const struct yaml *map,
                       const struct yaml *node)
{
    if (!is_sayable(node->key))
        reading_blame(reading, RULE_SETTING_VALUE, node->key_place, node->key,
                      "a placeholder cannot say this name");
    for (const struct yaml *other = map->first; other != node;
         other = other->next)
        if (strcmp(other->key, node->key) != 0 &&
            name_equal(other->key, node->key))
            reading_blame(reading, RULE_YAML_DUPLICATE_KEY, node->key_place,
                          node->key, "is there already in another spelling");
}

/* data: one file may be written without brackets. */
static void read_data(struct reading *reading, const struct yaml *root)
{
    const struct yaml *node = reading_find(root, "data");
    struct value_list *data = &reading->settings->data;

    if (node && node->kind == YAML_SCALAR) {
        struct value *item = ARENA_NEW(reading->arena, struct value);
        *item = yaml_value(node);
        *data = (struct value_list){item, 1};
    } else if (node) {
        *data = reading_list(reading, root, "data");
    }
    if (node ? node->kind == YAML_LIST && !node->count
             : !doubts_is_misspelt(root, "data"))
        reading_blame(reading, RULE_SETTING_MISSING,
                      node ? node->place : root->place, "data",
                      "the name of a CSV file is wanted");
    for (size_t i = 0; i < data->count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(data->items[i].text, data->items[j].text) == 0)
                reading_blame(reading, RULE_SETTING_VALUE, data->items[i].place,
                              "data", "the file is there already");
}

static void read_encoding(struct reading *reading, const struct yaml *root)
{
    const struct value value = reading_value(reading, root, "encoding");

    if (!value.text || name_equal(value.text, "utf-8"))
        return;
    if (name_equal(value.text, "windows-1252"))
        reading->settings->encoding = ENCODING_WINDOWS_1252;
    else
        reading_blame(reading, RULE_SETTING_VALUE, value.place, "encoding",
                      "utf-8 or windows-1252 is wanted");
}

static struct value default_value(const struct yaml *root, const char *text)
{
    return (struct value){text, root->place};
}

static void read_texts(struct reading *reading, const struct yaml *root)
{
    struct settings *settings = reading->settings;

    settings->title = reading_require(reading, root, "title");
    reading_check_plain(reading, settings->title, "title");
    settings->letter = reading_require(reading, root, "letter");
    settings->language = reading_value(reading, root, "language");
    if (!settings->language.text)
        settings->language = default_value(root, "en-GB");
    else if (!language_is_tag(settings->language.text))
        reading_blame(reading, RULE_SETTING_VALUE, settings->language.place,
                      "language", "a language tag is wanted, such as en-GB");
    settings->name = reading_value(reading, root, "name");
    if (!settings->name.text)
        settings->name = default_value(root, "name");
    settings->file_name = reading_value(reading, root, "file_name");
    if (!settings->file_name.text)
        settings->file_name = default_value(root, "((code))-((name))");
    settings->addressee = reading_list(reading, root, "addressee");
    settings->delivery = reading_value(reading, root, "delivery");
    settings->theme = reading_value(reading, root, "theme");
}

/* A date and where it was written. */
struct dated {
    struct date date;
    struct place place;
};

static struct dated read_date(struct reading *reading, const struct yaml *map,
                              const char *key)
{
    const struct value value = reading_value(reading, map, key);
    struct dated dated = {{0, 0, 0}, value.place};

    if (value.text && !date_parse(value.text, &dated.date))
        reading_blame(
            reading, RULE_SETTING_VALUE, value.place, key,
            "not a date; write the year, month and day as 2022-07-20");
    if (reading_find(map, key) ? !date_is_given(dated.date)
                               : doubts_is_misspelt(map, key))
        doubts_add(reading->arena, &reading->settings->doubts,
                   strcmp(key, "letter") == 0 ? "date" : key);
    return dated;
}

static void check_order(struct reading *reading, const struct dated *early,
                        const struct dated *late, const struct dated *wrong,
                        const char *field, const char *message)
{
    if (date_is_given(early->date) && date_is_given(late->date) &&
        date_compare(early->date, late->date) > 0)
        reading_blame(reading, RULE_DATES_ORDER, wrong->place, field, message);
}

static void require_letter_date(struct reading *reading, const struct yaml *map)
{
    doubts_add(reading->arena, &reading->settings->doubts, "date");
    if (!doubts_is_misspelt(map, "letter"))
        reading_blame(reading, RULE_SETTING_MISSING,
                      reading->settings->dates_place, "dates",
                      "the date of the letter is wanted, such as "
                      "{letter: 2022-07-20}");
}

static void read_dates(struct reading *reading, const struct yaml *root)
{
    static const char *const keys[] = {"letter", "period_start", "period_end",
                                       "publication"};
    struct settings *settings = reading->settings;
    const struct yaml *map =
        reading_map(reading, root, "dates", keys, LENGTH(keys));
    const struct dated letter = read_date(reading, map, "letter");
    const struct dated start = read_date(reading, map, "period_start");
    const struct dated end = read_date(reading, map, "period_end");
    const struct dated publication = read_date(reading, map, "publication");

    settings->dates_place = map ? map->key_place : root->place;
    settings->letter_date = letter.date;
    settings->period_start = start.date;
    settings->period_end = end.date;
    settings->publication = publication.date;
    if (!settings->doubts.dates && !reading_find(map, "letter"))
        require_letter_date(reading, map);
    check_order(reading, &start, &end, &end, "period_end",
                "is before period_start");
    check_order(reading, &end, &letter, &end, "period_end",
                "is after the date of the letter");
    if (!date_is_given(end.date))
        check_order(reading, &start, &letter, &start, "period_start",
                    "is after the date of the letter");
    check_order(reading, &letter, &publication, &publication, "publication",
                "is before the date of the letter");
}

static void read_people(struct reading *reading, const struct yaml *root)
{
    static const char *const sender_keys[] = {"wordmark", "logo"};
    static const char *const signatory_keys[] = {"name", "roles", "signature",
                                                 "signature_alt"};
    struct settings *settings = reading->settings;
    const struct yaml *sender =
        reading_map(reading, root, "sender", sender_keys, LENGTH(sender_keys));
    const struct yaml *signatory = reading_map(
        reading, root, "signatory", signatory_keys, LENGTH(signatory_keys));

    settings->wordmark = reading_plain_list(reading, sender, "wordmark");
    settings->logo = reading_value(reading, sender, "logo");
    if (!signatory)
        return;
    settings->signatory_name = reading_require(reading, signatory, "name");
    reading_check_plain(reading, settings->signatory_name, "name");
    settings->doubts.signatory = !settings->signatory_name.text;
    settings->signatory_roles = reading_plain_list(reading, signatory, "roles");
    settings->signature = reading_value(reading, signatory, "signature");
    settings->signature_alt =
        reading_plain(reading, signatory, "signature_alt");
}

static void read_statistic(struct reading *reading, const struct yaml *node,
                           struct statistic_setting *statistic)
{
    static const char *const keys[] = {"count", "total", "stated"};

    statistic->name = node->key;
    statistic->place = node->key_place;
    if (node->kind != YAML_MAP) {
        reading_blame(reading, RULE_SETTING_TYPE, node->place, node->key,
                      "two columns are wanted; write {count: a, total: b}");
        return;
    }
    reading_check_keys(reading, node, keys, LENGTH(keys));
    statistic->count = reading_require(reading, node, "count");
    statistic->total = reading_require(reading, node, "total");
    statistic->stated = reading_value(reading, node, "stated");
}

static void read_statistics(struct reading *reading, const struct yaml *root)
{
    const struct yaml *map = reading_map(reading, root, "statistics", NULL, 0);
    struct statistic_setting *items;
    size_t count = 0;

    if (!map)
        return;
    items = ARENA_ARRAY(reading->arena, struct statistic_setting, map->count);
    for (const struct yaml *node = map->first; node; node = node->next) {
        check_name(reading, map, node);
        read_statistic(reading, node, &items[count]);
        if (items[count].count.text && items[count].total.text)
            count++;
        else
            doubts_add(reading->arena, &reading->settings->doubts, node->key);
    }
    reading->settings->statistics = items;
    reading->settings->statistic_count = count;
}

static void read_groups(struct reading *reading, const struct yaml *root)
{
    static const char *const keys[] = {"column", "compared"};
    const struct yaml *map =
        reading_map(reading, root, "groups", keys, LENGTH(keys));
    struct value_list *groups = &reading->settings->groups_compared;

    if (!map)
        return;
    reading->settings->group_column = reading_require(reading, map, "column");
    *groups = reading_list(reading, map, "compared");
    reading->settings->doubts.groups = !groups->count;
    if (!reading_find(map, "compared") && !doubts_is_misspelt(map, "compared"))
        reading_blame(reading, RULE_SETTING_MISSING, map->place, "compared",
                      "the names of the groups are wanted");
    for (size_t i = 0; i < groups->count; i++)
        for (size_t j = 0; j < i; j++)
            if (name_equal(groups->items[i].text, groups->items[j].text))
                reading_blame(reading, RULE_SETTING_VALUE,
                              groups->items[i].place, "compared",
                              "the group is there already");
}

static enum average_source read_method(struct reading *reading,
                                       struct value method)
{
    if (strcmp(method.text, "pooled") == 0)
        return AVERAGE_POOLED;
    if (strcmp(method.text, "mean") == 0)
        return AVERAGE_MEAN;
    reading_blame(reading, RULE_SETTING_VALUE, method.place, "method",
                  "pooled or mean is wanted");
    return AVERAGE_NONE;
}

static void read_averages(struct reading *reading, const struct yaml *root)
{
    static const char *const keys[] = {"from", "method"};
    struct settings *settings = reading->settings;
    const struct yaml *map =
        reading_map(reading, root, "averages", keys, LENGTH(keys));
    struct value method;

    if (!map)
        return;
    settings->average_file = reading_value(reading, map, "from");
    method = reading_value(reading, map, "method");
    if (settings->average_file.text)
        settings->average_source = AVERAGE_GIVEN;
    else if (method.text)
        settings->average_source = read_method(reading, method);
    if (settings->average_file.text && method.text)
        reading_blame(reading, RULE_SETTING_VALUE, method.place, "method",
                      "either a file or a method, not both");
    if (!reading_find(map, "from") && !reading_find(map, "method"))
        reading_blame(reading, RULE_SETTING_MISSING, map->place, "averages",
                      "write {from: averages.csv}, {method: pooled} or "
                      "{method: mean}");
    if (!reading_find(root, "groups") && !doubts_is_misspelt(root, "groups"))
        reading_blame(reading, RULE_SETTING_MISSING, map->key_place, "averages",
                      "groups are wanted to compare councils within");
}

static void read_constants(struct reading *reading, const struct yaml *root)
{
    const struct yaml *map = reading_map(reading, root, "text", NULL, 0);
    struct constant *items;
    size_t count = 0;

    if (!map)
        return;
    items = ARENA_ARRAY(reading->arena, struct constant, map->count);
    for (const struct yaml *node = map->first; node; node = node->next) {
        const struct value value = reading_scalar(reading, node, node->key);
        check_name(reading, map, node);
        reading_check_plain(reading, value, node->key);
        if (value.text)
            items[count++] =
                (struct constant){node->key, node->key_place, value};
        else
            doubts_add(reading->arena, &reading->settings->doubts, node->key);
    }
    reading->settings->constants = items;
    reading->settings->constant_count = count;
}

static void read_all(struct reading *reading, const struct yaml *root)
{
    static const char *const keys[] = {
        "title",    "language",  "letter",    "data",   "encoding",
        "name",     "addressee", "delivery",  "theme",  "file_name",
        "dates",    "sender",    "signatory", "groups", "statistics",
        "averages", "text",      "mail",      "seal"};

    reading_check_keys(reading, root, keys, LENGTH(keys));
    doubts_note_sections(&reading->settings->doubts, root);
    read_texts(reading, root);
    read_data(reading, root);
    read_encoding(reading, root);
    read_dates(reading, root);
    read_people(reading, root);
    read_statistics(reading, root);
    read_groups(reading, root);
    read_averages(reading, root);
    read_constants(reading, root);
    mail_settings_read(reading, root);
    seal_settings_read(reading, root);
}

enum status settings_read(struct arena *arena, const char *folder,
                          struct settings *settings, struct report *report)
{
    const char *file = arena_printf(arena, "%s/campaign.yaml", folder);
    struct reading reading = {arena, settings, report, STATUS_OK};
    const struct yaml *root;
    enum status status;

    *settings = (struct settings){.file = file};
    status = yaml_read(arena, file, file, &root, report);
    if (!root)
        return status;
    read_all(&reading, root);
    return status ? status : reading.status;
}
