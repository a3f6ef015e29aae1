#include "letter/mapped_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/memory.h"
#include "base/utf8.h"

/** Maximum bytes: a source, and sentinels, guards and blank lines. */
enum { DRAFT_LIMIT = 64 * 1024 * 1024 };

/* The source of a part, which ends where the next begins. */
struct mapped_stretch {
    size_t at;     /* in the mapped text */
    size_t from;   /* in the source */
    bool verbatim; /* byte by byte; false: the whole part has one source */
};

struct mapped_text {
    struct buffer text;
    struct mapped_stretch *stretches;
    size_t count;
    size_t capacity;
};

struct mapped_text *mapped_text_new(void)
{
    struct mapped_text *mapped_text = memory_alloc(sizeof *mapped_text);

    *mapped_text = (struct mapped_text){.text = buffer_new(DRAFT_LIMIT)};
    return mapped_text;
}

void mapped_text_free(struct mapped_text *mapped_text)
{
    if (!mapped_text)
        return;
    buffer_free(&mapped_text->text);
    free(mapped_text->stretches);
    free(mapped_text);
}

static void add_stretch(struct mapped_text *mapped_text, size_t from,
                        bool verbatim)
{
    ARRAY_GROW(mapped_text->stretches, mapped_text->count,
               mapped_text->capacity);
    mapped_text->stretches[mapped_text->count++] =
        (struct mapped_stretch){mapped_text->text.length, from, verbatim};
}

void mapped_text_copy(struct mapped_text *mapped_text,
                      const struct source_text *source, size_t from, size_t to)
{
    if (from >= to)
        return;
    add_stretch(mapped_text, from, true);
    buffer_add(&mapped_text->text, source->bytes + from, to - from);
}

void mapped_text_add(struct mapped_text *mapped_text, const char *text,
                     size_t from)
{
    add_stretch(mapped_text, from, false);
    buffer_add_text(&mapped_text->text, text);
}

void mapped_text_add_codepoint(struct mapped_text *mapped_text,
                               uint32_t codepoint, size_t from)
{
    char bytes[5] = "";

    bytes[utf8_encode(codepoint, bytes)] = '\0';
    mapped_text_add(mapped_text, bytes, from);
}

/* @return the last part that does not begin after @p at */
static size_t stretch_at(const struct mapped_text *mapped_text, size_t at)
{
    size_t low = 0;
    size_t high = mapped_text->count;

    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (mapped_text->stretches[middle].at <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

void mapped_text_join(struct mapped_text *mapped_text,
                      const struct mapped_text *other, size_t from, size_t to)
{
    size_t i = other->count ? stretch_at(other, from) : 0;

    while (from < to && i < other->count) {
        const struct mapped_stretch *stretch = &other->stretches[i++];
        const size_t skipped = stretch->verbatim ? from - stretch->at : 0;
        size_t end = i < other->count ? other->stretches[i].at : to;
        if (end > to)
            end = to;
        if (end <= from)
            continue;
        add_stretch(mapped_text, stretch->from + skipped, stretch->verbatim);
        buffer_add(&mapped_text->text, other->text.bytes + from, end - from);
        from = end;
    }
}

const char *mapped_text_text(const struct mapped_text *mapped_text)
{
    return buffer_text(&mapped_text->text);
}

size_t mapped_text_length(const struct mapped_text *mapped_text)
{
    return mapped_text->text.length;
}

size_t mapped_text_origin(const struct mapped_text *mapped_text, size_t at)
{
    const struct mapped_stretch *stretch;

    if (!mapped_text->count)
        return 0;
    stretch = &mapped_text->stretches[stretch_at(mapped_text, at)];
    return stretch->from + (stretch->verbatim ? at - stretch->at : 0);
}
