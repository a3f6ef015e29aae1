#include "run/rejected_csv.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/buffer.h"
#include "data/csv_table.h"

/* One error of one council. */
struct reason {
    const char *code;
    const char *text;
    size_t order;
};

struct reasons {
    struct arena *arena;
    struct reason *items;
    size_t count;
    size_t capacity;
};

static void collect(enum severity severity, const struct error *err,
                    void *context)
{
    struct reasons *reasons = context;
    struct reason *reason;

    if (severity != SEVERITY_ERROR || !*err->code)
        return;
    ARRAY_GROW(reasons->items, reasons->count, reasons->capacity);
    reason = &reasons->items[reasons->count];
    reason->order = reasons->count++;
    reason->code = arena_strdup(reasons->arena, err->code);
    reason->text = arena_printf(reasons->arena, "%s%s%s", err->field,
                                *err->field ? ": " : "", err->message);
}

static int by_code(const void *left, const void *right)
{
    const struct reason *a = left;
    const struct reason *b = right;
    const int order = strcmp(a->code, b->code);

    return order ? order : (a->order > b->order) - (a->order < b->order);
}

static int match_code(const void *key, const void *item)
{
    return strcmp(key, ((const struct reason *)item)->code);
}

/* Joins all of a council's reasons. */
static void join_reasons(const struct reasons *reasons, const char *code,
                         struct buffer *text)
{
    const struct reason *end = reasons->items + reasons->count;
    const struct reason *at =
        reasons->count ? bsearch(code, reasons->items, reasons->count,
                                 sizeof *reasons->items, match_code)
                       : NULL;

    buffer_clear(text);
    while (at && at > reasons->items && strcmp(at[-1].code, code) == 0)
        at--;
    for (; at && at < end && strcmp(at->code, code) == 0; at++) {
        if (text->length)
            buffer_add_text(text, "; ");
        buffer_add_text(text, at->text);
    }
}

/* The new file, and the previous run's. */
struct rejected_csv {
    const struct campaign *campaign;
    const struct reasons *reasons;
    const char *path;
    size_t left_out;            /* a previous run's reasons; SIZE_MAX: none */
    const char *heading;        /* of the reasons */
    struct atomic_file *stream; /* NULL until the first row */
    struct csv_table *old;      /* or NULL */
    size_t old_row;             /* the next one, in order of code */
    size_t old_code;            /* column */
    struct arena *arena;        /* for the current row */
    struct buffer line;
    struct buffer reason;
    enum status status;
    struct error *err;
};

static void name_reasons(struct rejected_csv *rejected_csv,
                         const struct template *template)
{
    const size_t column =
        roster_find_column(rejected_csv->campaign->roster, "reason");

    rejected_csv->left_out = SIZE_MAX;
    rejected_csv->heading = "reason";
    if (column != SIZE_MAX && template_uses_column(template, column))
        rejected_csv->heading = "reason refused";
    else
        rejected_csv->left_out = column;
}

static void add_header(struct rejected_csv *rejected_csv)
{
    const struct roster *roster = rejected_csv->campaign->roster;

    buffer_add_text(&rejected_csv->line, BUFFER_BYTE_ORDER_MARK);
    for (size_t i = 0; i < roster_columns(roster); i++) {
        if (i == rejected_csv->left_out)
            continue;
        buffer_add_csv(&rejected_csv->line, roster_column(roster, i).text);
        buffer_add_char(&rejected_csv->line, ',');
    }
    buffer_add_text(&rejected_csv->line, rejected_csv->heading);
    buffer_add_text(&rejected_csv->line, "\r\n");
}

static void add_row(struct rejected_csv *rejected_csv,
                    const struct value *values, struct value_list extra,
                    const char *reason)
{
    const struct roster *roster = rejected_csv->campaign->roster;
    struct buffer *line = &rejected_csv->line;

    buffer_clear(line);
    if (!rejected_csv->stream && rejected_csv->status == STATUS_OK) {
        rejected_csv->status = atomic_file_open(
            rejected_csv->path, &rejected_csv->stream, rejected_csv->err);
        add_header(rejected_csv);
    }
    if (rejected_csv->status != STATUS_OK)
        return;
    for (size_t i = 0; i < roster_columns(roster); i++) {
        if (i == rejected_csv->left_out)
            continue;
        buffer_add_csv(line, values[i].text);
        buffer_add_char(line, ',');
    }
    buffer_add_csv(line, reason);
    for (size_t i = 0; i < extra.count; i++) {
        buffer_add_char(line, ',');
        buffer_add_csv(line, extra.items[i].text);
    }
    buffer_add_text(line, "\r\n");
    atomic_file_add(rejected_csv->stream, line->bytes, line->length);
}

/* @return true if an older rejected.csv has the columns of this one */
static bool has_our_columns(const struct rejected_csv *rejected_csv,
                            const struct csv_table *table)
{
    const struct roster *roster = rejected_csv->campaign->roster;
    const size_t count = roster_columns(roster);
    size_t at = 0;

    for (size_t i = 0; i < count; i++) {
        if (i == rejected_csv->left_out)
            continue;
        if (at == csv_table_columns(table) ||
            strcmp(csv_table_column(table, at).text,
                   roster_column(roster, i).text) != 0)
            return false;
        at++;
    }
    return csv_table_columns(table) == at + 1;
}

static void open_old(struct rejected_csv *rejected_csv, struct arena *arena)
{
    struct diagnostics *ignored = diagnostics_new();
    struct csv_table *table;

    if (access(rejected_csv->path, R_OK) == 0 &&
        csv_table_open(arena, rejected_csv->path, rejected_csv->path,
                       ENCODING_UTF8, &table, ignored) == STATUS_OK) {
        if (has_our_columns(rejected_csv, table))
            rejected_csv->old = table;
        else
            csv_table_close(table);
    }
    if (rejected_csv->old)
        rejected_csv->old_code = csv_table_find(rejected_csv->old, "code");
    diagnostics_free(ignored);
}

/* Adds a row of the older file, with its values in the roster's order. */
static void add_old(struct rejected_csv *rejected_csv,
                    const struct value *cells)
{
    const struct roster *roster = rejected_csv->campaign->roster;
    const size_t count = roster_columns(roster);
    struct value *values =
        ARENA_ARRAY(rejected_csv->arena, struct value, count);
    size_t at = 0;

    for (size_t i = 0; i < count; i++)
        if (i != rejected_csv->left_out)
            values[i].text = buffer_unguard_csv(cells[at++].text);
    add_row(rejected_csv, values, (struct value_list){NULL, 0},
            buffer_unguard_csv(cells[at].text));
}

/* Keeps the older file's rows of @p code. */
static void copy_old_row(struct rejected_csv *rejected_csv, const char *code)
{
    while (rejected_csv->old &&
           rejected_csv->old_row < csv_table_rows(rejected_csv->old)) {
        struct value *cells = ARENA_ARRAY(rejected_csv->arena, struct value,
                                          csv_table_columns(rejected_csv->old));
        int order;
        csv_table_read(rejected_csv->old, rejected_csv->old_row,
                       rejected_csv->arena, cells);
        order = strcmp(cells[rejected_csv->old_code].text, code);
        if (order > 0)
            return;
        if (order == 0)
            add_old(rejected_csv, cells);
        rejected_csv->old_row++;
    }
}

static void add_row_in_state(struct rejected_csv *rejected_csv, size_t index,
                             enum row_state state)
{
    const struct roster *roster = rejected_csv->campaign->roster;
    struct council council;

    arena_reset(rejected_csv->arena);
    if (state == ROW_UNASKED)
        copy_old_row(rejected_csv, roster_code(roster, index));
    if (state != ROW_REFUSED)
        return;
    roster_read(roster, index, rejected_csv->arena, &council);
    join_reasons(rejected_csv->reasons, council.code, &rejected_csv->reason);
    add_row(rejected_csv, council.values, (struct value_list){NULL, 0},
            buffer_text(&rejected_csv->reason));
}

/* Both kinds of rows are in order of code. */
static void add_rows(struct rejected_csv *rejected_csv,
                     const unsigned char *states, const struct shard *shard)
{
    const struct roster *roster = rejected_csv->campaign->roster;
    struct arena *arena = arena_new();
    size_t next = 0;

    for (size_t i = 0; i < roster_refused(roster); i++) {
        struct refused_row row;
        arena_reset(arena);
        roster_read_refused(roster, i, arena, &row);
        for (; next < roster_count(roster) &&
               strcmp(roster_code(roster, next), row.code) < 0;
             next++)
            add_row_in_state(rejected_csv, next, states[next]);
        if (shard_contains(shard, row.code))
            add_row(rejected_csv, row.values, row.extra, row.reason);
    }
    for (; next < roster_count(roster); next++)
        add_row_in_state(rejected_csv, next, states[next]);
    arena_free(arena);
}

enum status
rejected_csv_write(const char *path, const struct campaign *campaign,
                   const struct template *template, const unsigned char *states,
                   const struct shard *shard, enum file_sync sync,
                   struct diagnostics *diagnostics, struct error *err)
{
    struct reasons reasons = {.arena = arena_new()};
    struct rejected_csv rejected_csv = {.campaign = campaign,
                                        .reasons = &reasons,
                                        .path = path,
                                        .arena = arena_new(),
                                        .line = buffer_new(SIZE_MAX / 4),
                                        .reason = buffer_new(64 * 1024),
                                        .err = err};

    diagnostics_each(diagnostics, collect, &reasons);
    if (reasons.count)
        qsort(reasons.items, reasons.count, sizeof *reasons.items, by_code);
    name_reasons(&rejected_csv, template);
    open_old(&rejected_csv, reasons.arena);
    add_rows(&rejected_csv, states, shard);
    if (rejected_csv.stream)
        rejected_csv.status = atomic_file_close(rejected_csv.stream, sync, err);
    else if (rejected_csv.status == STATUS_OK)
        rejected_csv.status = atomic_file_remove(path, err);
    if (rejected_csv.old)
        csv_table_close(rejected_csv.old);
    free(reasons.items);
    arena_free(reasons.arena);
    arena_free(rejected_csv.arena);
    buffer_free(&rejected_csv.line);
    buffer_free(&rejected_csv.reason);
    return rejected_csv.status;
}
