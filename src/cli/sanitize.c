#include "cli/sanitize.h"

#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"

/* Controls, and what turns the direction of text around. */
static bool is_harmful(uint32_t letter)
{
    return letter < 0x20 || (letter >= 0x7F && letter < 0xA0) ||
           letter == 0x200E || letter == 0x200F ||
           (letter >= 0x2028 && letter <= 0x202E) ||
           (letter >= 0x2066 && letter <= 0x2069);
}

const char *plain_utf8(struct arena *arena, const char *text)
{
    const size_t length = strlen(text);
    char *copy = arena_text(arena, text, length);
    size_t at = 0;
    size_t bad;

    while (!text_check(copy + at, length - at, &bad)) {
        at += bad;
        copy[at++] = '?';
    }
    return copy;
}

static const char *soften(struct arena *arena, const char *text, bool lines)
{
    struct buffer copy = buffer_new(strlen(text) + 1);
    const char *at = plain_utf8(arena, text);
    const char *start = at;
    const char *kept;
    uint32_t letter;

    while ((letter = text_next(&at)) != 0) {
        if (is_harmful(letter) && !(lines && letter == '\n'))
            buffer_add_char(&copy, '?');
        else
            buffer_add(&copy, start, (size_t)(at - start));
        start = at;
    }
    kept = arena_text(arena, buffer_text(&copy), copy.length);
    buffer_free(&copy);
    return kept;
}

const char *plain_text(struct arena *arena, const char *text)
{
    return soften(arena, text ? text : "", false);
}

const char *plain_lines(struct arena *arena, const char *text)
{
    return soften(arena, text, true);
}
