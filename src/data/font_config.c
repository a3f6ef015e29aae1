#include "data/font_config.h"

#include <unistd.h>

#include "base/arena.h"
#include "data/settings_reader.h"
#include "data/suggestion.h"

struct cabinet {
    struct reading reading;
    const char *folder;
    const struct yaml *families;
    struct typeface *items;
    size_t count;
};

static struct value read_path(struct cabinet *cabinet, const struct yaml *node)
{
    struct reading *reading = &cabinet->reading;
    struct value file = {NULL, NO_PLACE};

    if (!node)
        return file;
    if (node->kind != YAML_SCALAR) {
        reading_blame(reading, RULE_SETTING_TYPE, node->place, node->key,
                      "the name of a font file is wanted");
        return file;
    }
    file.text =
        arena_printf(reading->arena, "%s/%s", cabinet->folder, node->text);
    file.place = node->place;
    if (access(file.text, R_OK) != 0)
        reading_blame(reading, RULE_FILE_MISSING, node->place, node->key,
                      arena_printf(reading->arena, "no font file %s in %s",
                                   node->text, cabinet->folder));
    return file;
}

static void read_family(struct cabinet *cabinet, const struct yaml *family)
{
    static const char *const keys[] = {"regular",     "bold",    "italic",
                                       "bold_italic", "licence", "package",
                                       "folder",      "files"};
    struct typeface *item = &cabinet->items[cabinet->count];

    if (family->kind != YAML_MAP) {
        reading_blame(&cabinet->reading, RULE_SETTING_TYPE, family->place,
                      family->key,
                      "the family's files are wanted; write regular: file.ttf");
        return;
    }
    reading_check_keys(&cabinet->reading, family, keys,
                       sizeof keys / sizeof *keys);
    *item =
        (struct typeface){.family = family->key, .place = family->key_place};
    for (size_t style = 0; style < TYPEFACE_STYLES; style++)
        item->files[style] = read_path(cabinet, yaml_find(family, keys[style]));
    if (yaml_find(family, "regular"))
        cabinet->count++;
    else
        reading_blame(&cabinet->reading, RULE_SETTING_MISSING,
                      family->key_place, family->key,
                      "the family has no regular style");
}

static const char **family_names(struct cabinet *cabinet)
{
    const struct yaml *families = cabinet->families;
    const char **names =
        ARENA_ARRAY(cabinet->reading.arena, const char *, families->count);
    size_t count = 0;

    for (const struct yaml *node = families->first; node; node = node->next)
        names[count++] = node->key;
    return names;
}

static void add_named(struct cabinet *cabinet, const struct yaml *name,
                      const char *field)
{
    const struct yaml *family;
    char hint[HINT_SIZE];

    if (name->kind != YAML_SCALAR) {
        reading_blame(&cabinet->reading, RULE_SETTING_TYPE, name->place, field,
                      "the name of a family is wanted");
        return;
    }
    family = yaml_find(cabinet->families, name->text);
    if (family) {
        read_family(cabinet, family);
        return;
    }
    reading_blame(
        &cabinet->reading, RULE_SETTING_VALUE, name->place, field,
        arena_printf(cabinet->reading.arena,
                     "no family %s is described below%s", name->text,
                     hint_similar(hint, name->text, family_names(cabinet),
                                  cabinet->families->count)));
}

static void read_fallback(struct cabinet *cabinet, const struct yaml *fallback)
{
    if (!fallback)
        return;
    if (fallback->kind != YAML_LIST) {
        reading_blame(&cabinet->reading, RULE_SETTING_TYPE, fallback->place,
                      "fallback", "a list of families is wanted");
        return;
    }
    for (const struct yaml *name = fallback->first; name; name = name->next)
        add_named(cabinet, name, "fallback");
}

static void read_all(struct cabinet *cabinet, const struct yaml *root)
{
    static const char *const keys[] = {"text", "fallback", "families"};
    const struct yaml *text = yaml_find(root, "text");
    const struct yaml *fallback = yaml_find(root, "fallback");

    reading_check_keys(&cabinet->reading, root, keys,
                       sizeof keys / sizeof *keys);
    cabinet->families = yaml_find(root, "families");
    if (!cabinet->families || cabinet->families->kind != YAML_MAP) {
        reading_blame(&cabinet->reading, RULE_SETTING_MISSING, root->place,
                      "families", "the families and their files are wanted");
        return;
    }
    cabinet->items = ARENA_ARRAY(cabinet->reading.arena, struct typeface,
                                 1 + (fallback ? fallback->count : 0));
    if (text)
        add_named(cabinet, text, "text");
    else
        reading_blame(&cabinet->reading, RULE_SETTING_MISSING, root->place,
                      "text", "the family that letters are set in is wanted");
    read_fallback(cabinet, fallback);
}

enum status typefaces_read(struct arena *arena, const char *folder,
                           struct typefaces *typefaces, struct report *report)
{
    const char *file = arena_printf(arena, "%s/fonts.yaml", folder);
    struct cabinet cabinet = {.reading = {.arena = arena, .report = report},
                              .folder = folder};
    const struct yaml *root;
    const enum status status = yaml_read(arena, file, file, &root, report);

    if (status)
        return status;
    read_all(&cabinet, root);
    *typefaces = (struct typefaces){cabinet.items, cabinet.count};
    return cabinet.reading.status;
}
