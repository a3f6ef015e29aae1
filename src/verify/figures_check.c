#include "verify/figures_check.h"

#include <stdint.h>
#include <string.h>

#include "base/date.h"
#include "base/number.h"
#include "base/utf8.h"
#include "data/csv_reader.h"

__extension__ typedef __int128 wide;

enum column {
    COLUMN_STATISTIC,
    COLUMN_COUNT,
    COLUMN_TOTAL,
    COLUMN_RATE,
    COLUMN_AVERAGE,
    COLUMN_GROUP,
    COLUMN_START,
    COLUMN_END,
    COLUMNS_BEFORE, /* of letters made before statistics had forms */
    COLUMN_FORM = COLUMNS_BEFORE,
    COLUMNS = COLUMN_FORM + 9
};

static const char *const titles[COLUMNS] = {
    "statistic",    "count",      "total", "rate",  "average",    "group",
    "period_start", "period_end", "form",  "year",  "previous",   "peers",
    "higher",       "low",        "high",  "parts", "peer_values"};

static bool is_header(const struct csv_record *record)
{
    if (record->faulty ||
        (record->count != COLUMNS && record->count != COLUMNS_BEFORE))
        return false;
    for (size_t i = 0; i < record->count; i++)
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

/* The rules of a statistic's form. */
struct figures_form {
    int64_t per;   /* 0: they cannot be computed from the file */
    bool is_share; /* in per cent */
};

/* "rate", "per 100000", "count", "amount", "parts" */
static bool read_form(const char *text, struct figures_form *form)
{
    *form = (struct figures_form){.per = 0};
    if (strcmp(text, "rate") == 0)
        *form = (struct figures_form){100, true};
    else if (strncmp(text, "per ", 4) == 0)
        return read_count(text + 4, &form->per) && form->per > 0;
    else
        return strcmp(text, "count") == 0 || strcmp(text, "amount") == 0 ||
               strcmp(text, "parts") == 0;
    return true;
}

static int count_decimals(const char *text)
{
    const char *point = strchr(text, '.');

    return point ? (int)strspn(point + 1, "0123456789") : 0;
}

/* Prints count / total with a number of decimals, halves up; a share prints as
 * 100% or 0% only if it is exactly that. */
static const char *print_value(struct arena *arena, struct figures_form form,
                               int64_t count, int64_t total, int decimals)
{
    const wide scaled = (wide)2 * count * form.per;
    char whole[NUMBER_COUNT_SIZE];
    int64_t power = 1;
    int64_t value;

    for (int i = 0; i < decimals; i++)
        power *= 10;
    value = (int64_t)((scaled * power + total) / (2 * (wide)total));
    if (form.is_share && value == 100 * power && count < total)
        value--;
    if (form.is_share && value == 0 && count > 0)
        value = 1;
    number_print_count(whole, value / power);
    return decimals
               ? arena_printf(arena, "%s.%0*lld%s", whole, decimals,
                              (long long)(value % power),
                              form.is_share ? "%" : "")
               : arena_printf(arena, "%s%s", whole, form.is_share ? "%" : "");
}

/* @return the value of a text in hundredths of a per cent, or with more
 *         decimals; -1 if it is empty; -2 if it is not a percentage */
static int64_t read_percent(struct arena *arena, const char *text)
{
    const int decimals = count_decimals(text);
    struct figures_form form = {100, true};
    int64_t scale = 1;
    int64_t value = 0;

    if (!*text)
        return -1;
    for (int i = 0; i < decimals && i < 3; i++)
        scale *= 10;
    for (const char *at = text; *at && *at != '%'; at++)
        if (*at >= '0' && *at <= '9' && value < 1000000)
            value = value * 10 + (*at - '0');
    return value <= 100 * scale && decimals <= 3 &&
                   strcmp(text, print_value(arena, form, value, 100 * scale,
                                            decimals)) == 0
               ? value
               : -2;
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

/* A row of figures.csv; a letter need not print all of it. */
struct given {
    const char *statistic;
    const char *rate;
    struct figures_form form;
    int64_t count; /* -1: not given */
    int64_t total; /* -1: not given */
};

/* Reads a cell that may be empty. */
static bool read_given(const char *text, int64_t *count)
{
    *count = -1;
    return !*text || read_count(text, count);
}

/* @return the contradiction between a value and its count and total, or NULL */
static const char *check_whole(struct arena *arena, const struct given *given)
{
    const int decimals = count_decimals(given->rate);
    const char *expected;

    if (!*given->rate || !given->form.per)
        return NULL;
    if (decimals > 3)
        return arena_printf(arena, "%s: rate \"%s\" has too many decimals",
                            given->statistic, given->rate);
    expected =
        print_value(arena, given->form, given->count, given->total, decimals);
    if (strcmp(given->rate, expected) == 0)
        return NULL;
    return arena_printf(arena, "%s: rate \"%s\" where %lld of %lld is %s",
                        given->statistic, given->rate, (long long)given->count,
                        (long long)given->total, expected);
}

/* Without the total, a count only shows whether the rate is 0%. */
static const char *check_part(struct arena *arena, const struct given *given)
{
    const int64_t percent = read_percent(arena, given->rate);

    if (!given->form.is_share)
        return NULL;
    if (percent == -2)
        return arena_printf(arena, "%s: rate \"%s\" is no per cent",
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

/* @return the error in the numbers of a row, or NULL */
static const char *check_rate(struct arena *arena,
                              const struct csv_record *record,
                              struct figures_form form)
{
    struct given given = {.statistic =
                              csv_reader_text(record, COLUMN_STATISTIC),
                          .rate = csv_reader_text(record, COLUMN_RATE),
                          .form = form};

    if (!read_given(csv_reader_text(record, COLUMN_COUNT), &given.count) ||
        !read_given(csv_reader_text(record, COLUMN_TOTAL), &given.total))
        return arena_printf(arena, "%s: count and total are whole numbers",
                            given.statistic);
    if (form.is_share && given.total >= 0 && given.count > given.total)
        return arena_printf(arena, "%s: count %lld is over total %lld",
                            given.statistic, (long long)given.count,
                            (long long)given.total);
    if (given.count >= 0 && given.total > 0)
        return check_whole(arena, &given);
    return check_part(arena, &given);
}

static const char *check_row(struct arena *arena,
                             const struct csv_record *record, size_t columns)
{
    struct figures_form form = {100, true};

    if (record->faulty)
        return record->fault.message;
    if (record->count != columns)
        return arena_printf(arena, "%zu cells where %zu belong", record->count,
                            columns);
    if (!*csv_reader_text(record, COLUMN_STATISTIC))
        return "the statistic has no name";
    if (columns == COLUMNS &&
        !read_form(csv_reader_text(record, COLUMN_FORM), &form))
        return arena_printf(arena, "%s: there is no form \"%s\"",
                            csv_reader_text(record, COLUMN_STATISTIC),
                            csv_reader_text(record, COLUMN_FORM));
    if (form.is_share &&
        read_percent(arena, csv_reader_text(record, COLUMN_AVERAGE)) == -2)
        return arena_printf(arena, "%s: average \"%s\" is no per cent",
                            csv_reader_text(record, COLUMN_STATISTIC),
                            csv_reader_text(record, COLUMN_AVERAGE));
    if (!is_period(csv_reader_text(record, COLUMN_START),
                   csv_reader_text(record, COLUMN_END)))
        return "the period is not one";
    return check_rate(arena, record, form);
}

static const char *check_rows(struct arena *arena, struct csv_reader *reader,
                              struct csv_record *record, size_t *count)
{
    const size_t columns = record->count;

    while (csv_reader_read(reader, record, SIZE_MAX)) {
        const char *fault = check_row(arena, record, columns);
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
