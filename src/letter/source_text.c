#include "letter/source_text.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"
#include "data/encoding.h"
#include "letter/sentinel.h"

/* CR and CRLF become LF; columns do not notice. */
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

static void index_lines(struct arena *arena, struct source *source)
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

/* Lines may be long and places many. */
enum { STEP = 256 };

static void count_letters(struct arena *arena, struct source *source)
{
    const size_t count = source->length / STEP + 1;
    size_t *steps = ARENA_ARRAY(arena, size_t, count);

    for (size_t i = 1; i < count; i++)
        steps[i] =
            steps[i - 1] + text_length(source->bytes + (i - 1) * STEP, STEP);
    source->steps = steps;
}

static size_t letters_before(const struct source *source, size_t offset)
{
    const size_t step = offset / STEP;

    return source->steps[step] +
           text_length(source->bytes + step * STEP, offset - step * STEP);
}

static int digit_of(char byte, int base)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (base == 16 && byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    if (base == 16 && byte >= 'A' && byte <= 'F')
        return byte - 'A' + 10;
    return -1;
}

/* The letter that "&#...;" stands for, or 0. */
static uint32_t entity_at(const char *at)
{
    const int base = (at[1] == '#' && (at[2] == 'x' || at[2] == 'X')) ? 16 : 10;
    uint32_t letter = 0;

    if (at[0] != '&' || at[1] != '#')
        return 0;
    for (at += base == 16 ? 3 : 2; digit_of(*at, base) >= 0; at++)
        if (letter <= SENTINEL_LAST)
            letter = letter * (uint32_t)base + (uint32_t)digit_of(*at, base);
    return *at == ';' ? letter : 0;
}

static enum status check_letters(const struct source *source,
                                 struct report *report)
{
    enum status status = STATUS_OK;
    const char *at = source->bytes;

    while (*at) {
        const char *here = at;
        const uint32_t entity = entity_at(at);
        const uint32_t letter = entity ? entity : text_next(&at);
        if (entity)
            at++;
        if (!sentinel_is(letter))
            continue;
        report_say(report, RULE_TEXT_PRIVATE,
                   source_place(source, (size_t)(here - source->bytes)), NULL,
                   NULL, "the private character U+%X cannot be printed",
                   (unsigned)letter);
        status = rule_status(RULE_TEXT_PRIVATE);
    }
    return status;
}

enum status source_set(struct arena *arena, struct place origin,
                       const char *bytes, size_t length, struct source *source,
                       struct report *report)
{
    char *copy = arena_alloc(arena, length + 1);

    source->file = origin.file;
    source->length = copy_lines(copy, bytes, length);
    source->bytes = copy;
    source->origin = origin;
    index_lines(arena, source);
    count_letters(arena, source);
    return check_letters(source, report);
}

enum status source_read(struct arena *arena, const char *path,
                        struct source *source, struct report *report)
{
    struct buffer text = buffer_new(SOURCE_LIMIT);
    const struct place origin = {path, 1, 1};
    enum status status = encoding_read_text(path, path, &text, report);

    if (status == STATUS_OK)
        status = source_set(arena, origin, buffer_text(&text), text.length,
                            source, report);
    buffer_free(&text);
    return status;
}

/* The last line that does not begin behind @p offset. */
static size_t line_at(const struct source *source, size_t offset)
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

struct place source_place(const struct source *source, size_t offset)
{
    const size_t line = line_at(source, offset);
    const size_t start = source->lines[line];
    struct place place = source->origin;

    /* What is behind the first line of a setting has no column we know. */
    if (line > 0)
        place.column = 1;
    place.line += (int)line;
    place.column +=
        (int)(letters_before(source, offset) - letters_before(source, start));
    return place;
}
