#include "stats/group_tally.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "stats/exact_sum.h"

/* Rows at fault that are named; of the others only their number is kept. */
enum { NAMED_MAX = 5 };

struct lacking_row {
    const char *code;
    struct location location;
};

struct group_tally {
    bool mean;
    struct exact_sum *sum;
    uint64_t count; /* of councils with a rate */
    struct lacking_row named[NAMED_MAX];
    size_t lacking;
};

struct group_tally *group_tally_new(bool mean)
{
    struct group_tally *tally = memory_alloc(sizeof *tally);

    *tally = (struct group_tally){.mean = mean, .sum = exact_sum_new()};
    return tally;
}

void group_tally_free(struct group_tally *tally)
{
    exact_sum_free(tally->sum);
    free(tally);
}

void group_tally_add(struct group_tally *tally, struct rate rate)
{
    if (!rate_exists(rate))
        return;
    if (tally->mean)
        exact_sum_add(tally->sum, rate);
    else
        exact_sum_pool(tally->sum, rate);
    tally->count++;
}

void group_tally_lack(struct group_tally *tally, const char *code,
                      struct location location)
{
    if (tally->lacking < NAMED_MAX)
        tally->named[tally->lacking] = (struct lacking_row){code, location};
    tally->lacking++;
}

int group_tally_percent(const struct group_tally *tally)
{
    if (tally->count < 2)
        return -1;
    return exact_sum_percent(tally->sum, tally->mean ? tally->count : 1);
}

static void add_row(struct buffer *words, const struct lacking_row *row)
{
    const struct location location = row->location;

    buffer_printf(words, "%s (%s:%d", *row->code ? row->code : "no code",
                  location.file, location.line);
    if (location.column)
        buffer_printf(words, ":%d", location.column);
    buffer_add_char(words, ')');
}

const char *group_tally_lacking(struct arena *arena,
                                const struct group_tally *tally)
{
    const size_t named =
        tally->lacking < NAMED_MAX ? tally->lacking : NAMED_MAX;
    struct buffer words = buffer_new(64 * 1024);
    const char *copy = NULL;

    for (size_t i = 0; i < named; i++) {
        if (i)
            buffer_add_text(&words, ", ");
        add_row(&words, &tally->named[i]);
    }
    if (tally->lacking > named)
        buffer_printf(&words, " and %zu more", tally->lacking - named);
    if (tally->lacking)
        copy = arena_strdup(arena, buffer_text(&words));
    buffer_free(&words);
    return copy;
}
