#include "data/text_lint.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "data/encoding.h"

/*
 * Mojibake: the bytes of a UTF-8 sequence were read as Windows-1252, so that
 * one letter became two or three. Turned back into bytes, they make a letter
 * again, and one that English or Welsh text has:
 *
 *     o-circumflex -> C3 B4 -> A-tilde, acute accent -> C3 B4 -> o-circumflex
 */
static bool is_expected(uint32_t letter)
{
    return (letter >= 0xA0 && letter <= 0x17F) ||
           (letter >= 0x1E80 && letter <= 0x1EF3) || /* Welsh accents */
           (letter >= 0x2010 && letter <= 0x2044) || /* punctuation */
           letter == 0x20AC || letter == 0x2122;
}

/* Bytes of a UTF-8 sequence that begins with @p lead; 0: none does. */
static size_t sequence_size(unsigned char lead)
{
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    return (lead & 0xF0) == 0xE0 ? 3 : 0;
}

/* The letter that the text at @p at was before it was read wrongly, or 0;
 * @p end gets what follows. */
static uint32_t undo(const char *at, const char **end)
{
    char bytes[4] = "";
    unsigned char byte;
    size_t size = 0;
    const char *read;

    if (encoding_byte(text_next(&at), &byte))
        size = sequence_size(byte);
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (char)byte;
        *end = at;
        if (i + 1 < size && !encoding_byte(text_next(&at), &byte))
            return 0;
    }
    if (!size || !text_check(bytes, size, NULL))
        return 0;
    read = bytes;
    return text_next(&read);
}

static bool is_mojibake(const char *at, struct oddity *oddity)
{
    const char *end = at;
    const uint32_t letter = undo(at, &end);
    char meant[8] = "";

    if (!letter || !is_expected(letter))
        return false;
    meant[text_encode(letter, meant)] = '\0';
    oddity->rule = RULE_TEXT_MOJIBAKE;
    snprintf(oddity->words, sizeof oddity->words,
             "\"%.*s\" looks like a misread \"%s\"", (int)(end - at), at,
             meant);
    return true;
}

/* Controls, and what takes no room of its own. */
static bool is_invisible(uint32_t letter)
{
    if (letter == '\t' || letter == '\n' || letter == '\r')
        return false;
    return letter < 0x20 || (letter >= 0x7F && letter < 0xA0) ||
           letter == 0xAD || (letter >= 0x200B && letter <= 0x200F) ||
           (letter >= 0x2028 && letter <= 0x202E) ||
           (letter >= 0x2060 && letter <= 0x206F) || letter == 0xFEFF;
}

static bool is_odd_letter(const char *at, struct oddity *oddity)
{
    const char *next = at;
    const uint32_t letter = text_next(&next);

    if (letter == 0xFFFD) {
        oddity->rule = RULE_TEXT_MOJIBAKE;
        snprintf(oddity->words, sizeof oddity->words,
                 "U+FFFD stands where a letter was lost");
        return true;
    }
    if (is_mojibake(at, oddity))
        return true;
    if (!is_invisible(letter))
        return false;
    oddity->rule = RULE_TEXT_INVISIBLE;
    snprintf(oddity->words, sizeof oddity->words, "invisible character U+%04X",
             (unsigned)letter);
    return true;
}

/* Two spaces after the end of a sentence are a habit, not a slip; so are those
 * at the beginning of a line. */
static bool is_double_space(const char *text, const char *at)
{
    return at[0] == ' ' && at[1] == ' ' && at > text && at[-1] != ' ' &&
           !strchr(".!?:\n\r", at[-1]) && at[2];
}

bool oddity_find(const char *text, struct oddity *oddity)
{
    for (const char *at = text; *at; at++) {
        const unsigned char byte = (unsigned char)*at;
        oddity->offset = (size_t)(at - text);
        if ((byte & 0xC0) == 0x80)
            continue;
        if ((byte < ' ' || byte >= 0x7F) && is_odd_letter(at, oddity))
            return true;
        if (is_double_space(text, at)) {
            oddity->rule = RULE_TEXT_DOUBLE_SPACE;
            snprintf(oddity->words, sizeof oddity->words, "two spaces running");
            return true;
        }
    }
    return false;
}
