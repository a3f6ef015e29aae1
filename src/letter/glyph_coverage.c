#include "letter/glyph_coverage.h"

#include <string.h>

#include "base/utf8.h"
#include "letter/compile_context.h"

/** The first private character; they represent placeholders. */
enum { PRIVATE_FIRST = 0x100000 };

/* @return the source's offset of a location, or SIZE_MAX */
static size_t offset_of(const struct source_text *source,
                        struct location location)
{
    const int line = location.line - source->origin.line;
    int column = line ? 1 : source->origin.column;
    const char *at;

    if (line < 0 || (size_t)line >= source->line_count)
        return SIZE_MAX;
    at = source->bytes + source->lines[line];
    for (; column < location.column && *at && *at != '\n'; column++)
        utf8_next(&at);
    return (size_t)(at - source->bytes);
}

/* @return the first location of a character from byte @p from on, which is
 *         moved past it; @p start if it is written in another way */
static struct location find_codepoint(const struct source_text *source,
                                      size_t *from, struct location start,
                                      uint32_t codepoint)
{
    char bytes[5] = "";
    const char *at;

    bytes[utf8_encode(codepoint, bytes)] = '\0';
    at = *from < SIZE_MAX ? strstr(source->bytes + *from, bytes) : NULL;
    if (!at)
        return start;
    *from = (size_t)(at - source->bytes) + strlen(bytes);
    return source_text_location(source, (size_t)(at - source->bytes));
}

static void report_missing(struct compile_context *context,
                           struct location location, uint32_t codepoint)
{
    char bytes[5] = "";

    bytes[utf8_encode(codepoint, bytes)] = '\0';
    if (utf8_is_rtl(codepoint))
        compile_context_report(
            context, RULE_TEXT_DIRECTION, location,
            "\"%s\" (U+%04X) is written from right to left, which no "
            "letter can be",
            bytes, (unsigned)codepoint);
    else
        compile_context_report(context, RULE_GLYPH_MISSING, location,
                               "the font has no glyph for \"%s\" (U+%04X)",
                               bytes, (unsigned)codepoint);
}

/* @return the end of a part without placeholders */
static const char *stretch_end(const char *at, const char *end)
{
    while (at < end) {
        const char *next = at;
        if (utf8_next(&next) >= PRIVATE_FIRST)
            break;
        at = next;
    }
    return at;
}

/* Continues after a missing code point: there may be more. */
static const char *pass_codepoint(const char *at, const char *end,
                                  uint32_t codepoint)
{
    while (at < end)
        if (utf8_next(&at) == codepoint)
            return at;
    return end;
}

/** Maximum reported missing characters of one text (each costs a search of its
 *  rest) and of all texts compiled together. */
enum { MISSING_MAX = 20, MISSING_ALL_MAX = 200 };

void glyph_coverage_check(struct compile_context *context,
                          const struct source_text *source,
                          struct location location, const char *text,
                          size_t length, unsigned style)
{
    const struct glyph_coverage *glyph_coverage = context->glyph_coverage;
    const char *end = text + length;
    size_t from = SIZE_MAX;
    int missing = 0;

    while (glyph_coverage && text < end && missing < MISSING_MAX &&
           context->missing < MISSING_ALL_MAX) {
        const char *stop = stretch_end(text, end);
        uint32_t codepoint = 0;
        if (stop > text)
            codepoint = glyph_coverage->find_missing(
                glyph_coverage->context, text, (size_t)(stop - text), style);
        if (codepoint) {
            if (!missing++)
                from = offset_of(source, location);
            context->missing++;
            report_missing(context,
                           find_codepoint(source, &from, location, codepoint),
                           codepoint);
            text = pass_codepoint(text, stop, codepoint);
        } else {
            text = stop;
            if (text < end)
                utf8_next(&text);
        }
    }
}
