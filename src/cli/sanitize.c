#include "cli/sanitize.h"

#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"

const char *sanitize_utf8(struct arena *arena, const char *text)
{
    const size_t length = strlen(text);
    char *copy = arena_strndup(arena, text, length);
    size_t at = 0;
    size_t bad;

    while (!utf8_check(copy + at, length - at, &bad)) {
        at += bad;
        copy[at++] = '?';
    }
    return copy;
}

static const char *replace_controls(struct arena *arena, const char *text,
                                    bool lines)
{
    struct buffer copy = buffer_new(strlen(text) + 1);
    const char *at = sanitize_utf8(arena, text);
    const char *start = at;
    const char *kept;
    uint32_t codepoint;

    while ((codepoint = utf8_next(&at)) != 0) {
        if (utf8_is_unprintable(codepoint) && !(lines && codepoint == '\n'))
            buffer_add_char(&copy, '?');
        else
            buffer_add(&copy, start, (size_t)(at - start));
        start = at;
    }
    kept = arena_strndup(arena, buffer_text(&copy), copy.length);
    buffer_free(&copy);
    return kept;
}

const char *sanitize_text(struct arena *arena, const char *text)
{
    return replace_controls(arena, text ? text : "", false);
}

const char *sanitize_lines(struct arena *arena, const char *text)
{
    return replace_controls(arena, text, true);
}
