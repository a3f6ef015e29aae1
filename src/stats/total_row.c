#include "stats/total_row.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/number.h"

enum { WORD_SIZE = 24, WORDS_MAX = 6 };

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* A name's words in lower case; more than WORDS_MAX are counted only. */
struct inline_text {
    char items[WORDS_MAX][WORD_SIZE];
    size_t count;
};

static bool is_in_word(char c)
{
    return ascii_is_alphanumeric(c) || (unsigned char)c >= 0x80;
}

static struct inline_text split(const char *text)
{
    struct inline_text words = {.count = 0};

    while (*text) {
        size_t length = 0;
        while (is_in_word(text[length]))
            length++;
        if (length && words.count < WORDS_MAX)
            for (size_t i = 0; i < length && i + 1 < WORD_SIZE; i++)
                words.items[words.count][i] = ascii_to_lower(text[i]);
        words.count += length > 0;
        text += length ? length : 1;
    }
    return words;
}

static bool is_one_of(const char *word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(word, list[i]) == 0)
            return true;
    return false;
}

/* "Sum of all authorities", "England and Wales": words of totals alone. */
static bool has_only(const struct inline_text *words, const char *const *alone,
                     size_t alone_count, const char *const *many,
                     size_t many_count)
{
    static const char *const between[] = {"of",       "for",  "in",     "the",
                                          "and",      "all",  "united", "great",
                                          "northern", "local"};
    bool found = false;

    for (size_t i = 0; i < words->count; i++) {
        const char *word = words->items[i];
        const bool total = is_one_of(word, alone, alone_count);
        if (!total && !is_one_of(word, many, many_count) &&
            !is_one_of(word, between, LENGTH(between)))
            return false;
        found |= total;
    }
    return found;
}

static bool is_total(const char *text)
{
    static const char *const first[] = {"total",     "totals",  "subtotal",
                                        "subtotals", "overall", "cyfanswm"};
    static const char *const alone[] = {
        "sum",     "all",     "england", "wales",    "scotland", "ireland",
        "britain", "kingdom", "uk",      "national", "average",  "mean"};
    static const char *const many[] = {
        "councils",  "authorities", "bodies",    "organisations",
        "landlords", "trusts",      "boroughs",  "districts",
        "counties",  "providers",   "members",   "groups",
        "areas",     "companies",   "cynghorau", "organizations"};
    const struct inline_text words = split(text);
    const char *last;

    if (!words.count || words.count > WORDS_MAX)
        return false;
    last = words.items[words.count - 1];
    if (is_one_of(words.items[0], first, LENGTH(first)) ||
        is_one_of(last, first, 2))
        return true;
    if (has_only(&words, alone, LENGTH(alone), many, LENGTH(many)))
        return true;
    if (is_one_of(words.items[0], (const char *const[]){"sub", "grand"}, 2))
        return strcmp(words.items[1], "total") == 0 ||
               strcmp(words.items[1], "totals") == 0;
    return strcmp(words.items[0], "all") == 0 &&
           is_one_of(last, many, LENGTH(many));
}

bool total_row_is_named(const struct council *council)
{
    return is_total(council->name) || is_total(council->code);
}

/* The three ways in which a row may sum up others. */
enum { SUM_ABOVE, SUM_SINCE, SUM_OTHERS, SUM_WAYS };

struct adding {
    const struct campaign *campaign;
    const struct council *total;
    const size_t *columns;
    size_t column_count;
    int since;     /* the line of the previous total; 0: none */
    int64_t *sums; /* by way, then column */
    size_t summed[SUM_WAYS];
};

static void find_since(struct adding *adding, const struct council *council)
{
    const int line = council->location.line;

    if (line < adding->total->location.line && line > adding->since &&
        total_row_is_named(council))
        adding->since = line;
}

static void add_row(struct adding *adding, const struct council *council)
{
    const int line = council->location.line;
    const bool above = line < adding->total->location.line;
    const bool takes[SUM_WAYS] = {above, above && line > adding->since, true};

    if (council->index == adding->total->index || total_row_is_named(council))
        return;
    for (size_t way = 0; way < SUM_WAYS; way++) {
        if (!takes[way])
            continue;
        adding->summed[way]++;
        for (size_t i = 0; i < adding->column_count; i++) {
            int64_t *sum = &adding->sums[way * adding->column_count + i];
            int64_t count;
            if (number_parse_count(council->values[adding->columns[i]].text,
                                   &count) &&
                *sum <= NUMBER_COUNT_MAX)
                *sum += count;
        }
    }
}

/* @return true if all whole numbers of the row are the sums, and one is not 0.
 */
static bool matches(const struct adding *adding, size_t way)
{
    bool adds_up = false;

    for (size_t i = 0; i < adding->column_count; i++) {
        int64_t count;
        if (!number_parse_count(adding->total->values[adding->columns[i]].text,
                                &count))
            continue;
        if (count != adding->sums[way * adding->column_count + i])
            return false;
        adds_up |= count > 0;
    }
    return adds_up && adding->summed[way] > 0;
}

static void each_row(struct adding *adding,
                     void (*visit)(struct adding *, const struct council *))
{
    const struct roster *roster = adding->campaign->roster;
    struct arena *arena = arena_new();

    for (size_t i = 0; i < roster_count(roster); i++) {
        struct council council;
        arena_reset(arena);
        roster_read(roster, i, arena, &council);
        visit(adding, &council);
    }
    arena_free(arena);
}

static size_t find_columns(const struct campaign *campaign,
                           const struct averages *averages, size_t *columns)
{
    const size_t statistics = campaign->settings.statistic_count;
    size_t count = 0;

    for (size_t i = 0; i < statistics; i++) {
        const struct average_columns found = averages_columns(averages, i);
        if (found.count != SIZE_MAX)
            columns[count++] = found.count;
        if (found.total != SIZE_MAX)
            columns[count++] = found.total;
        for (size_t j = 0; j < campaign->settings.statistics[i].part_count; j++)
            if (found.parts[j] != SIZE_MAX)
                columns[count++] = found.parts[j];
    }
    for (size_t i = 0; !statistics && i < roster_columns(campaign->roster); i++)
        columns[count++] = i;
    return count;
}

static size_t count_columns(const struct campaign *campaign)
{
    const struct settings *settings = &campaign->settings;
    size_t count = roster_columns(campaign->roster);

    for (size_t i = 0; i < settings->statistic_count; i++)
        count += 2 + settings->statistics[i].part_count;
    return count;
}

bool total_row_adds_up(const struct campaign *campaign,
                       const struct averages *averages,
                       const struct council *council)
{
    struct arena *arena = arena_new();
    size_t *columns = ARENA_ARRAY(arena, size_t, count_columns(campaign));
    struct adding adding = {.campaign = campaign,
                            .total = council,
                            .columns = columns,
                            .column_count =
                                find_columns(campaign, averages, columns)};
    bool adds_up = false;

    adding.sums =
        ARENA_ARRAY(arena, int64_t, SUM_WAYS * adding.column_count + 1);
    each_row(&adding, find_since);
    each_row(&adding, add_row);
    for (size_t way = 0; way < SUM_WAYS && !adds_up; way++)
        adds_up = matches(&adding, way);
    arena_free(arena);
    return adds_up;
}
