#include "data/font_config.h"

#include <unistd.h>

#include "base/arena.h"
#include "data/settings_reader.h"
#include "data/suggestion.h"

struct font_reading {
    struct settings_reader reader;
    const char *folder;
    const struct yaml *families;
    struct font_family *items;
    size_t count;
};

static struct value read_path(struct font_reading *font_reading,
                              const struct yaml *node)
{
    struct settings_reader *reader = &font_reading->reader;
    struct value file = {NULL, NO_LOCATION};

    if (!node)
        return file;
    if (node->kind != YAML_SCALAR) {
        settings_reader_report(reader, RULE_SETTING_TYPE, node->location,
                               node->key, "the name of a font file is wanted");
        return file;
    }
    file.text = *node->text == '/'
                    ? node->text
                    : arena_printf(reader->arena, "%s/%s", font_reading->folder,
                                   node->text);
    file.location = node->location;
    if (access(file.text, R_OK) != 0)
        settings_reader_report(
            reader, RULE_FILE_MISSING, node->location, node->key,
            arena_printf(reader->arena, "no font file %s in %s", node->text,
                         font_reading->folder));
    return file;
}

static void read_family(struct font_reading *font_reading,
                        const struct yaml *family)
{
    static const char *const keys[] = {"regular",     "bold",    "italic",
                                       "bold_italic", "licence", "package",
                                       "folder",      "files"};
    struct font_family *item = &font_reading->items[font_reading->count];

    if (family->kind != YAML_MAP) {
        settings_reader_report(
            &font_reading->reader, RULE_SETTING_TYPE, family->location,
            family->key,
            "the family's files are wanted; write regular: file.ttf");
        return;
    }
    settings_reader_check_keys(&font_reading->reader, family, keys,
                               sizeof keys / sizeof *keys);
    *item = (struct font_family){.family = family->key,
                                 .location = family->key_location};
    for (size_t style = 0; style < FONT_CONFIG_STYLES; style++)
        item->files[style] =
            read_path(font_reading, yaml_find(family, keys[style]));
    if (yaml_find(family, "regular"))
        font_reading->count++;
    else
        settings_reader_report(&font_reading->reader, RULE_SETTING_MISSING,
                               family->key_location, family->key,
                               "the family has no regular style");
}

static const char **family_names(struct font_reading *font_reading)
{
    const struct yaml *families = font_reading->families;
    const char **names =
        ARENA_ARRAY(font_reading->reader.arena, const char *, families->count);
    size_t count = 0;

    for (const struct yaml *node = families->first; node; node = node->next)
        names[count++] = node->key;
    return names;
}

static void add_named(struct font_reading *font_reading,
                      const struct yaml *name, const char *field)
{
    const struct yaml *family;
    char suggestion[SUGGESTION_SIZE];

    if (name->kind != YAML_SCALAR) {
        settings_reader_report(&font_reading->reader, RULE_SETTING_TYPE,
                               name->location, field,
                               "the name of a family is wanted");
        return;
    }
    family = yaml_find(font_reading->families, name->text);
    if (family) {
        read_family(font_reading, family);
        return;
    }
    settings_reader_report(
        &font_reading->reader, RULE_SETTING_VALUE, name->location, field,
        arena_printf(font_reading->reader.arena,
                     "no family %s is described below%s", name->text,
                     suggestion_similar(suggestion, name->text,
                                        family_names(font_reading),
                                        font_reading->families->count)));
}

static void read_fallback(struct font_reading *font_reading,
                          const struct yaml *fallback)
{
    if (!fallback)
        return;
    if (fallback->kind != YAML_LIST) {
        settings_reader_report(&font_reading->reader, RULE_SETTING_TYPE,
                               fallback->location, "fallback",
                               "a list of families is wanted");
        return;
    }
    for (const struct yaml *name = fallback->first; name; name = name->next)
        add_named(font_reading, name, "fallback");
}

static void read_all(struct font_reading *font_reading, const struct yaml *root)
{
    static const char *const keys[] = {"text", "fallback", "families"};
    const struct yaml *text = yaml_find(root, "text");
    const struct yaml *fallback = yaml_find(root, "fallback");

    settings_reader_check_keys(&font_reading->reader, root, keys,
                               sizeof keys / sizeof *keys);
    font_reading->families = yaml_find(root, "families");
    if (!font_reading->families || font_reading->families->kind != YAML_MAP) {
        settings_reader_report(&font_reading->reader, RULE_SETTING_MISSING,
                               root->location, "families",
                               "the families and their files are wanted");
        return;
    }
    font_reading->items =
        ARENA_ARRAY(font_reading->reader.arena, struct font_family,
                    1 + (fallback ? fallback->count : 0));
    if (text)
        add_named(font_reading, text, "text");
    else
        settings_reader_report(&font_reading->reader, RULE_SETTING_MISSING,
                               root->location, "text",
                               "the family that letters are set in is wanted");
    read_fallback(font_reading, fallback);
}

enum status font_config_read(struct arena *arena, const char *folder,
                             struct font_config *font_config,
                             struct diagnostics *diagnostics)
{
    const char *file = arena_printf(arena, "%s/fonts.yaml", folder);
    struct font_reading font_reading = {
        .reader = {.arena = arena, .diagnostics = diagnostics},
        .folder = folder};
    const struct yaml *root;
    const enum status status = yaml_read(arena, file, file, &root, diagnostics);

    if (status)
        return status;
    read_all(&font_reading, root);
    *font_config = (struct font_config){font_reading.items, font_reading.count};
    return font_reading.reader.status;
}
