#include "data/suggestion.h"

#include <stdio.h>
#include <string.h>

#include "base/name_match.h"
#include "base/utf8.h"

const char *hint_similar(char hint[static HINT_SIZE], const char *name,
                         const char *const *candidates, size_t count)
{
    const char *near = name_suggest(name, candidates, count);

    hint[0] = '\0';
    if (near)
        snprintf(hint, HINT_SIZE, "; did you mean %.120s?", near);
    text_trim_partial(hint);
    return hint;
}

const char *hint_value(char shown[static HINT_SIZE], const char *text)
{
    char cut[HINT_SIZE / 2];

    text_copy(cut, sizeof cut, text);
    snprintf(shown, HINT_SIZE, "\"%s%s\"", cut,
             strlen(cut) < strlen(text) ? "..." : "");
    return shown;
}
