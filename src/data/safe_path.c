#include "data/safe_path.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "data/workbook.h"

/* @return true if a part of the path is "..". */
static bool has_parent_part(const char *path)
{
    while (*path) {
        const size_t part = strcspn(path, "/");
        if (part == 2 && path[0] == '.' && path[1] == '.')
            return true;
        path += part + (path[part] == '/');
    }
    return false;
}

/* @return true if the real path of the file lies in the real path of the
 * folder. */
static bool lies_within(const char *folder, const char *file)
{
    const size_t length = strlen(folder);

    return strncmp(file, folder, length) == 0 &&
           (file[length] == '/' || strcmp(folder, "/") == 0);
}

static bool is_within(const char *folder, const char *path)
{
    char *real_folder = realpath(folder, NULL);
    char *real_path = realpath(path, NULL);
    const bool within =
        real_folder && real_path && lies_within(real_folder, real_path);

    free(real_folder);
    free(real_path);
    return within;
}

enum status safe_path_find(struct arena *arena, const char *folder,
                           struct value name, const char *field,
                           const char **path, struct error *err)
{
    const char *joined = arena_printf(arena, "%s/%s", folder, name.text);
    struct stat facts;

    if (utf8_is_blank(name.text))
        return error_set(err, RULE_FILE_MISSING, name.location, field,
                         "the name of a file is wanted");
    if (*name.text == '/' || has_parent_part(name.text))
        return error_set(err, RULE_FILE_OUTSIDE, name.location, field,
                         "%s is outside the campaign's folder", name.text);
    if (stat(joined, &facts) != 0)
        return error_set(err, RULE_FILE_MISSING, name.location, field,
                         "no file %s in %s", name.text, folder);
    if (!S_ISREG(facts.st_mode))
        return error_set(err, RULE_FILE_MISSING, name.location, field,
                         "%s is not a file", name.text);
    if (!is_within(folder, joined))
        return error_set(err, RULE_FILE_OUTSIDE, name.location, field,
                         "%s leads outside the campaign's folder", name.text);
    *path = joined;
    return STATUS_OK;
}

/* @return the path of a table in the campaign's folder or else in the data
 *         folder */
static const char *join_table(struct arena *arena, const char *folder,
                              const char *beside, const char *name)
{
    const char *own = arena_printf(arena, "%s/%s", folder, name);

    return access(own, F_OK) == 0 || has_parent_part(name)
               ? own
               : arena_printf(arena, "%s/%s", beside, name);
}

static enum status find_table(struct arena *arena, const char *folder,
                              struct value data_folder, struct value name,
                              const char *field, const char **path,
                              struct error *err)
{
    const char *beside;
    const char *joined;
    struct stat facts;

    if (!data_folder.text || utf8_is_blank(name.text)) {
        const enum status status =
            safe_path_find(arena, folder, name, field, path, err);
        if (status && err->rule == RULE_FILE_OUTSIDE)
            return error_set(err, RULE_FILE_OUTSIDE, name.location, field,
                             "%s is outside the campaign's folder; name the "
                             "folder of tables in data_folder:",
                             name.text);
        return status;
    }
    beside = arena_printf(arena, "%s/%s", folder, data_folder.text);
    if (*data_folder.text == '/' || stat(beside, &facts) != 0 ||
        !S_ISDIR(facts.st_mode))
        return error_set(err, RULE_FILE_MISSING, data_folder.location,
                         "data_folder",
                         "no folder %s; a path from the campaign's folder is "
                         "wanted, such as ..",
                         data_folder.text);
    joined = join_table(arena, folder, beside, name.text);
    if (*name.text == '/' ||
        (access(joined, F_OK) == 0 && !is_within(folder, joined) &&
         !is_within(beside, joined)))
        return error_set(err, RULE_FILE_OUTSIDE, name.location, field,
                         "%s is outside the campaign's folder and %s",
                         name.text, data_folder.text);
    if (stat(joined, &facts) != 0 || !S_ISREG(facts.st_mode))
        return error_set(err, RULE_FILE_MISSING, name.location, field,
                         "no file %s in %s or %s", name.text, folder, beside);
    *path = joined;
    return STATUS_OK;
}

enum status safe_path_find_table(struct arena *arena, const char *folder,
                                 struct value data_folder, struct value name,
                                 const char *field, const char **path,
                                 struct error *err)
{
    const size_t length = workbook_path_length(name.text);
    const char *sheet = name.text + length;
    const struct value file = {arena_strndup(arena, name.text, length),
                               name.location};
    const enum status status =
        find_table(arena, folder, data_folder, file, field, path, err);

    if (!status)
        *path = ARENA_JOIN(arena, *path, sheet);
    return status;
}
