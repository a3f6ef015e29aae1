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

/* @return whether a text is "71%", or empty where there is no rate */
static bool is_percent(const char *text, int percent)
{
    struct buffer expected = buffer_new(8);
    bool equal;

    if (percent >= 0)
        buffer_printf(&expected, "%d%%", percent);
    equal = strcmp(text, buffer_text(&expected)) == 0;
    buffer_free(&expected);
    return equal;
}

static bool is_average(const char *text)
{
    int percent = -1;

    while (percent <= 100 && !is_percent(text, percent))
        percent++;
    return percent <= 100;
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

/* @return what is wrong with the numbers of a row, or NULL */
static const char *check_rate(struct arena *arena,
                              const struct csv_record *record)
{
    const char *statistic = csv_reader_text(record, COLUMN_STATISTIC);
    const char *rate = csv_reader_text(record, COLUMN_RATE);
    int64_t count;
    int64_t total;
    int percent = -1;

    if (!read_count(csv_reader_text(record, COLUMN_COUNT), &count) ||
        !read_count(csv_reader_text(record, COLUMN_TOTAL), &total))
        return arena_printf(arena, "%s: count and total are whole numbers",
                            statistic);
    if (count > total)
        return arena_printf(arena, "%s: count %lld is over total %lld",
                            statistic, (long long)count, (long long)total);
    if (total > 0)
        percent = number_percent(count, total);
    if (is_percent(rate, percent))
        return NULL;
    if (percent < 0)
        return arena_printf(arena, "%s: rate \"%s\" where there is none",
                            statistic, rate);
    return arena_printf(arena, "%s: rate \"%s\" where %lld of %lld is %d%%",
                        statistic, rate, (long long)count, (long long)total,
                        percent);
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
    if (!is_average(csv_reader_text(record, COLUMN_AVERAGE)))
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
