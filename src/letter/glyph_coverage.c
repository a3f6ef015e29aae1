#include "letter/glyph_coverage.h"

#include <string.h>

#include "base/utf8.h"
#include "letter/compile_context.h"

/** Private characters, which stand for placeholders, begin here. */
enum { PRIVATE_FIRST = 0x100000 };

/* The first place of a letter in a source behind another place, or that. */
static struct place find_letter(const struct source *source, struct place from,
                                uint32_t letter)
{
    const int line = from.line - source->origin.line;
    int column = line ? 1 : source->origin.column;
    char bytes[5] = "";
    const char *at;

    if (line < 0 || (size_t)line >= source->line_count)
        return from;
    at = source->bytes + source->lines[line];
    for (; column < from.column && *at && *at != '\n'; column++)
        text_next(&at);
    bytes[text_encode(letter, bytes)] = '\0';
    at = strstr(at, bytes);
    return at ? source_place(source, (size_t)(at - source->bytes)) : from;
}

static void blame(struct compiler *compiler, struct place place,
                  uint32_t letter)
{
    char bytes[5] = "";

    bytes[text_encode(letter, bytes)] = '\0';
    if (text_is_leftward(letter))
        compiler_blame(
            compiler, RULE_TEXT_DIRECTION, place,
            "\"%s\" (U+%04X) is written from right to left, which no "
            "letter can be",
            bytes, (unsigned)letter);
    else
        compiler_blame(compiler, RULE_GLYPH_MISSING, place,
                       "the font has no glyph for \"%s\" (U+%04X)", bytes,
                       (unsigned)letter);
}

/* The end of a stretch without placeholders. */
static const char *stretch_end(const char *at, const char *end)
{
    while (at < end) {
        const char *next = at;
        if (text_next(&next) >= PRIVATE_FIRST)
            break;
        at = next;
    }
    return at;
}

/* Goes on behind a letter that is lacking, for another may be. */
static const char *pass_letter(const char *at, const char *end, uint32_t letter)
{
    while (at < end)
        if (text_next(&at) == letter)
            return at;
    return end;
}

void lettering_check(struct compiler *compiler, const struct source *source,
                     struct place place, const char *text, size_t length,
                     unsigned style)
{
    const struct lettering *lettering = compiler->lettering;
    const char *end = text + length;

    while (lettering && text < end) {
        const char *stop = stretch_end(text, end);
        uint32_t letter = 0;
        if (stop > text)
            letter = lettering->lacks(lettering->context, text,
                                      (size_t)(stop - text), style);
        if (letter) {
            blame(compiler, find_letter(source, place, letter), letter);
            text = pass_letter(text, stop, letter);
        } else {
            text = stop;
            if (text < end)
                text_next(&text);
        }
    }
}
