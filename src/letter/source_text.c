#include "letter/source_text.h"

#include <stdbool.h>
#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "data/encoding.h"
#include "data/text_lint.h"
#include "letter/sentinel.h"

/* CR and CRLF become LF, which does not change columns. */
static size_t copy_lines(char *to, const char *bytes, size_t length)
{
    size_t count = 0;

    for (size_t i = 0; i < length; i++) {
        if (bytes[i] != '\r')
            to[count++] = bytes[i];
        else if (i + 1 == length || bytes[i + 1] != '\n')
            to[count++] = '\n';
    }
    return count;
}

static void index_lines(struct arena *arena, struct source_text *source)
{
    size_t *lines;
    size_t count = 1;

    for (size_t i = 0; i < source->length; i++)
        count += source->bytes[i] == '\n';
    lines = ARENA_ARRAY(arena, size_t, count);
    source->line_count = count;
    count = 1;
    for (size_t i = 0; i < source->length; i++)
        if (source->bytes[i] == '\n')
            lines[count++] = i + 1;
    source->lines = lines;
}

/* Counts from the last step: lines may be long and locations many. */
enum { STEP = 256 };

static void count_codepoints(struct arena *arena, struct source_text *source)
{
    const size_t count = source->length / STEP + 1;
    size_t *steps = ARENA_ARRAY(arena, size_t, count);

    for (size_t i = 1; i < count; i++)
        steps[i] =
            steps[i - 1] + utf8_length(source->bytes + (i - 1) * STEP, STEP);
    source->steps = steps;
}

static size_t codepoints_before(const struct source_text *source, size_t offset)
{
    const size_t step = offset / STEP;

    return source->steps[step] +
           utf8_length(source->bytes + step * STEP, offset - step * STEP);
}

static int digit_of(char byte, int base)
{
    const int value = ascii_hex_value(byte);

    return value < base ? value : -1;
}

/* @return the character of "&#...;", or 0 */
static uint32_t entity_at(const char *at)
{
    const int base = (at[1] == '#' && (at[2] == 'x' || at[2] == 'X')) ? 16 : 10;
    uint32_t codepoint = 0;

    if (at[0] != '&' || at[1] != '#')
        return 0;
    for (at += base == 16 ? 3 : 2; digit_of(*at, base) >= 0; at++)
        if (codepoint <= SENTINEL_LAST)
            codepoint =
                codepoint * (uint32_t)base + (uint32_t)digit_of(*at, base);
    return *at == ';' ? codepoint : 0;
}

/* In a text, "&#1;" would be a control character. */
static bool is_control(uint32_t codepoint)
{
    char text[5] = "";

    text[utf8_encode(codepoint, text)] = '\0';
    return utf8_find_control(text, &codepoint) != NULL;
}

static enum status check_codepoints(const struct source_text *source,
                                    struct diagnostics *diagnostics)
{
    enum status status = STATUS_OK;
    const char *at = source->bytes;

    while (*at) {
        const char *here = at;
        const uint32_t entity = entity_at(at);
        const uint32_t codepoint = entity ? entity : utf8_next(&at);
        if (entity)
            at++;
        if (entity && codepoint < 0xA0 && is_control(codepoint)) {
            diagnostics_add(
                diagnostics, RULE_TEXT_CONTROL,
                source_text_location(source, (size_t)(here - source->bytes)),
                NULL, NULL, "the control character U+%04X cannot be printed",
                (unsigned)codepoint);
            status = rule_status(RULE_TEXT_CONTROL);
        }
        if (!sentinel_is(codepoint))
            continue;
        diagnostics_add(
            diagnostics, RULE_TEXT_PRIVATE,
            source_text_location(source, (size_t)(here - source->bytes)), NULL,
            NULL, "the private character U+%X cannot be printed",
            (unsigned)codepoint);
        status = rule_status(RULE_TEXT_PRIVATE);
    }
    return status;
}

enum status source_text_set(struct arena *arena, struct location origin,
                            const char *bytes, size_t length,
                            struct source_text *source,
                            struct diagnostics *diagnostics)
{
    char *copy = arena_alloc(arena, length + 1);

    source->file = origin.file;
    source->length = copy_lines(copy, bytes, length);
    source->bytes = copy;
    source->origin = origin;
    index_lines(arena, source);
    count_codepoints(arena, source);
    return check_codepoints(source, diagnostics);
}

/** Warnings about traces of other programs in one file. */
enum { TRACES_MAX = 20 };

/* In Markdown, HTML entities are valid and spaces collapse. */
static void check_traces(const struct source_text *source,
                         struct diagnostics *diagnostics)
{
    const char *at = source->bytes;
    struct text_lint text_lint;

    for (int told = 0; told < TRACES_MAX && text_lint_find(at, &text_lint);) {
        at += text_lint.offset;
        if (text_lint.rule == RULE_TEXT_MOJIBAKE ||
            text_lint.rule == RULE_TEXT_INVISIBLE) {
            diagnostics_add(
                diagnostics, text_lint.rule,
                source_text_location(source, (size_t)(at - source->bytes)),
                NULL, NULL, "%s", text_lint.words);
            told++;
        }
        utf8_next(&at);
    }
}

enum status source_text_read(struct arena *arena, const char *path,
                             struct source_text *source,
                             struct diagnostics *diagnostics)
{
    struct buffer text = buffer_new(SOURCE_TEXT_LIMIT);
    const struct location origin = {path, 1, 1};
    enum status status = encoding_read_text(path, path, &text, diagnostics);

    if (status == STATUS_OK)
        status = source_text_set(arena, origin, buffer_text(&text), text.length,
                                 source, diagnostics);
    if (status == STATUS_OK)
        check_traces(source, diagnostics);
    buffer_free(&text);
    return status;
}

/* @return the last line that does not begin after @p offset */
static size_t line_at(const struct source_text *source, size_t offset)
{
    size_t low = 0;
    size_t high = source->line_count;

    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (source->lines[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

struct location source_text_location(const struct source_text *source,
                                     size_t offset)
{
    const size_t line = line_at(source, offset);
    const size_t start = source->lines[line];
    struct location location = source->origin;

    /* The columns after a setting's first line are unknown. */
    if (line > 0)
        location.column = 1;
    location.line += (int)line;
    location.column += (int)(codepoints_before(source, offset) -
                             codepoints_before(source, start));
    return location;
}
