#include "data/language_settings.h"

#include <string.h>
#include <strings.h>

#include "base/language_tag.h"
#include "base/words.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/** Maximum levels of campaign.yaml. */
enum { DEPTH = 8 };

/** The settings that may differ by language; * is any key or list item. */
static const char *const word_settings[] = {
    "title",
    "letter",
    "addressee",
    "addressee.*",
    "delivery",
    "delivery.*",
    "reference",
    "sender.wordmark",
    "sender.wordmark.*",
    "sender.logo",
    "sender.logo_alt",
    "sender.contact",
    "sender.contact.*",
    "signatory.name",
    "signatory.roles",
    "signatory.roles.*",
    "signatory.signature_alt",
    "statistics.*.label",
    "statistics.*.of",
    "statistics.*.unit",
    "statistics.*.parts.*.label",
    "groups.labels.*",
    "history.breaks.*",
    "text.*",
    "mail.subject",
    "mail.body",
    "publish.licence.*",
    "publish.withhold.*",
};

/** The texts that must differ between languages. */
static const char *const text_settings[] = {"letter", "mail.body"};

struct chooser {
    struct settings_reader *reader;
    struct value_list languages;
    size_t index;
    const char *keys[DEPTH]; /* from the root to the current node */
    size_t depth;
};

static void report_language(struct settings_reader *reader,
                            struct value language, const char *message)
{
    settings_reader_refuse(reader, language, "language", message);
}

/* Messages show the language as it was written. */
static void check_language(struct settings_reader *reader,
                           struct value_list languages, size_t index)
{
    const struct value language = languages.items[index];

    if (!language_tag_is_valid(language.text))
        report_language(reader, language,
                        "a language tag is wanted, such as en-GB");
    else if (!words_exist(language.text))
        report_language(
            reader, language,
            arena_printf(reader->arena,
                         "there are no words in \"%s\" for dates and page "
                         "numbers; there are for %s",
                         language.text, words_list(reader->arena)));
    for (size_t i = 0; i < index; i++)
        if (language_tag_is_same(languages.items[i].text, language.text))
            report_language(reader, language, "the language is already listed");
}

/* Reads `arrangement:`, whose only value is `together`. */
static void check_arrangement(struct settings_reader *reader,
                              const struct yaml *root)
{
    static const char *const words[] = {"together", NULL};

    settings_reader_choice(
        reader, root, "arrangement", words,
        "together is wanted: a letter has its languages in one file");
}

struct value_list language_settings_read(struct settings_reader *reader,
                                         const struct yaml *root)
{
    const struct yaml *node = settings_reader_find(root, "language");
    struct value_list languages = {NULL, 0};
    struct value *one;

    check_arrangement(reader, root);
    if (node && node->kind == YAML_LIST)
        languages = settings_reader_list(reader, root, "language");
    if (languages.count) {
        for (size_t i = 0; i < languages.count; i++)
            check_language(reader, languages, i);
        return languages;
    }
    one = ARENA_NEW(reader->arena, struct value);
    *one = node && node->kind == YAML_LIST
               ? yaml_value(NULL)
               : settings_reader_scalar(reader, node, "language");
    languages = (struct value_list){one, 1};
    if (one->text)
        check_language(reader, languages, 0);
    else
        *one = (struct value){"en-GB", root->location};
    if (node && node->kind == YAML_LIST)
        settings_reader_report(reader, RULE_SETTING_VALUE, node->location,
                               "language",
                               "a language tag is wanted, such as en-GB");
    return languages;
}

/* @return true if the current path matches a pattern: "text.*" */
static bool matches(const struct chooser *chooser, const char *pattern)
{
    for (size_t i = 0; i < chooser->depth; i++) {
        const size_t length = strcspn(pattern, ".");
        const bool any = length == 1 && *pattern == '*';
        if (!any && (strlen(chooser->keys[i]) != length ||
                     strncmp(chooser->keys[i], pattern, length) != 0))
            return false;
        pattern += length;
        if (!*pattern)
            return i + 1 == chooser->depth;
        pattern++;
    }
    return false;
}

static bool matches_any(const struct chooser *chooser,
                        const char *const *patterns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (matches(chooser, patterns[i]))
            return true;
    return false;
}

static const struct yaml *find_words(const struct yaml *map,
                                     const char *language)
{
    for (const struct yaml *node = map->first; node; node = node->next)
        if (strcasecmp(node->key, language) == 0)
            return node;
    return NULL;
}

static bool is_language(const struct chooser *chooser, const char *key)
{
    for (size_t i = 0; i < chooser->languages.count; i++)
        if (strcasecmp(chooser->languages.items[i].text, key) == 0)
            return true;
    return false;
}

/* @return true for a map with a key that is, or looks like, a language */
static bool is_by_language(const struct chooser *chooser,
                           const struct yaml *node)
{
    if (node->kind != YAML_MAP)
        return false;
    for (const struct yaml *child = node->first; child; child = child->next)
        if (is_language(chooser, child->key) ||
            (language_tag_is_valid(child->key) && words_exist(child->key)))
            return true;
    return false;
}

/* "cy and en-GB" */
static const char *list_languages(const struct chooser *chooser)
{
    const struct value_list *languages = &chooser->languages;
    const char *list = "";

    for (size_t i = 0; i < languages->count; i++)
        list = arena_printf(chooser->reader->arena, "%s%s%s", list,
                            !i                         ? ""
                            : i + 1 < languages->count ? ", "
                                                       : " and ",
                            languages->items[i].text);
    return list;
}

/* The name of the current setting: "statistics.upheld.label" */
static const char *show_keys(const struct chooser *chooser)
{
    const char *shown = "";

    for (size_t i = 0; i < chooser->depth; i++)
        shown = arena_printf(chooser->reader->arena, "%s%s%s", shown,
                             i ? "." : "", chooser->keys[i]);
    return shown;
}

static void check_map(const struct chooser *chooser, const struct yaml *map)
{
    struct settings_reader *reader = chooser->reader;

    for (size_t i = 0; i < chooser->languages.count; i++) {
        const char *language = chooser->languages.items[i].text;
        if (find_words(map, language))
            continue;
        settings_reader_report(
            reader, RULE_SETTING_MISSING, map->location, show_keys(chooser),
            arena_printf(reader->arena, "has no words in %s", language));
    }
    for (const struct yaml *node = map->first; node; node = node->next)
        if (!is_language(chooser, node->key))
            settings_reader_report(
                reader, RULE_SETTING_UNKNOWN, node->key_location, node->key,
                arena_printf(reader->arena,
                             "is no language of this campaign, which is in %s",
                             list_languages(chooser)));
}

/* Two languages cannot share one letter text. */
static void check_text(const struct chooser *chooser, const struct yaml *node)
{
    if (chooser->languages.count < 2 || node->kind != YAML_SCALAR ||
        !matches_any(chooser, text_settings, LENGTH(text_settings)))
        return;
    settings_reader_report(
        chooser->reader, RULE_SETTING_TYPE, node->location, show_keys(chooser),
        arena_printf(chooser->reader->arena,
                     "a file for each language is wanted; write {%s: file.md, "
                     "%s: file.md}",
                     chooser->languages.items[0].text,
                     chooser->languages.items[1].text));
}

static const struct yaml *choose(struct chooser *chooser,
                                 const struct yaml *node);

/* @return a copy of a list or a map in the chosen language */
static struct yaml *choose_children(struct chooser *chooser,
                                    const struct yaml *node)
{
    struct yaml *copy = ARENA_NEW(chooser->reader->arena, struct yaml);
    const struct yaml **place = &copy->first;

    *copy = *node;
    copy->first = NULL;
    copy->count = 0;
    for (const struct yaml *child = node->first; child; child = child->next) {
        struct yaml *made;
        chooser->keys[chooser->depth++] = child->key ? child->key : "*";
        made = ARENA_NEW(chooser->reader->arena, struct yaml);
        *made = *choose(chooser, child);
        chooser->depth--;
        made->next = NULL;
        *place = made;
        place = &made->next;
        copy->count++;
    }
    return copy;
}

static const struct yaml *choose(struct chooser *chooser,
                                 const struct yaml *node)
{
    const bool is_words =
        matches_any(chooser, word_settings, LENGTH(word_settings));
    const struct yaml *words;
    struct yaml *chosen;

    check_text(chooser, node);
    if (!is_words || !is_by_language(chooser, node))
        return node->first && chooser->depth < DEPTH
                   ? choose_children(chooser, node)
                   : node;
    check_map(chooser, node);
    words = find_words(node, chooser->languages.items[chooser->index].text);
    chosen = ARENA_NEW(chooser->reader->arena, struct yaml);
    /* already reported: the setting lacks this language */
    *chosen = words ? *words : *node->first;
    chosen->key = node->key;
    chosen->key_location = node->key_location;
    return chosen;
}

const struct yaml *language_settings_choose(struct settings_reader *reader,
                                            const struct yaml *root,
                                            struct value_list languages,
                                            size_t index)
{
    struct chooser chooser = {
        .reader = reader, .languages = languages, .index = index};

    return choose_children(&chooser, root);
}
