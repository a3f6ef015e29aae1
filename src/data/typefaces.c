#include "data/typefaces.h"

#include <unistd.h>

#include "base/arena.h"
#include "data/hint.h"
#include "data/yaml.h"

struct reading {
    struct arena *arena;
    const char *folder;
    const struct yaml *families;
    struct typeface *items;
    size_t count;
    struct report *report;
    enum status status;
};

static void blame(struct reading *reading, enum rule rule, struct place place,
                  const char *field, const char *message)
{
    report_say(reading->report, rule, place, NULL, field, "%s", message);
    if (!reading->status)
        reading->status = rule_status(rule);
}

static void check_keys(struct reading *reading, const struct yaml *map,
                       const char *const *known, size_t count)
{
    const size_t before = report_errors(reading->report);

    yaml_check_keys(map, known, count, reading->report);
    if (!reading->status && report_errors(reading->report) > before)
        reading->status = rule_status(RULE_SETTING_UNKNOWN);
}

static const char *read_path(struct reading *reading, const struct yaml *node)
{
    const char *path;

    if (!node)
        return NULL;
    if (node->kind != YAML_SCALAR) {
        blame(reading, RULE_SETTING_TYPE, node->place, node->key,
              "the name of a font file is wanted");
        return NULL;
    }
    path = arena_printf(reading->arena, "%s/%s", reading->folder, node->text);
    if (access(path, R_OK) != 0)
        report_say(reading->report, RULE_FILE_MISSING, node->place, NULL,
                   node->key, "no font file %s in %s", node->text,
                   reading->folder);
    if (access(path, R_OK) != 0 && !reading->status)
        reading->status = rule_status(RULE_FILE_MISSING);
    return path;
}

static void read_family(struct reading *reading, const struct yaml *family)
{
    static const char *const keys[] = {"regular",     "bold",    "italic",
                                       "bold_italic", "licence", "package",
                                       "folder",      "files"};
    struct typeface *item = &reading->items[reading->count];

    if (family->kind != YAML_MAP) {
        blame(reading, RULE_SETTING_TYPE, family->place, family->key,
              "the family's files are wanted; write regular: file.ttf");
        return;
    }
    check_keys(reading, family, keys, sizeof keys / sizeof *keys);
    *item =
        (struct typeface){.family = family->key, .place = family->key_place};
    for (size_t style = 0; style < TYPEFACE_STYLES; style++)
        item->paths[style] = read_path(reading, yaml_find(family, keys[style]));
    if (yaml_find(family, "regular"))
        reading->count++;
    else
        blame(reading, RULE_SETTING_MISSING, family->key_place, family->key,
              "the family has no regular style");
}

static const char **family_names(struct reading *reading)
{
    const struct yaml *families = reading->families;
    const char **names =
        ARENA_ARRAY(reading->arena, const char *, families->count);
    size_t count = 0;

    for (const struct yaml *node = families->first; node; node = node->next)
        names[count++] = node->key;
    return names;
}

static void add_named(struct reading *reading, const struct yaml *name,
                      const char *field)
{
    const struct yaml *family;
    char hint[HINT_SIZE];

    if (name->kind != YAML_SCALAR) {
        blame(reading, RULE_SETTING_TYPE, name->place, field,
              "the name of a family is wanted");
        return;
    }
    family = yaml_find(reading->families, name->text);
    if (family) {
        read_family(reading, family);
        return;
    }
    report_say(reading->report, RULE_SETTING_VALUE, name->place, NULL, field,
               "no family %s is described below%s", name->text,
               hint_similar(hint, name->text, family_names(reading),
                            reading->families->count));
    if (!reading->status)
        reading->status = rule_status(RULE_SETTING_VALUE);
}

static void read_fallback(struct reading *reading, const struct yaml *fallback)
{
    if (!fallback)
        return;
    if (fallback->kind != YAML_LIST) {
        blame(reading, RULE_SETTING_TYPE, fallback->place, "fallback",
              "a list of families is wanted");
        return;
    }
    for (const struct yaml *name = fallback->first; name; name = name->next)
        add_named(reading, name, "fallback");
}

static void read_all(struct reading *reading, const struct yaml *root)
{
    static const char *const keys[] = {"text", "fallback", "families"};
    const struct yaml *text = yaml_find(root, "text");
    const struct yaml *fallback = yaml_find(root, "fallback");

    check_keys(reading, root, keys, sizeof keys / sizeof *keys);
    reading->families = yaml_find(root, "families");
    if (!reading->families || reading->families->kind != YAML_MAP) {
        blame(reading, RULE_SETTING_MISSING, root->place, "families",
              "the families and their files are wanted");
        return;
    }
    reading->items = ARENA_ARRAY(reading->arena, struct typeface,
                                 1 + (fallback ? fallback->count : 0));
    if (text)
        add_named(reading, text, "text");
    else
        blame(reading, RULE_SETTING_MISSING, root->place, "text",
              "the family that letters are set in is wanted");
    read_fallback(reading, fallback);
}

enum status typefaces_read(struct arena *arena, const char *folder,
                           struct typefaces *typefaces, struct report *report)
{
    const char *file = arena_printf(arena, "%s/fonts.yaml", folder);
    struct reading reading = {
        .arena = arena, .folder = folder, .report = report};
    const struct yaml *root;
    const enum status status = yaml_read(arena, file, file, &root, report);

    if (status)
        return status;
    read_all(&reading, root);
    *typefaces = (struct typefaces){reading.items, reading.count};
    return reading.status;
}
