#include "data/publish_settings.h"

#include <string.h>

#include "base/name_match.h"
#include "base/utf8.h"
#include "data/settings_reader.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static bool is_url(const char *text)
{
    return (strncmp(text, "https://", 8) == 0 && text[8] != '\0') ||
           (strncmp(text, "http://", 7) == 0 && text[7] != '\0');
}

static struct value read_url(struct settings_reader *reader,
                             const struct yaml *map, const char *key)
{
    const struct value url = settings_reader_require(reader, map, key);

    if (url.text && (!is_url(url.text) || strpbrk(url.text, " <>\"'")))
        settings_reader_refuse(reader, url, key,
                               "an address is wanted, such as "
                               "https://www.example.org/performance/");
    return url;
}

static void read_licence(struct settings_reader *reader, const struct yaml *map)
{
    static const char *const keys[] = {"name", "url"};
    struct publish_settings *publish = &reader->settings->publish;
    const struct yaml *licence =
        settings_reader_map(reader, map, "licence", keys, LENGTH(keys));

    if (!licence) {
        if (!settings_reader_find(map, "licence"))
            settings_reader_report(
                reader, RULE_SETTING_MISSING, map->key_location, "licence",
                "is missing: what may others do with the data? as in licence: "
                "{name: Open Government Licence v3.0, url: https://...}");
        return;
    }
    publish->licence_name = settings_reader_require(reader, licence, "name");
    publish->licence_url = read_url(reader, licence, "url");
}

/* Code, name and group are on every page, so they cannot be withheld. The
 * words must count as true in the letter's conditions, as the value did. */
static void check_withheld(struct settings_reader *reader,
                           const struct yaml *node)
{
    const struct settings *settings = reader->settings;

    if (node->kind == YAML_SCALAR && utf8_is_blank(node->text))
        settings_reader_report(reader, RULE_SETTING_VALUE, node->key_location,
                               node->key,
                               "the words to print instead are wanted, such as "
                               "Chief Executive");
    if (name_match_equal(node->key, "code") ||
        name_match_equal(node->key, settings->name.text) ||
        (settings->group_column.text &&
         name_match_equal(node->key, settings->group_column.text)))
        settings_reader_report(reader, RULE_SETTING_VALUE, node->key_location,
                               node->key,
                               "code, name and group are on every page and "
                               "cannot be withheld");
}

static void read_withheld(struct settings_reader *reader,
                          const struct yaml *map)
{
    struct publish_settings *publish = &reader->settings->publish;
    const struct yaml *node = settings_reader_find(map, "withhold");
    struct withheld_column *items;

    if (!node) {
        settings_reader_report(
            reader, RULE_SETTING_MISSING, map->key_location, "withhold",
            "is missing: the columns whose values are not published, as in "
            "withhold: {chief_executive: Chief Executive}; {} if there are "
            "none");
        return;
    }
    if (!settings_reader_map(reader, map, "withhold", NULL, 0))
        return;
    items = ARENA_ARRAY(reader->arena, struct withheld_column, node->count);
    for (const struct yaml *kid = node->first; kid; kid = kid->next) {
        const struct value words =
            settings_reader_scalar(reader, kid, kid->key);
        settings_reader_check_plain(reader, words, kid->key);
        check_withheld(reader, kid);
        items[publish->withheld_count++] = (struct withheld_column){
            {kid->key, kid->key_location}, words.text ? words.text : ""};
    }
    publish->withheld = items;
}

static void check_year(struct settings_reader *reader, const struct yaml *map)
{
    const struct settings *settings = reader->settings;

    if (!date_is_given(settings->period_end) &&
        !settings_gaps_has_placeholder(&settings->gaps, "period_end", false))
        settings_reader_report(
            reader, RULE_SETTING_MISSING, map->key_location, "publish",
            "period_end is wanted under dates, for it says which year this is");
}

void publish_settings_read(struct settings_reader *reader,
                           const struct yaml *root)
{
    static const char *const keys[] = {
        "url", "licence", "map", "withhold", "letters", "folder", "successors"};
    const struct yaml *map =
        settings_reader_map(reader, root, "publish", keys, LENGTH(keys));
    struct publish_settings *publish = &reader->settings->publish;

    if (!map)
        return;
    publish->given = true;
    publish->location = map->key_location;
    publish->url = read_url(reader, map, "url");
    if (publish->url.text && *publish->url.text &&
        publish->url.text[strlen(publish->url.text) - 1] != '/')
        publish->url.text = ARENA_JOIN(reader->arena, publish->url.text, "/");
    read_licence(reader, map);
    publish->map = settings_reader_value(reader, map, "map");
    read_withheld(reader, map);
    publish->no_letters = !settings_reader_truth(reader, map, "letters", true,
                                                 "true or false is wanted");
    publish->folder = settings_reader_value(reader, map, "folder");
    publish->successors = settings_reader_value(reader, map, "successors");
    check_year(reader, map);
}
