#include "pdf/syntax.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

static const char hexadecimal[] = "0123456789ABCDEF";

static void add_unit(struct buffer *buffer, uint32_t unit)
{
    const char digits[4] = {
        hexadecimal[unit >> 12 & 15], hexadecimal[unit >> 8 & 15],
        hexadecimal[unit >> 4 & 15], hexadecimal[unit & 15]};

    buffer_add(buffer, digits, sizeof digits);
}

void syntax_add_utf16(struct buffer *buffer, const char *text, size_t size)
{
    const char *const end = text + size;

    while (text < end) {
        const uint32_t letter = text_next(&text);
        if (letter < 0x10000) {
            add_unit(buffer, letter);
        } else {
            add_unit(buffer, 0xD800 + ((letter - 0x10000) >> 10));
            add_unit(buffer, 0xDC00 + ((letter - 0x10000) & 0x3FF));
        }
    }
}

static void add_literal(struct buffer *buffer, const char *bytes, size_t size)
{
    buffer_add_char(buffer, '(');
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '(' || bytes[i] == ')' || bytes[i] == '\\')
            buffer_add_char(buffer, '\\');
        buffer_add_char(buffer, bytes[i]);
    }
    buffer_add_char(buffer, ')');
}

void syntax_add_text_bytes(struct buffer *buffer, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (text[i] < ' ' || text[i] > '~') {
            buffer_add_text(buffer, "<FEFF");
            syntax_add_utf16(buffer, text, size);
            buffer_add_char(buffer, '>');
            return;
        }
    add_literal(buffer, text, size);
}

void syntax_add_text(struct buffer *buffer, const char *text)
{
    syntax_add_text_bytes(buffer, text ? text : "", text ? strlen(text) : 0);
}

void syntax_add_string(struct buffer *buffer, const char *bytes)
{
    add_literal(buffer, bytes, strlen(bytes));
}

void syntax_add_name(struct buffer *buffer, const char *name)
{
    buffer_add_char(buffer, '/');
    for (; *name; name++) {
        const unsigned char byte = (unsigned char)*name;
        if (byte > ' ' && byte <= '~' && !strchr("()<>[]{}/%#", *name)) {
            buffer_add_char(buffer, *name);
        } else {
            const char escape[3] = {'#', hexadecimal[byte >> 4],
                                    hexadecimal[byte & 15]};
            buffer_add(buffer, escape, sizeof escape);
        }
    }
}

void syntax_add_reference(struct buffer *buffer, uint32_t object)
{
    buffer_add_char(buffer, ' ');
    buffer_add_integer(buffer, object);
    buffer_add(buffer, " 0 R", 4);
}

void syntax_add_date(struct buffer *buffer, struct date date)
{
    buffer_printf(buffer, "(D:%04d%02d%02d000000Z)", date.year, date.month,
                  date.day);
}

long syntax_hundredths(double points)
{
    return lround(points * 100);
}

char *syntax_put_hundredths(char *at, long hundredths)
{
    char digits[20];
    char *digit = digits + sizeof digits;
    unsigned long rest = hundredths < 0 ? 0UL - (unsigned long)hundredths
                                        : (unsigned long)hundredths;
    const unsigned long fraction = rest % 100;

    if (hundredths < 0)
        *at++ = '-';
    rest /= 100;
    if (rest || !fraction)
        do {
            *--digit = (char)('0' + rest % 10);
            rest /= 10;
        } while (rest);
    memcpy(at, digit, (size_t)(digits + sizeof digits - digit));
    at += digits + sizeof digits - digit;
    if (fraction) {
        *at++ = '.';
        *at++ = (char)('0' + fraction / 10);
        if (fraction % 10)
            *at++ = (char)('0' + fraction % 10);
    }
    *at++ = ' ';
    return at;
}

void syntax_add_hundredths(struct buffer *buffer, long hundredths)
{
    char text[24];
    const char *end = syntax_put_hundredths(text, hundredths);

    buffer_add(buffer, text, (size_t)(end - text));
}
