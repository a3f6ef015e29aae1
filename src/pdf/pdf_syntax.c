#include "pdf/pdf_syntax.h"

#include <stdbool.h>
#include <string.h>

#include "base/number.h"
#include "base/utf8.h"

static const char hexadecimal[] = "0123456789ABCDEF";

static void add_unit(struct buffer *buffer, uint32_t unit)
{
    const char digits[4] = {
        hexadecimal[unit >> 12 & 15], hexadecimal[unit >> 8 & 15],
        hexadecimal[unit >> 4 & 15], hexadecimal[unit & 15]};

    buffer_add(buffer, digits, sizeof digits);
}

void pdf_syntax_add_utf16(struct buffer *buffer, const char *text, size_t size)
{
    const char *const end = text + size;

    while (text < end) {
        const uint32_t codepoint = utf8_next(&text);
        if (codepoint < 0x10000) {
            add_unit(buffer, codepoint);
        } else {
            add_unit(buffer, 0xD800 + ((codepoint - 0x10000) >> 10));
            add_unit(buffer, 0xDC00 + ((codepoint - 0x10000) & 0x3FF));
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

/* @return the byte of a character in PDFDocEncoding, or 0 */
static unsigned char document_byte(uint32_t codepoint)
{
    static const uint16_t from_128[] = {
        0x2022, 0x2020, 0x2021, 0x2026, 0x2014, 0x2013, 0x0192, 0x2044, 0x2039,
        0x203A, 0x2212, 0x2030, 0x201E, 0x201C, 0x201D, 0x2018, 0x2019, 0x201A,
        0x2122, 0xFB01, 0xFB02, 0x0141, 0x0152, 0x0160, 0x0178, 0x017D, 0x0131,
        0x0142, 0x0153, 0x0161, 0x017E, 0,      0x20AC};

    if ((codepoint >= ' ' && codepoint <= '~') ||
        (codepoint > 0xA0 && codepoint <= 0xFF && codepoint != 0xAD))
        return (unsigned char)codepoint;
    for (unsigned i = 0; i < sizeof from_128 / sizeof *from_128; i++)
        if (codepoint && from_128[i] == codepoint)
            return (unsigned char)(128 + i);
    return 0;
}

/* @return true if a byte is the same in UTF-8 and in a literal */
static bool is_plain(char byte)
{
    return byte >= ' ' && byte <= '~' && byte != '(' && byte != ')' &&
           byte != '\\';
}

/* Adds a text as a literal. @return false, and adds nothing, if that is
 * impossible, or if its first bytes would be read as another encoding's mark */
static bool add_document_text(struct buffer *buffer, const char *text,
                              size_t size)
{
    const size_t start = buffer->length;
    const char *const end = text + size;

    buffer_add_char(buffer, '(');
    while (text < end) {
        const char *from = text;
        char byte;
        while (text < end && is_plain(*text))
            text++;
        buffer_add(buffer, from, (size_t)(text - from));
        if (text == end)
            break;
        byte = (char)document_byte(utf8_next(&text));
        if (!byte || (buffer->length == start + 1 && (uint8_t)byte >= 0xEF)) {
            buffer->length = start;
            return false;
        }
        if (byte == '(' || byte == ')' || byte == '\\')
            buffer_add_char(buffer, '\\');
        buffer_add_char(buffer, byte);
    }
    buffer_add_char(buffer, ')');
    return true;
}

void pdf_syntax_add_text_bytes(struct buffer *buffer, const char *text,
                               size_t size)
{
    if (add_document_text(buffer, text, size))
        return;
    buffer_add_text(buffer, "<FEFF");
    pdf_syntax_add_utf16(buffer, text, size);
    buffer_add_char(buffer, '>');
}

void pdf_syntax_add_text(struct buffer *buffer, const char *text)
{
    pdf_syntax_add_text_bytes(buffer, text ? text : "",
                              text ? strlen(text) : 0);
}

void pdf_syntax_add_string(struct buffer *buffer, const char *bytes)
{
    add_literal(buffer, bytes, strlen(bytes));
}

void pdf_syntax_add_name(struct buffer *buffer, const char *name)
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

void pdf_syntax_add_reference(struct buffer *buffer, uint32_t object)
{
    static const char end[] = " 0 R";
    char text[NUMBER_DIGITS_MAX + sizeof end];
    char *at = text + sizeof text - (sizeof end - 1);

    memcpy(at, end, sizeof end - 1);
    at = number_put_digits(at, object);
    *--at = ' ';
    buffer_add(buffer, at, (size_t)(text + sizeof text - at));
}

void pdf_syntax_add_date(struct buffer *buffer, struct date date)
{
    char iso[DATE_WORDS_SIZE];

    date_print_iso(iso, date);
    buffer_add_text(buffer, "(D:");
    buffer_add(buffer, iso, 4);
    buffer_add(buffer, iso + 5, 2);
    buffer_add(buffer, iso + 8, 2);
    buffer_add_text(buffer, "000000Z)");
}

long pdf_syntax_hundredths(double points)
{
    const double exact = points * 100;
    const long whole = (long)exact;
    const double rest = exact - (double)whole;

    return whole + (rest >= 0.5) - (rest <= -0.5);
}

char *pdf_syntax_put_hundredths(char *at, long hundredths)
{
    char digits[NUMBER_DIGITS_MAX];
    char *end = digits + sizeof digits;
    const unsigned long size = hundredths < 0 ? 0UL - (unsigned long)hundredths
                                              : (unsigned long)hundredths;
    const unsigned long fraction = size % 100;

    if (hundredths < 0)
        *at++ = '-';
    if (size >= 100 || !fraction) {
        const char *digit = number_put_digits(end, size / 100);
        while (digit < end)
            *at++ = *digit++;
    }
    if (fraction) {
        *at++ = '.';
        *at++ = (char)('0' + fraction / 10);
        if (fraction % 10)
            *at++ = (char)('0' + fraction % 10);
    }
    *at++ = ' ';
    return at;
}

void pdf_syntax_add_hundredths(struct buffer *buffer, long hundredths)
{
    char text[24];
    const char *end = pdf_syntax_put_hundredths(text, hundredths);

    buffer_add(buffer, text, (size_t)(end - text));
}

void pdf_syntax_add_move(struct buffer *buffer, long x, long y)
{
    buffer_add_text(buffer, "1 0 0 1 ");
    pdf_syntax_add_hundredths(buffer, x);
    pdf_syntax_add_hundredths(buffer, y);
    buffer_add_text(buffer, "cm\n");
}
