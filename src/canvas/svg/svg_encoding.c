#include "canvas/svg/svg_encoding.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

enum { REPLACEMENT = 0xFFFD, ENCODED_MAX = 3 };

static bool begins_with(const char *bytes, size_t size, const char *mark,
                        size_t length)
{
    return size >= length && memcmp(bytes, mark, length) == 0;
}

static bool is_big_endian(const char *bytes, size_t size)
{
    return begins_with(bytes, size, "\xFE\xFF", 2) ||
           begins_with(bytes, size, "\0<", 2);
}

bool svg_encoding_is_utf16(const char *bytes, size_t size)
{
    return is_big_endian(bytes, size) ||
           begins_with(bytes, size, "\xFF\xFE", 2) ||
           begins_with(bytes, size, "<\0", 2);
}

static uint32_t unit_at(const char *bytes, bool big_endian)
{
    const unsigned first = (unsigned char)bytes[0];
    const unsigned second = (unsigned char)bytes[1];

    return big_endian ? first << 8 | second : second << 8 | first;
}

/* @return the character at an offset, which moves on */
static uint32_t next_codepoint(const char *bytes, size_t size, bool big_endian,
                               size_t *at)
{
    const uint32_t first = unit_at(bytes + *at, big_endian);
    uint32_t second;

    *at += 2;
    if (first < 0xD800 || first > 0xDFFF)
        return first;
    if (first > 0xDBFF || *at + 2 > size)
        return REPLACEMENT;
    second = unit_at(bytes + *at, big_endian);
    if (second < 0xDC00 || second > 0xDFFF)
        return REPLACEMENT;
    *at += 2;
    return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
}

const char *svg_encoding_convert(struct arena *arena, const char *bytes,
                                 size_t *size)
{
    const bool big_endian = is_big_endian(bytes, *size);
    /* two bytes become three at most, four become four */
    char *text = arena_alloc_raw(arena, *size / 2 * ENCODED_MAX + 1);
    size_t length = 0;
    size_t at = 0;

    while (at + 2 <= *size) {
        const bool first = at == 0;
        const uint32_t codepoint =
            next_codepoint(bytes, *size, big_endian, &at);
        if (!first || codepoint != 0xFEFF)
            length += utf8_encode(codepoint, text + length);
    }
    *size = length;
    return text;
}
