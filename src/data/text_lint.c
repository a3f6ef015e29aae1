#include "data/text_lint.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "data/encoding.h"

/*
 * Mojibake: a UTF-8 sequence was read as Windows-1252, so one letter became
 * two or three. Converted back to bytes, they are a letter of English or Welsh
 * text:
 *
 *     o-circumflex -> C3 B4 -> A-tilde, acute accent -> C3 B4 -> o-circumflex
 */
static bool is_expected(uint32_t codepoint)
{
    return (codepoint >= 0xA0 && codepoint <= 0x17F) ||
           (codepoint >= 0x1E80 && codepoint <= 0x1EF3) || /* Welsh accents */
           (codepoint >= 0x2010 && codepoint <= 0x2044) || /* punctuation */
           codepoint == 0x20AC || codepoint == 0x2122;
}

/* @return the bytes of a UTF-8 sequence that begins with @p lead; 0 if @p lead
 *         is invalid */
static size_t sequence_size(unsigned char lead)
{
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    return (lead & 0xF0) == 0xE0 ? 3 : 0;
}

/* @return the letter that was misread as the text at @p at, or 0 @param end
 *         [out] the text after it */
static uint32_t undo(const char *at, const char **end)
{
    char bytes[4] = "";
    unsigned char byte;
    size_t size = 0;
    const char *read;

    if (encoding_to_byte(utf8_next(&at), &byte))
        size = sequence_size(byte);
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (char)byte;
        *end = at;
        if (i + 1 < size && !encoding_to_byte(utf8_next(&at), &byte))
            return 0;
    }
    if (!size || !utf8_check(bytes, size, NULL))
        return 0;
    read = bytes;
    return utf8_next(&read);
}

static bool is_mojibake(const char *at, struct text_lint *text_lint)
{
    const char *end = at;
    const uint32_t codepoint = undo(at, &end);
    char meant[8] = "";

    if (!codepoint || !is_expected(codepoint))
        return false;
    meant[utf8_encode(codepoint, meant)] = '\0';
    text_lint->rule = RULE_TEXT_MOJIBAKE;
    snprintf(text_lint->words, sizeof text_lint->words,
             "\"%.*s\" looks like a misread \"%s\"", (int)(end - at), at,
             meant);
    return true;
}

/* Ranges of characters without a width, first and last: most of Unicode's
 * Default_Ignorable_Code_Point, and the line separators. */
static const uint32_t invisible[][2] = {
    {0xAD, 0xAD},       {0x34F, 0x34F},     {0x61C, 0x61C},
    {0x115F, 0x1160},   {0x17B4, 0x17B5},   {0x180B, 0x180F},
    {0x200B, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F},
    {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},
    {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},   {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

static bool is_control(uint32_t codepoint)
{
    return (codepoint < 0x20 && codepoint != '\t' && codepoint != '\n' &&
            codepoint != '\r') ||
           (codepoint >= 0x7F && codepoint < 0xA0);
}

static bool is_invisible(uint32_t codepoint)
{
    for (size_t i = 0; i < sizeof invisible / sizeof *invisible; i++)
        if (codepoint >= invisible[i][0] && codepoint <= invisible[i][1])
            return true;
    return false;
}

static bool is_suspect_codepoint(const char *at, struct text_lint *text_lint)
{
    const char *next = at;
    const uint32_t codepoint = utf8_next(&next);

    if (codepoint == 0xFFFD) {
        text_lint->rule = RULE_TEXT_MOJIBAKE;
        snprintf(text_lint->words, sizeof text_lint->words,
                 "U+FFFD shows that a letter was lost");
        return true;
    }
    if (is_mojibake(at, text_lint))
        return true;
    if (is_control(codepoint)) {
        text_lint->rule = RULE_TEXT_CONTROL;
        snprintf(text_lint->words, sizeof text_lint->words,
                 "control character U+%04X", (unsigned)codepoint);
        return true;
    }
    if (!is_invisible(codepoint))
        return false;
    text_lint->rule = RULE_TEXT_INVISIBLE;
    snprintf(text_lint->words, sizeof text_lint->words,
             "invisible character U+%04X", (unsigned)codepoint);
    return true;
}

/* The length of "&amp;", "&#39;", "&#x2019;" or "&Eacute;", or 0. */
static size_t entity_length(const char *at)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const bool numbered = at[1] == '#';
    const bool hex = numbered && (at[2] == 'x' || at[2] == 'X');
    const char *name = at + 1 + numbered + hex;
    size_t length = strspn(name, hex        ? "0123456789abcdefABCDEF"
                                 : numbered ? "0123456789"
                                            : letters);

    if (!numbered && *name && strchr(capitals, *name))
        length = 1 + strspn(name + 1, letters);
    if (!numbered &&
        (strncmp(name, "AMP;", 4) == 0 || strncmp(name, "QUOT;", 5) == 0))
        length = strcspn(name, ";");
    if (*at != '&' || name[length] != ';' || length > 8 ||
        length < (numbered ? 1 : 2))
        return 0;
    return (size_t)(name - at) + length + 1;
}

static bool is_entity(const char *at, struct text_lint *text_lint)
{
    const size_t length = entity_length(at);

    if (!length)
        return false;
    text_lint->rule = RULE_TEXT_ENTITY;
    snprintf(text_lint->words, sizeof text_lint->words,
             "\"%.*s\" is HTML and will be printed as it is", (int)length, at);
    return true;
}

/* Two spaces after a sentence or at the beginning of a line are intended. */
static bool is_double_space(const char *text, const char *at)
{
    return at[0] == ' ' && at[1] == ' ' && at > text && at[-1] != ' ' &&
           !strchr(".!?:\n\r", at[-1]) && at[2];
}

bool text_lint_find(const char *text, struct text_lint *text_lint)
{
    for (const char *at = text; *at; at++) {
        const unsigned char byte = (unsigned char)*at;
        text_lint->offset = (size_t)(at - text);
        if ((byte & 0xC0) == 0x80)
            continue;
        if ((byte < ' ' || byte >= 0x7F) && is_suspect_codepoint(at, text_lint))
            return true;
        if (byte == '&' && is_entity(at, text_lint))
            return true;
        if (is_double_space(text, at)) {
            text_lint->rule = RULE_TEXT_DOUBLE_SPACE;
            snprintf(text_lint->words, sizeof text_lint->words,
                     "two spaces running");
            return true;
        }
    }
    return false;
}
