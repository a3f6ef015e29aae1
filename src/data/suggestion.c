#include "data/suggestion.h"

#include <stdio.h>
#include <string.h>

#include "base/name_match.h"
#include "base/utf8.h"

const char *suggestion_similar(char suggestion[static SUGGESTION_SIZE],
                               const char *name, const char *const *candidates,
                               size_t count)
{
    const char *near = name_match_suggest(name, candidates, count);

    suggestion[0] = '\0';
    if (near)
        snprintf(suggestion, SUGGESTION_SIZE, "; did you mean %.120s?", near);
    utf8_trim_partial(suggestion);
    return suggestion;
}

const char *suggestion_quote(char shown[static SUGGESTION_SIZE],
                             const char *text)
{
    char cut[SUGGESTION_SIZE / 2];

    utf8_copy(cut, sizeof cut, text);
    snprintf(shown, SUGGESTION_SIZE, "\"%s%s\"", cut,
             strlen(cut) < strlen(text) ? "..." : "");
    return shown;
}
