#include "cli/option_list.h"

#include <string.h>

#include "base/utf8.h"

enum status option_list_add(struct arena *arena, const char *field,
                            const char *list, const char ***words,
                            size_t *count, struct error *err)
{
    const char **longer =
        ARENA_ARRAY(arena, const char *, *count + strlen(list) + 1);
    size_t added = 0;

    if (*count)
        memcpy(longer, *words, *count * sizeof *longer);
    for (const char *at = list; *at;) {
        const size_t length = strcspn(at, ",");
        const char *word = utf8_trim(arena, arena_strndup(arena, at, length));
        if (*word)
            longer[*count + added++] = word;
        else if (at[length] == ',')
            return error_set(err, RULE_USAGE, NO_LOCATION, field,
                             "nothing stands before a comma: %s", list);
        at += length + (at[length] == ',');
    }
    if (!added)
        return error_set(err, RULE_USAGE, NO_LOCATION, field, "names nothing");
    *words = longer;
    *count += added;
    return STATUS_OK;
}
