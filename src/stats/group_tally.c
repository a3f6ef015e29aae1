#include "stats/group_tally.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "stats/exact_sum.h"

/* Maximum rows with errors that are named; the others are counted. */
enum { NAMED_MAX = 5 };

struct lacking_row {
    const char *code;
    struct location location;
};

struct group_tally {
    bool mean;
    struct exact_sum *sum;
    uint64_t count; /* of councils with a value */
    bool keep;
    struct rate *rates; /* kept */
    size_t rate_count;
    size_t rate_capacity;
    struct lacking_row named[NAMED_MAX];
    size_t lacking;
};

struct group_tally *group_tally_new(bool mean, bool keep)
{
    struct group_tally *tally = memory_alloc(sizeof *tally);

    *tally = (struct group_tally){
        .mean = mean, .keep = keep, .sum = exact_sum_new()};
    return tally;
}

void group_tally_free(struct group_tally *tally)
{
    exact_sum_free(tally->sum);
    free(tally->rates);
    free(tally);
}

void group_tally_add(struct group_tally *tally, struct rate rate, bool withheld)
{
    if (!rate_exists(rate))
        return;
    if (tally->keep) {
        if (!withheld) {
            ARRAY_GROW(tally->rates, tally->rate_count, tally->rate_capacity);
            tally->rates[tally->rate_count++] = rate;
        }
        return;
    }
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

struct average group_tally_average(const struct group_tally *tally,
                                   const struct figure_format *format)
{
    if (tally->count < 2)
        return (struct average){.exists = false};
    return exact_sum_average(tally->sum, tally->mean ? tally->count : 1,
                             format);
}

static int compare(const void *left, const void *right)
{
    return rate_compare(*(const struct rate *)left,
                        *(const struct rate *)right);
}

/* Prints "29%; 31%", once for thousands of letters. */
static const char *print_values(const struct group_tally *tally,
                                struct arena *arena,
                                const struct figure_format *format)
{
    struct buffer values = buffer_new(16 * 1024 * 1024);
    char text[FORMAT_TEXT_SIZE];
    const char *copy;

    for (size_t i = 0; i < tally->rate_count; i++) {
        buffer_add_text(&values, i ? "; " : "");
        buffer_add_text(
            &values,
            format_print(text, format, format_scale(format, tally->rates[i])));
    }
    copy = arena_strdup(arena, buffer_text(&values));
    buffer_free(&values);
    return copy;
}

struct peers group_tally_peers(struct group_tally *tally, struct arena *arena,
                               const struct figure_format *format)
{
    const size_t count = tally->rate_count;
    double *positions = ARENA_ARRAY(arena, double, count);
    struct peers peers;

    if (count)
        qsort(tally->rates, count, sizeof *tally->rates, compare);
    for (size_t i = 0; i < count; i++)
        positions[i] = format_position(format, tally->rates[i]);
    peers = (struct peers){
        .rates = arena_copy(arena, tally->rates, count * sizeof *tally->rates),
        .positions = positions,
        .values = print_values(tally, arena, format),
        .count = count};
    hash_bytes(positions, count * sizeof *positions, peers.digest);
    return peers;
}

static void add_row(struct buffer *words, const struct lacking_row *row)
{
    char place[LOCATION_SIZE];

    buffer_printf(words, "%s (%s)", *row->code ? row->code : "no code",
                  error_print_location(row->location, place));
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
