#include "letter/mapped_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

/** Most bytes of a draft: a source, and sentinels, guards and blank lines. */
enum { DRAFT_LIMIT = 64 * 1024 * 1024 };

/* Where a stretch of the draft comes from; it ends where the next begins. */
struct stretch {
    size_t at;     /* in the draft */
    size_t from;   /* in the source */
    bool verbatim; /* byte by byte; else all of it stands for one place */
};

struct draft {
    struct buffer text;
    struct stretch *stretches;
    size_t count;
    size_t room;
};

struct draft *draft_new(void)
{
    struct draft *draft = memory_alloc(sizeof *draft);

    *draft = (struct draft){.text = buffer_new(DRAFT_LIMIT)};
    return draft;
}

void draft_free(struct draft *draft)
{
    if (!draft)
        return;
    buffer_free(&draft->text);
    free(draft->stretches);
    free(draft);
}

static void add_stretch(struct draft *draft, size_t from, bool verbatim)
{
    if (draft->count == draft->room) {
        draft->room = draft->room ? draft->room * 2 : 16;
        draft->stretches = memory_resize(draft->stretches, draft->room,
                                         sizeof *draft->stretches);
    }
    draft->stretches[draft->count++] =
        (struct stretch){draft->text.length, from, verbatim};
}

void draft_copy(struct draft *draft, const struct source *source, size_t from,
                size_t to)
{
    if (from >= to)
        return;
    add_stretch(draft, from, true);
    buffer_add(&draft->text, source->bytes + from, to - from);
}

void draft_add(struct draft *draft, const char *text, size_t from)
{
    add_stretch(draft, from, false);
    buffer_add_text(&draft->text, text);
}

void draft_add_letter(struct draft *draft, uint32_t letter, size_t from)
{
    char bytes[5] = "";

    bytes[text_encode(letter, bytes)] = '\0';
    draft_add(draft, bytes, from);
}

/* The last stretch that does not begin behind @p at. */
static size_t stretch_at(const struct draft *draft, size_t at)
{
    size_t low = 0;
    size_t high = draft->count;

    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (draft->stretches[middle].at <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

void draft_join(struct draft *draft, const struct draft *other, size_t from,
                size_t to)
{
    size_t i = other->count ? stretch_at(other, from) : 0;

    while (from < to && i < other->count) {
        const struct stretch *stretch = &other->stretches[i++];
        const size_t skipped = stretch->verbatim ? from - stretch->at : 0;
        size_t end = i < other->count ? other->stretches[i].at : to;
        if (end > to)
            end = to;
        if (end <= from)
            continue;
        add_stretch(draft, stretch->from + skipped, stretch->verbatim);
        buffer_add(&draft->text, other->text.bytes + from, end - from);
        from = end;
    }
}

const char *draft_text(const struct draft *draft)
{
    return buffer_text(&draft->text);
}

size_t draft_length(const struct draft *draft)
{
    return draft->text.length;
}

size_t draft_origin(const struct draft *draft, size_t at)
{
    const struct stretch *stretch;

    if (!draft->count)
        return 0;
    stretch = &draft->stretches[stretch_at(draft, at)];
    return stretch->from + (stretch->verbatim ? at - stretch->at : 0);
}
