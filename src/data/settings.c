#include "data/settings.h"

#include <string.h>

#include "base/name_match.h"
#include "base/number.h"
#include "base/utf8.h"
#include "data/language_settings.h"
#include "data/settings_reader.h"
#include "data/statistic_settings.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* data: one file may be written without brackets. */
static void read_data(struct settings_reader *reader, const struct yaml *root)
{
    const struct yaml *node = settings_reader_find(root, "data");
    struct value_list *data = &reader->settings->data;

    *data = settings_reader_one_or_list(reader, root, "data");
    if (node ? node->kind == YAML_LIST && !node->count
             : !settings_gaps_is_misspelt(root, "data"))
        settings_reader_report(reader, RULE_SETTING_MISSING,
                               node ? node->location : root->location, "data",
                               "the name of a CSV file is wanted");
    for (size_t i = 0; i < data->count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(data->items[i].text, data->items[j].text) == 0)
                settings_reader_report(reader, RULE_SETTING_VALUE,
                                       data->items[i].location, "data",
                                       "the file is already listed");
}

static void read_encoding(struct settings_reader *reader,
                          const struct yaml *root)
{
    const struct value value = settings_reader_value(reader, root, "encoding");

    if (!value.text || name_match_equal(value.text, "utf-8"))
        return;
    if (name_match_equal(value.text, "windows-1252"))
        reader->settings->encoding = ENCODING_WINDOWS_1252;
    else
        settings_reader_refuse(reader, value, "encoding",
                               "utf-8 or windows-1252 is wanted");
}

static struct value default_value(const struct yaml *root, const char *text)
{
    return (struct value){text, root->location};
}

/* Reads one text, or one for each delivery. */
static void read_delivery(struct settings_reader *reader,
                          const struct yaml *root)
{
    static const char *const keys[] = {"email", "post"};
    struct settings *settings = reader->settings;
    const struct yaml *node = settings_reader_find(root, "delivery");

    if (!node || node->kind != YAML_MAP) {
        settings->delivery = settings_reader_value(reader, root, "delivery");
        return;
    }
    settings_reader_check_keys(reader, node, keys, LENGTH(keys));
    settings->delivery = settings_reader_value(reader, node, "email");
    settings->delivery_post = settings_reader_value(reader, node, "post");
    if (!settings_reader_find(root, "post"))
        settings_reader_report(reader, RULE_SETTING_MISSING, node->key_location,
                               "delivery",
                               "post: is wanted, for a letter to be posted");
}

static void read_texts(struct settings_reader *reader, const struct yaml *root)
{
    struct settings *settings = reader->settings;

    settings->title = settings_reader_require(reader, root, "title");
    settings_reader_check_plain(reader, settings->title, "title");
    settings->letter = settings_reader_require(reader, root, "letter");
    settings->name = settings_reader_value(reader, root, "name");
    if (!settings->name.text)
        settings->name = default_value(root, "name");
    settings->file_name = settings_reader_value(reader, root, "file_name");
    if (!settings->file_name.text)
        settings->file_name = default_value(root, "((code))-((name))");
    settings->addressee = settings_reader_list(reader, root, "addressee");
    read_delivery(reader, root);
    settings->reference = settings_reader_value(reader, root, "reference");
    settings->theme = settings_reader_value(reader, root, "theme");
    settings->data_folder = settings_reader_value(reader, root, "data_folder");
}

/* A date with its location. */
struct dated {
    struct date date;
    struct location location;
};

static struct dated read_date(struct settings_reader *reader,
                              const struct yaml *map, const char *key)
{
    struct dated dated = {{0, 0, 0}, NO_LOCATION};

    dated.location =
        settings_reader_date(reader, map, key, &dated.date).location;
    if (settings_reader_find(map, key) ? !date_is_given(dated.date)
                                       : settings_gaps_is_misspelt(map, key))
        settings_gaps_add(reader->arena, &reader->settings->gaps,
                          strcmp(key, "letter") == 0 ? "date" : key);
    return dated;
}

static void check_order(struct settings_reader *reader,
                        const struct dated *early, const struct dated *late,
                        const struct dated *wrong, const char *field,
                        const char *message)
{
    if (date_is_given(early->date) && date_is_given(late->date) &&
        date_compare(early->date, late->date) > 0)
        settings_reader_report(reader, RULE_DATES_ORDER, wrong->location, field,
                               message);
}

static void require_letter_date(struct settings_reader *reader,
                                const struct yaml *map)
{
    settings_gaps_add(reader->arena, &reader->settings->gaps, "date");
    if (!settings_gaps_is_misspelt(map, "letter"))
        settings_reader_report(reader, RULE_SETTING_MISSING,
                               reader->settings->dates_location, "dates",
                               "the date of the letter is wanted, such as "
                               "{letter: 2022-07-20}");
}

static void read_dates(struct settings_reader *reader, const struct yaml *root)
{
    static const char *const keys[] = {"letter", "period_start", "period_end",
                                       "publication"};
    struct settings *settings = reader->settings;
    const struct yaml *map =
        settings_reader_map(reader, root, "dates", keys, LENGTH(keys));
    const struct dated letter = read_date(reader, map, "letter");
    const struct dated start = read_date(reader, map, "period_start");
    const struct dated end = read_date(reader, map, "period_end");
    const struct dated publication = read_date(reader, map, "publication");

    settings->dates_location = map ? map->key_location : root->location;
    settings->letter_date = letter.date;
    settings->period_start = start.date;
    settings->period_end = end.date;
    settings->publication = publication.date;
    if (!settings->gaps.dates && !settings_reader_find(map, "letter"))
        require_letter_date(reader, map);
    check_order(reader, &start, &end, &end, "period_end",
                "is before period_start");
    check_order(reader, &end, &letter, &end, "period_end",
                "is after the date of the letter");
    if (!date_is_given(end.date))
        check_order(reader, &start, &letter, &start, "period_start",
                    "is after the date of the letter");
    check_order(reader, &letter, &publication, &publication, "publication",
                "is before the date of the letter");
}

static void read_people(struct settings_reader *reader, const struct yaml *root)
{
    static const char *const sender_keys[] = {"wordmark", "logo", "logo_alt",
                                              "contact"};
    static const char *const signatory_keys[] = {"name", "roles", "signature",
                                                 "signature_alt"};
    struct settings *settings = reader->settings;
    const struct yaml *sender = settings_reader_map(
        reader, root, "sender", sender_keys, LENGTH(sender_keys));
    const struct yaml *signatory = settings_reader_map(
        reader, root, "signatory", signatory_keys, LENGTH(signatory_keys));

    settings->wordmark = settings_reader_plain_list(reader, sender, "wordmark");
    settings->logo = settings_reader_value(reader, sender, "logo");
    settings->contact = settings_reader_plain_list(reader, sender, "contact");
    settings->logo_alt = settings_reader_plain(reader, sender, "logo_alt");
    if (!signatory)
        return;
    settings->signatory_name =
        settings_reader_require(reader, signatory, "name");
    settings_reader_check_plain(reader, settings->signatory_name, "name");
    settings->gaps.signatory = !settings->signatory_name.text;
    settings->signatory_roles =
        settings_reader_plain_list(reader, signatory, "roles");
    settings->signature = settings_reader_value(reader, signatory, "signature");
    settings->signature_alt =
        settings_reader_plain(reader, signatory, "signature_alt");
}

/* "unitary council | unitary councils" */
static void read_group_label(struct settings_reader *reader,
                             const struct yaml *node, struct group_label *label)
{
    const struct value value = settings_reader_scalar(reader, node, node->key);
    const char *bar = value.text ? strchr(value.text, '|') : NULL;
    struct arena *arena = reader->arena;

    settings_reader_check_plain(reader, value, node->key);
    if (!value.text)
        return;
    *label = (struct group_label){
        {node->key, node->key_location}, value.text, value.text};
    if (!bar)
        return;
    label->singular = utf8_trim(
        arena, arena_strndup(arena, value.text, (size_t)(bar - value.text)));
    label->plural = utf8_trim(arena, bar + 1);
    if (!*label->singular || !*label->plural || strchr(bar + 1, '|'))
        settings_reader_refuse(
            reader, value, node->key,
            "one form is wanted, or two: council | councils");
}

static bool is_compared(const struct settings *settings, const char *group)
{
    for (size_t i = 0; i < settings->groups_compared.count; i++)
        if (name_match_equal(settings->groups_compared.items[i].text, group))
            return true;
    return false;
}

static void read_group_labels(struct settings_reader *reader,
                              const struct yaml *groups)
{
    const struct yaml *map =
        settings_reader_map(reader, groups, "labels", NULL, 0);
    struct settings *settings = reader->settings;
    struct group_label *items;

    if (!map)
        return;
    items = ARENA_ARRAY(reader->arena, struct group_label, map->count);
    settings->group_labels = items;
    for (const struct yaml *node = map->first; node; node = node->next) {
        if (!is_compared(settings, node->key) && !settings->gaps.groups)
            settings_reader_report(reader, RULE_SETTING_VALUE,
                                   node->key_location, node->key,
                                   "is not among the groups compared");
        read_group_label(reader, node, &items[settings->group_label_count]);
        settings->group_label_count +=
            items[settings->group_label_count].singular != NULL;
    }
}

static void read_lists(struct settings_reader *reader, const struct yaml *root)
{
    const struct yaml *map =
        settings_reader_map(reader, root, "lists", NULL, 0);
    struct list_setting *items;
    size_t count = 0;

    reader->settings->checks = settings_reader_list(reader, root, "checks");
    if (!map)
        return;
    items = ARENA_ARRAY(reader->arena, struct list_setting, map->count);
    for (const struct yaml *node = map->first; node; node = node->next) {
        const struct value file =
            settings_reader_scalar(reader, node, node->key);
        settings_reader_check_name(reader, map, node);
        if (file.text)
            items[count++] =
                (struct list_setting){node->key, node->key_location, file};
        else
            settings_gaps_add(reader->arena, &reader->settings->gaps,
                              node->key);
    }
    reader->settings->lists = items;
    reader->settings->list_count = count;
}

static void read_groups(struct settings_reader *reader, const struct yaml *root)
{
    static const char *const keys[] = {"column", "compared", "labels"};
    const struct yaml *map =
        settings_reader_map(reader, root, "groups", keys, LENGTH(keys));
    struct value_list *groups = &reader->settings->groups_compared;

    if (!map)
        return;
    reader->settings->group_column =
        settings_reader_require(reader, map, "column");
    *groups = settings_reader_list(reader, map, "compared");
    reader->settings->gaps.groups = !groups->count;
    if (!settings_reader_find(map, "compared") &&
        !settings_gaps_is_misspelt(map, "compared"))
        settings_reader_report(reader, RULE_SETTING_MISSING, map->location,
                               "compared",
                               "the names of the groups are wanted");
    for (size_t i = 0; i < groups->count; i++)
        for (size_t j = 0; j < i; j++)
            if (name_match_equal(groups->items[i].text, groups->items[j].text))
                settings_reader_report(reader, RULE_SETTING_VALUE,
                                       groups->items[i].location, "compared",
                                       "the group is already listed");
    read_group_labels(reader, map);
}

static enum average_source read_method(struct settings_reader *reader,
                                       struct value method)
{
    if (strcmp(method.text, "pooled") == 0)
        return AVERAGE_POOLED;
    if (strcmp(method.text, "mean") == 0)
        return AVERAGE_MEAN;
    settings_reader_refuse(reader, method, "method",
                           "pooled or mean is wanted");
    return AVERAGE_NONE;
}

static void read_incomplete(struct settings_reader *reader,
                            const struct yaml *map)
{
    struct settings *settings = reader->settings;
    static const char *const words[] = {"refuse", "allow", NULL};

    settings->incomplete_place =
        settings_reader_value(reader, map, "incomplete").location;
    settings->incomplete_allowed =
        settings_reader_choice(reader, map, "incomplete", words,
                               "allow or refuse is wanted") == 1;
}

static void read_averages(struct settings_reader *reader,
                          const struct yaml *root)
{
    static const char *const keys[] = {"from", "method", "incomplete"};
    struct settings *settings = reader->settings;
    const struct yaml *map =
        settings_reader_map(reader, root, "averages", keys, LENGTH(keys));
    struct value method;

    if (!map)
        return;
    settings->average_file = settings_reader_value(reader, map, "from");
    method = settings_reader_value(reader, map, "method");
    if (settings->average_file.text)
        settings->average_source = AVERAGE_GIVEN;
    else if (method.text)
        settings->average_source = read_method(reader, method);
    if (settings->average_file.text && method.text)
        settings_reader_refuse(reader, method, "method",
                               "either a file or a method, not both");
    read_incomplete(reader, map);
    if (!settings_reader_find(map, "from") &&
        !settings_reader_find(map, "method"))
        settings_reader_report(
            reader, RULE_SETTING_MISSING, map->location, "averages",
            "write {from: averages.csv}, {method: pooled} or "
            "{method: mean}");
    if (!settings_reader_find(root, "groups") &&
        !settings_gaps_is_misspelt(root, "groups"))
        settings_reader_report(reader, RULE_SETTING_MISSING, map->key_location,
                               "averages",
                               "groups are wanted to compare councils within");
}

static void read_break(struct settings_reader *reader, const struct yaml *node,
                       struct history_break *broken)
{
    const struct value note = settings_reader_scalar(reader, node, "breaks");
    int64_t year;

    if (!number_parse_count(node->key, &year) || year < YEAR_MIN ||
        year > YEAR_MAX)
        settings_reader_report(reader, RULE_SETTING_VALUE, node->key_location,
                               "breaks", "a year is wanted, such as 2021");
    else if (note.text)
        *broken = (struct history_break){(int)year, note.text};
    settings_reader_check_plain(reader, note, "breaks");
}

static void read_history(struct settings_reader *reader,
                         const struct yaml *root)
{
    static const char *const keys[] = {"from", "breaks"};
    struct settings *settings = reader->settings;
    const struct yaml *map =
        settings_reader_map(reader, root, "history", keys, LENGTH(keys));
    const struct yaml *breaks =
        settings_reader_map(reader, map, "breaks", NULL, 0);
    struct history_break *items;

    if (!map)
        return;
    settings->history_file = settings_reader_require(reader, map, "from");
    if (!date_is_given(settings->period_end) &&
        !settings_gaps_has_placeholder(&settings->gaps, "period_end", false))
        settings_reader_report(
            reader, RULE_SETTING_MISSING, map->key_location, "history",
            "period_end is wanted under dates, for it says which year this is");
    if (!breaks)
        return;
    items = ARENA_ARRAY(reader->arena, struct history_break, breaks->count);
    for (const struct yaml *node = breaks->first; node; node = node->next)
        read_break(reader, node, &items[settings->break_count++]);
    settings->breaks = items;
}

static void read_constants(struct settings_reader *reader,
                           const struct yaml *root)
{
    const struct yaml *map = settings_reader_map(reader, root, "text", NULL, 0);
    struct constant *items;
    size_t count = 0;

    if (!map)
        return;
    items = ARENA_ARRAY(reader->arena, struct constant, map->count);
    for (const struct yaml *node = map->first; node; node = node->next) {
        const struct value value =
            settings_reader_scalar(reader, node, node->key);
        settings_reader_check_name(reader, map, node);
        settings_reader_check_plain(reader, value, node->key);
        if (value.text)
            items[count++] =
                (struct constant){node->key, node->key_location, value};
        else
            settings_gaps_add(reader->arena, &reader->settings->gaps,
                              node->key);
    }
    reader->settings->constants = items;
    reader->settings->constant_count = count;
}

static void read_all(struct settings_reader *reader, const struct yaml *root)
{
    static const char *const keys[] = {
        "title",       "language", "arrangement", "letter",   "data",
        "data_folder", "lists",    "checks",      "encoding", "name",
        "addressee",   "delivery", "reference",   "theme",    "file_name",
        "dates",       "sender",   "signatory",   "groups",   "statistics",
        "averages",    "history",  "text",        "mail",     "post",
        "publish",     "seal"};

    settings_reader_check_keys(reader, root, keys, LENGTH(keys));
    settings_gaps_add_sections(&reader->settings->gaps, root);
    read_texts(reader, root);
    read_data(reader, root);
    read_encoding(reader, root);
    read_lists(reader, root);
    read_dates(reader, root);
    read_people(reader, root);
    statistic_settings_read(reader, root);
    read_groups(reader, root);
    read_averages(reader, root);
    read_history(reader, root);
    read_constants(reader, root);
    mail_settings_read(reader, root);
    post_settings_read(reader, root);
    publish_settings_read(reader, root);
    seal_settings_read(reader, root);
}

enum status settings_read(struct arena *arena, const char *folder,
                          size_t language, struct settings *settings,
                          struct diagnostics *diagnostics)
{
    const char *file = arena_printf(arena, "%s/campaign.yaml", folder);
    struct settings_reader reader = {arena, settings, diagnostics, STATUS_OK};
    const struct yaml *root;
    enum status status;

    *settings = (struct settings){.file = file};
    status = yaml_read(arena, file, file, &root, diagnostics);
    if (!root)
        return status;
    settings->languages = language_settings_read(&reader, root);
    /* the file may have changed since its languages were read */
    if (language >= settings->languages.count)
        language = 0;
    settings->language = settings->languages.items[language];
    root =
        language_settings_choose(&reader, root, settings->languages, language);
    read_all(&reader, root);
    return status ? status : reader.status;
}
