#include "cli/print_returns.h"

#include <stdio.h>

#include "base/number.h"
#include "base/plural.h"
#include "base/time.h"
#include "base/utf8.h"
#include "cli/result.h"
#include "data/csv_table.h"
#include "ledger/ledger_post.h"

/** The state of reading the list. */
struct returns_reading {
    struct ledger *ledger;
    struct arena *arena;
    struct diagnostics *diagnostics;
    const struct csv_table *table;
    size_t piece;  ///< its column
    size_t reason; ///< likewise
    int64_t now;
    size_t fresh;
    size_t known;
    enum status status;
};

static void fail(struct returns_reading *reading, enum diagnostic_id rule,
                 struct location location, const char *field,
                 const char *message)
{
    diagnostics_add(reading->diagnostics, rule, location, NULL, field, "%s",
                    message);
    if (!reading->status)
        reading->status = rule_status(rule);
}

static size_t find_column(struct returns_reading *reading, const char *name)
{
    const size_t column = csv_table_find(reading->table, name);

    if (column == SIZE_MAX)
        fail(reading, RULE_COLUMN_MISSING,
             (struct location){csv_table_file(reading->table), 1, 1}, name,
             "is wanted in a list of pieces that came back: piece,reason");
    return column;
}

static void take_row(struct returns_reading *reading, size_t row)
{
    struct value *cells = ARENA_ARRAY(reading->arena, struct value,
                                      csv_table_columns(reading->table));
    struct error err = {.code = ""};
    int64_t number;
    bool news;

    csv_table_read(reading->table, row, reading->arena, cells);
    if (!number_parse_count(cells[reading->piece].text, &number)) {
        fail(reading, RULE_VALUE_NOT_COUNT, cells[reading->piece].location,
             "piece", "the number of a piece is wanted");
        return;
    }
    if (ledger_post_note_return(
            reading->ledger, number, reading->now,
            utf8_trim(reading->arena, cells[reading->reason].text), &news,
            &err) != STATUS_OK) {
        fail(reading, err.rule, cells[reading->piece].location, "piece",
             err.message);
        return;
    }
    reading->fresh += news;
    reading->known += !news;
}

static void print_summary(const struct returns_reading *reading,
                          const struct options *options)
{
    struct result result;

    if (options->quiet)
        return;
    if (options->format != DIAGNOSTICS_JSON) {
        printf("%zu piece%s came back, %zu known before\n", reading->fresh,
               plural_s(reading->fresh), reading->known);
        return;
    }
    result = result_begin("summary", "print");
    result_number(&result, "returned", reading->fresh);
    result_number(&result, "known", reading->known);
    result_end(&result);
}

enum status print_returns(struct ledger *ledger, const struct options *options,
                          struct diagnostics *diagnostics)
{
    struct returns_reading reading = {.ledger = ledger,
                                      .arena = arena_new(),
                                      .diagnostics = diagnostics,
                                      .now = time_now()};
    struct csv_table *table = NULL;

    reading.status =
        csv_table_open_any(reading.arena, options->returned, options->returned,
                           ENCODING_UTF8, &table, diagnostics);
    reading.table = table;
    if (reading.status == STATUS_OK) {
        reading.piece = find_column(&reading, "piece");
        reading.reason = find_column(&reading, "reason");
    }
    if (reading.status == STATUS_OK) {
        for (size_t i = 0; i < csv_table_rows(table); i++)
            take_row(&reading, i);
        print_summary(&reading, options);
    }
    csv_table_close(table);
    arena_free(reading.arena);
    return reading.status;
}
