#include "verify/figures_check.h"

#include <stdint.h>
#include <string.h>

#include "base/date.h"
#include "base/number.h"
#include "base/utf8.h"
#include "data/csv_reader.h"

enum column {
    COLUMN_STATISTIC,
    COLUMN_COUNT,
    COLUMN_TOTAL,
    COLUMN_RATE,
    COLUMN_AVERAGE,
    COLUMN_GROUP,
    COLUMN_START,
    COLUMN_END,
    COLUMNS
};

static const char *const titles[COLUMNS] = {
    "statistic", "count", "total",        "rate",
    "average",   "group", "period_start", "period_end"};

static bool is_header(const struct csv_record *record)
{
    if (record->faulty || record->count != COLUMNS)
        return false;
    for (size_t i = 0; i < COLUMNS; i++)
        if (strcmp(csv_reader_text(record, i), titles[i]) != 0)
            return false;
    return true;
}

/* Digits only, as the program writes them. */
static bool read_count(const char *text, int64_t *count)
{
    return text[strspn(text, "0123456789")] == '\0' &&
           number_parse_count(text, count);
}

/* @return whether a text is "71%" */
static bool is_percent(const char *text, int percent)
{
    char expected[NUMBER_PERCENT_SIZE];

    return strcmp(text, number_print_percent(expected, percent)) == 0;
}

/* @return the whole per cent that a text is; -1: none, for it is empty; -2: it
 *         is something else */
static int read_percent(const char *text)
{
    if (!*text)
        return -1;
    for (int percent = 0; percent <= 100; percent++)
        if (is_percent(text, percent))
            return percent;
    return -2;
}

static bool is_period(const char *start, const char *end)
{
    struct date from = {0};
    struct date to = {0};

    if ((*start && !date_parse(start, &from)) ||
        (*end && !date_parse(end, &to)))
        return false;
    return !*start || !*end || date_compare(from, to) <= 0;
}

/* What a row gives of a statistic; a letter need not print all of it. */
struct given {
    const char *statistic;
    const char *rate;
    int64_t count; /* -1: not given */
    int64_t total; /* -1: not given */
};

/* Reads a cell that may be empty. */
static bool read_given(const char *text, int64_t *count)
{
    *count = -1;
    return !*text || read_count(text, count);
}

/* @return what is wrong with a rate beside its count and total, or NULL */
static const char *check_whole(struct arena *arena, const struct given *given)
{
    const int percent = number_percent(given->count, given->total);
    char expected[NUMBER_PERCENT_SIZE];

    if (!*given->rate || is_percent(given->rate, percent))
        return NULL;
    return arena_printf(arena, "%s: rate \"%s\" where %lld of %lld is %s",
                        given->statistic, given->rate, (long long)given->count,
                        (long long)given->total,
                        number_print_percent(expected, percent));
}

/* Without the total a count tells only whether the rate is 0%. */
static const char *check_part(struct arena *arena, const struct given *given)
{
    const int percent = read_percent(given->rate);

    if (percent == -2)
        return arena_printf(arena, "%s: rate \"%s\" is no whole per cent",
                            given->statistic, given->rate);
    if (given->total == 0 && percent >= 0)
        return arena_printf(arena, "%s: rate \"%s\" where there is none",
                            given->statistic, given->rate);
    if (percent >= 0 && given->count >= 0 &&
        (percent == 0) != (given->count == 0))
        return arena_printf(arena, "%s: rate \"%s\" where the count is %lld",
                            given->statistic, given->rate,
                            (long long)given->count);
    return NULL;
}

/* @return what is wrong with the numbers of a row, or NULL */
static const char *check_rate(struct arena *arena,
                              const struct csv_record *record)
{
    struct given given = {.statistic =
                              csv_reader_text(record, COLUMN_STATISTIC),
                          .rate = csv_reader_text(record, COLUMN_RATE)};

    if (!read_given(csv_reader_text(record, COLUMN_COUNT), &given.count) ||
        !read_given(csv_reader_text(record, COLUMN_TOTAL), &given.total))
        return arena_printf(arena, "%s: count and total are whole numbers",
                            given.statistic);
    if (given.total >= 0 && given.count > given.total)
        return arena_printf(arena, "%s: count %lld is over total %lld",
                            given.statistic, (long long)given.count,
                            (long long)given.total);
    if (given.count >= 0 && given.total > 0)
        return check_whole(arena, &given);
    return check_part(arena, &given);
}

static const char *check_row(struct arena *arena,
                             const struct csv_record *record)
{
    if (record->faulty)
        return record->fault.message;
    if (record->count != COLUMNS)
        return arena_printf(arena, "%zu cells where %d belong", record->count,
                            COLUMNS);
    if (!*csv_reader_text(record, COLUMN_STATISTIC))
        return "the statistic has no name";
    if (read_percent(csv_reader_text(record, COLUMN_AVERAGE)) == -2)
        return arena_printf(arena, "%s: average \"%s\" is no whole per cent",
                            csv_reader_text(record, COLUMN_STATISTIC),
                            csv_reader_text(record, COLUMN_AVERAGE));
    if (!is_period(csv_reader_text(record, COLUMN_START),
                   csv_reader_text(record, COLUMN_END)))
        return "the period is not one";
    return check_rate(arena, record);
}

static const char *check_rows(struct arena *arena, struct csv_reader *reader,
                              struct csv_record *record, size_t *count)
{
    while (csv_reader_read(reader, record, SIZE_MAX)) {
        const char *fault = check_row(arena, record);
        if (fault)
            return arena_printf(arena, "line %d: %s", record->line, fault);
        ++*count;
    }
    return NULL;
}

const char *figures_check_csv(struct arena *arena, const void *bytes,
                              size_t size, size_t *count)
{
    struct csv_reader reader = {.file = "figures.csv",
                                .bytes = bytes,
                                .length = size,
                                .line = 1,
                                .column = 1};
    struct csv_record record = csv_reader_record_new();
    const char *fault;

    *count = 0;
    if (!utf8_check(bytes, size, NULL))
        return "it is not UTF-8";
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        reader.at = 3;
    if (!csv_reader_read(&reader, &record, SIZE_MAX) || !is_header(&record))
        fault = "its columns are not those of a letter";
    else
        fault = check_rows(arena, &reader, &record, count);
    csv_reader_record_free(&record);
    return fault;
}
