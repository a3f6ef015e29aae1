#include "letter/lang_span.h"

#include <stdbool.h>
#include <string.h>

#include "base/language_tag.h"
#include "base/utf8.h"
#include "letter/sentinel.h"

/* Skips @p word and the white space after it. @return true if it was found */
static bool take(const char **at, const char *word)
{
    const size_t length = strlen(word);

    if (strncmp(*at, word, length) != 0)
        return false;
    *at += length;
    *at += strspn(*at, " \t");
    return true;
}

static bool take_quoted(const char **at, struct arena *arena,
                        const char **value)
{
    const char quote[2] = {**at, '\0'};
    const char *end;

    if (*quote != '"' && *quote != '\'')
        return false;
    end = strchr(*at + 1, *quote);
    if (!end)
        return false;
    *value = arena_strndup(arena, *at + 1, (size_t)(end - *at - 1));
    *at = end;
    return take(at, quote);
}

static bool has_placeholder(const char *text)
{
    uint32_t codepoint;

    while ((codepoint = utf8_next(&text)) != 0)
        if (sentinel_is(codepoint))
            return true;
    return false;
}

static bool is_span(const char *tag)
{
    return strncmp(tag, "<span", 5) == 0 && strchr(" \t\n>/", tag[5]);
}

/* @return the mistake in a tag that opens a span, or NULL */
static const char *read_opening(struct arena *arena, const char *tag,
                                const char **language)
{
    if (!take(&tag, "<span") || !take(&tag, "lang") || !take(&tag, "=") ||
        !take_quoted(&tag, arena, language) || !take(&tag, ">"))
        return "a span says what language its text has, as in "
               "<span lang=\"cy\">, and nothing else";
    if (has_placeholder(*language))
        return "a placeholder cannot say what language a text has";
    if (!language_tag_is_valid(*language))
        return arena_printf(arena,
                            "\"%s\" is no tag of a language; Welsh is cy, "
                            "British English en-GB",
                            *language);
    return NULL;
}

enum lang_span_tag lang_span_read(struct arena *arena, const char *tag,
                                  const char **language, const char **fault)
{
    *fault = NULL;
    if (take(&tag, "</span") && take(&tag, ">"))
        return LANG_SPAN_CLOSE;
    if (is_span(tag)) {
        *fault = read_opening(arena, tag, language);
        return *fault ? LANG_SPAN_FAULT : LANG_SPAN_OPEN;
    }
    *fault = "HTML has no form in a letter; for a line break end the line "
             "with \\, for a plain < write \\<";
    return LANG_SPAN_OTHER_TAG;
}
