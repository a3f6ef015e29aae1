#include "verify/packet.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"

/** How many bytes make a unit, and which comes first. */
struct form {
    size_t unit; ///< bytes; 1: UTF-8
    bool big;    ///< the largest first
};

/** The first four bytes of a packet in each form. */
struct sign {
    unsigned char bytes[4];
    size_t length;
    struct form form;
};

/* The longer signs come first: UTF-32's begin as UTF-16's do. */
static const struct sign signs[] = {
    {{0, 0, 0xFE, 0xFF}, 4, {4, true}}, {{0xFF, 0xFE, 0, 0}, 4, {4, false}},
    {{0, 0, 0, '<'}, 4, {4, true}},     {{'<', 0, 0, 0}, 4, {4, false}},
    {{0xFE, 0xFF}, 2, {2, true}},       {{0xFF, 0xFE}, 2, {2, false}},
    {{0, '<'}, 2, {2, true}},           {{'<', 0}, 2, {2, false}},
};

static struct form find_form(const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (size >= signs[i].length &&
            memcmp(bytes, signs[i].bytes, signs[i].length) == 0)
            return signs[i].form;
    return (struct form){1, false};
}

static uint32_t read_unit(const unsigned char *bytes, struct form form)
{
    uint32_t unit = 0;

    for (size_t i = 0; i < form.unit; i++)
        unit = unit << 8 | bytes[form.big ? i : form.unit - 1 - i];
    return unit;
}

static bool is_surrogate(uint32_t unit, uint32_t first)
{
    return unit >= first && unit < first + 0x400;
}

/* Reads a letter and moves on. @return 0: there is none */
static uint32_t read_codepoint(const unsigned char *bytes, size_t size,
                               size_t *at, struct form form)
{
    const uint32_t unit = read_unit(bytes + *at, form);
    uint32_t low;

    *at += form.unit;
    if (is_surrogate(unit, 0xDC00) || unit > 0x10FFFF)
        return 0;
    if (!is_surrogate(unit, 0xD800))
        return unit;
    if (form.unit != 2 || *at + 2 > size)
        return 0;
    low = read_unit(bytes + *at, form);
    *at += 2;
    if (!is_surrogate(low, 0xDC00))
        return 0;
    return 0x10000 + ((unit - 0xD800) << 10 | (low - 0xDC00));
}

/* @return whether all of it is text */
static bool convert(const unsigned char *bytes, size_t size, struct form form,
                    struct buffer *text)
{
    for (size_t at = 0; at + form.unit <= size;) {
        char letter_bytes[4];
        const uint32_t codepoint = read_codepoint(bytes, size, &at, form);
        if (!codepoint)
            return false;
        buffer_add(text, letter_bytes, utf8_encode(codepoint, letter_bytes));
    }
    return size % form.unit == 0;
}

static const char *skip_mark(const char *text)
{
    return strncmp(text, "\xEF\xBB\xBF", 3) == 0 ? text + 3 : text;
}

const char *packet_text(struct arena *arena, const void *bytes, size_t size)
{
    const struct form form = find_form(bytes, size);
    struct buffer text = buffer_new(size * 2);
    const char *kept = NULL;

    if (form.unit == 1) {
        if (utf8_check(bytes, size, NULL))
            kept = skip_mark(arena_strndup(arena, bytes, size));
        return kept;
    }
    if (convert(bytes, size, form, &text))
        kept = skip_mark(arena_strndup(arena, buffer_text(&text), text.length));
    buffer_free(&text);
    return kept;
}
