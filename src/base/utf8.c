#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* @return the bytes of the sequence at @p at, or 0 if it is invalid */
static size_t sequence(const char *at, size_t left, uint32_t *codepoint)
{
    utf8proc_int32_t code;
    const utf8proc_ssize_t size = utf8proc_iterate(
        (const utf8proc_uint8_t *)at, (utf8proc_ssize_t)left, &code);

    if (size <= 0)
        return 0;
    *codepoint = (uint32_t)code;
    return (size_t)size;
}

bool utf8_check(const char *bytes, size_t length, size_t *bad)
{
    size_t at = 0;

    while (at < length) {
        uint32_t codepoint = (unsigned char)bytes[at];
        size_t size = 1;
        if (codepoint == 0 || codepoint >= 0x80)
            size =
                codepoint ? sequence(bytes + at, length - at, &codepoint) : 0;
        if (!size) {
            if (bad)
                *bad = at;
            return false;
        }
        at += size;
    }
    return true;
}

uint32_t utf8_next(const char **at)
{
    uint32_t codepoint = (unsigned char)**at;
    size_t size = 1;

    if (codepoint >= 0x80)
        size = sequence(*at, strnlen(*at, 4), &codepoint);
    if (!size) { /* each invalid byte becomes a replacement character */
        codepoint = 0xFFFD;
        size = 1;
    }
    if (codepoint)
        *at += size;
    return codepoint;
}

size_t utf8_encode(uint32_t codepoint, char *bytes)
{
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)codepoint,
                                        (utf8proc_uint8_t *)bytes);
}

size_t utf8_cluster(const char *bytes, size_t length)
{
    utf8proc_int32_t state = 0;
    uint32_t before = 0;
    size_t at = 0;

    while (at < length) {
        uint32_t codepoint = 0;
        const size_t size = sequence(bytes + at, length - at, &codepoint);
        if (at && (!size || utf8proc_grapheme_break_stateful(
                                (utf8proc_int32_t)before,
                                (utf8proc_int32_t)codepoint, &state)))
            break;
        before = codepoint;
        at += size ? size : 1;
    }
    return at;
}

size_t utf8_length(const char *bytes, size_t length)
{
    size_t count = 0;

    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)bytes[i] & 0xC0) != 0x80;
    return count;
}

uint32_t utf8_lower(uint32_t codepoint)
{
    if (codepoint < 0x80)
        return codepoint >= 'A' && codepoint <= 'Z' ? codepoint + 32
                                                    : codepoint;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)codepoint);
}

static bool is_space(uint32_t codepoint)
{
    if (codepoint < 0x80)
        return codepoint == ' ' || (codepoint >= '\t' && codepoint <= '\r');
    switch (utf8proc_category((utf8proc_int32_t)codepoint)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return true;
    default:
        return codepoint == 0x200B || codepoint == 0xFEFF;
    }
}

bool utf8_is_rtl(uint32_t codepoint)
{
    return (codepoint >= 0x590 && codepoint < 0x900) ||
           (codepoint >= 0xFB1D && codepoint < 0xFE00) ||
           (codepoint >= 0xFE70 && codepoint < 0xFEFF) ||
           (codepoint >= 0x10800 && codepoint < 0x11000) ||
           (codepoint >= 0x1E800 && codepoint < 0x1F000);
}

bool utf8_is_blank(const char *text)
{
    uint32_t codepoint;

    while ((codepoint = utf8_next(&text)) != 0)
        if (!is_space(codepoint))
            return false;
    return true;
}

static bool is_line_end_or_tab(uint32_t codepoint)
{
    return codepoint == '\t' || codepoint == '\n' || codepoint == '\r';
}

const char *utf8_find_control(const char *text, uint32_t *codepoint)
{
    for (;;) {
        const char *here;
        while (*text >= ' ' && *text < 0x7F)
            text++;
        here = text;
        *codepoint = utf8_next(&text);
        if (!*codepoint)
            return NULL;
        if (*codepoint < 0xA0 && !is_line_end_or_tab(*codepoint))
            return here;
    }
}

bool utf8_is_office_break(uint32_t codepoint)
{
    return codepoint == 0x0B || codepoint == 0x0C;
}

bool utf8_is_line(const char *text)
{
    uint32_t codepoint;

    for (;;) {
        while (*text >= ' ' && *text < 0x7F)
            text++;
        codepoint = utf8_next(&text);
        if (!codepoint)
            return true;
        if (codepoint < 0xA0 || codepoint == 0x2028 || codepoint == 0x2029)
            return false;
    }
}

bool utf8_is_unprintable(uint32_t codepoint)
{
    return codepoint < 0x20 || (codepoint >= 0x7F && codepoint < 0xA0) ||
           codepoint == 0x061C || codepoint == 0x200E || codepoint == 0x200F ||
           (codepoint >= 0x2028 && codepoint <= 0x202E) ||
           (codepoint >= 0x2066 && codepoint <= 0x2069);
}

size_t utf8_columns(uint32_t codepoint)
{
    const int columns = utf8proc_charwidth((utf8proc_int32_t)codepoint);

    return columns > 0 ? (size_t)columns : 0;
}

/* Most texts need no trimming. */
static bool is_trim(const char *text, size_t length)
{
    return !length || (text[0] > ' ' && text[0] < 0x7F &&
                       text[length - 1] > ' ' && text[length - 1] < 0x7F);
}

char *utf8_trim(struct arena *arena, const char *text)
{
    const char *start = NULL;
    const char *end = text;
    const char *at = text;
    const size_t length = strlen(text);

    if (is_trim(text, length))
        return arena_strndup(arena, text, length);
    for (;;) {
        const char *here = at;
        const uint32_t codepoint = utf8_next(&at);
        if (!codepoint)
            break;
        if (is_space(codepoint))
            continue;
        if (!start)
            start = here;
        end = at;
    }
    return start ? arena_strndup(arena, start, (size_t)(end - start))
                 : arena_strndup(arena, "", 0);
}

char *utf8_copy(char *to, size_t size, const char *from)
{
    size_t length = strlen(from);

    if (length >= size)
        length = size - 1;
    memcpy(to, from, length);
    to[length] = '\0';
    utf8_trim_partial(to);
    return to;
}

void utf8_trim_partial(char *text)
{
    size_t bad;

    if (!utf8_check(text, strlen(text), &bad))
        text[bad] = '\0';
}

struct spelling {
    uint32_t codepoint;
    const char *ascii;
};

/* Letters of Latin scripts that have no decomposition. */
static const struct spelling spellings[] = {
    {0xDF, "ss"},  {0xE6, "ae"},  {0xF0, "d"},  {0xF8, "o"},  {0xFE, "th"},
    {0x111, "d"},  {0x127, "h"},  {0x131, "i"}, {0x138, "k"}, {0x142, "l"},
    {0x14B, "ng"}, {0x153, "oe"}, {0x167, "t"}, {0x192, "f"},
};

static const char *spelling_of(uint32_t codepoint)
{
    if (codepoint < 0x80)
        return NULL;
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
        if (spellings[i].codepoint == codepoint)
            return spellings[i].ascii;
    return NULL;
}

static void add_slug(char *slug, size_t *length, size_t limit, char c)
{
    const bool dash = c == '-';

    if (*length >= limit || (dash && (!*length || slug[*length - 1] == '-')))
        return;
    slug[(*length)++] = c;
}

static bool is_dropped(uint32_t codepoint)
{
    utf8proc_category_t category;

    if (codepoint < 0x80)
        return codepoint == '\'';
    category = utf8proc_category((utf8proc_int32_t)codepoint);
    return codepoint == 0x2019 || codepoint == 0x2018 ||
           category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_CF;
}

/* Shortens a name that was cut inside a word to its last dash, if that is
 * near. */
static size_t cut_back(const char *slug, size_t length)
{
    for (size_t back = length; back > length - length / 4; back--)
        if (slug[back - 1] == '-')
            return back - 1;
    return length;
}

/* Separates letters from their accents; ASCII text is unchanged. */
static char *decompose(const char *text)
{
    for (const char *at = text; *at; at++)
        if ((unsigned char)*at >= 0x80)
            return (char *)utf8proc_NFKD((const utf8proc_uint8_t *)text);
    return NULL;
}

char *utf8_slug(struct arena *arena, const char *text, size_t limit)
{
    char *parts = decompose(text);
    char *slug = arena_alloc(arena, limit + 2);
    size_t length = 0;
    const char *at = parts ? parts : text;
    uint32_t codepoint;

    while (length <= limit && (codepoint = utf8_next(&at)) != 0) {
        const char *spelled;
        codepoint = utf8_lower(codepoint);
        spelled = spelling_of(codepoint);
        if (spelled)
            for (; *spelled; spelled++)
                add_slug(slug, &length, limit + 1, *spelled);
        else if ((codepoint >= 'a' && codepoint <= 'z') ||
                 (codepoint >= '0' && codepoint <= '9'))
            add_slug(slug, &length, limit + 1, (char)codepoint);
        else if (!is_dropped(codepoint))
            add_slug(slug, &length, limit + 1, '-');
    }
    free(parts);
    if (length > limit)
        length = slug[limit] == '-' ? limit : cut_back(slug, limit);
    while (length && slug[length - 1] == '-')
        length--;
    slug[length] = '\0';
    return slug;
}
