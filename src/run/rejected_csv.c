#include "run/rejected_csv.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
    size_t room;
};

static void collect(enum severity severity, const struct error *err,
                    void *context)
{
    struct reasons *reasons = context;
    struct reason *reason;

    if (severity != SEVERITY_ERROR || !*err->code)
        return;
    if (reasons->count == reasons->room) {
        reasons->room = reasons->room ? reasons->room * 2 : 64;
        reasons->items = memory_resize(reasons->items, reasons->room,
                                       sizeof *reasons->items);
    }
    reason = &reasons->items[reasons->count];
    reason->order = reasons->count++;
    reason->code = arena_string(reasons->arena, err->code);
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

/* All of a council's reasons as one text. */
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

/* The file as it is written, and as an earlier run left it. */
struct rejects {
    const struct campaign *campaign;
    const struct reasons *reasons;
    const char *path;
    size_t left_out;              /* an earlier run's reasons; SIZE_MAX: none */
    const char *heading;          /* of the reasons */
    struct filing_stream *stream; /* NULL until the first row */
    struct table *old;            /* or NULL */
    size_t old_row;               /* the next one, in order of code */
    size_t old_code;              /* column */
    struct arena *arena;          /* for the row in hand */
    struct buffer line;
    struct buffer reason;
    enum status status;
    struct error *err;
};

static void name_reasons(struct rejects *rejects,
                         const struct template *template)
{
    const size_t column =
        roster_find_column(rejects->campaign->roster, "reason");

    rejects->left_out = SIZE_MAX;
    rejects->heading = "reason";
    if (column != SIZE_MAX && template_uses_column(template, column))
        rejects->heading = "reason refused";
    else
        rejects->left_out = column;
}

static void add_header(struct rejects *rejects)
{
    const struct roster *roster = rejects->campaign->roster;

    for (size_t i = 0; i < roster_columns(roster); i++) {
        if (i == rejects->left_out)
            continue;
        buffer_add_csv(&rejects->line, roster_column(roster, i).text);
        buffer_add_char(&rejects->line, ',');
    }
    buffer_add_text(&rejects->line, rejects->heading);
    buffer_add_text(&rejects->line, "\r\n");
}

static void add_row(struct rejects *rejects, const struct value *values,
                    struct value_list extra, const char *reason)
{
    const struct roster *roster = rejects->campaign->roster;
    struct buffer *line = &rejects->line;

    buffer_clear(line);
    if (!rejects->stream && rejects->status == STATUS_OK) {
        rejects->status =
            filing_open(rejects->path, &rejects->stream, rejects->err);
        add_header(rejects);
    }
    if (rejects->status != STATUS_OK)
        return;
    for (size_t i = 0; i < roster_columns(roster); i++) {
        if (i == rejects->left_out)
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
    filing_add(rejects->stream, line->bytes, line->length);
}

/* Whether an older rejected.csv has the columns that this one will have. */
static bool has_our_columns(const struct rejects *rejects,
                            const struct table *table)
{
    const struct roster *roster = rejects->campaign->roster;
    const size_t count = roster_columns(roster);
    size_t at = 0;

    for (size_t i = 0; i < count; i++) {
        if (i == rejects->left_out)
            continue;
        if (at == table_columns(table) ||
            strcmp(table_column(table, at).text,
                   roster_column(roster, i).text) != 0)
            return false;
        at++;
    }
    return table_columns(table) == at + 1;
}

static void open_old(struct rejects *rejects, struct arena *arena)
{
    struct report *ignored = report_new();
    struct table *table;

    if (access(rejects->path, R_OK) == 0 &&
        table_open(arena, rejects->path, rejects->path, ENCODING_UTF8, &table,
                   ignored) == STATUS_OK) {
        if (has_our_columns(rejects, table))
            rejects->old = table;
        else
            table_close(table);
    }
    if (rejects->old)
        rejects->old_code = table_find(rejects->old, "code");
    report_free(ignored);
}

/* A row as it stood there, its values where the roster has them. */
static void add_old(struct rejects *rejects, const struct value *cells)
{
    const struct roster *roster = rejects->campaign->roster;
    const size_t count = roster_columns(roster);
    struct value *values = ARENA_ARRAY(rejects->arena, struct value, count);
    size_t at = 0;

    for (size_t i = 0; i < count; i++)
        if (i != rejects->left_out)
            values[i].text = roster_unguard(cells[at++].text);
    add_row(rejects, values, (struct value_list){NULL, 0},
            roster_unguard(cells[at].text));
}

/* Keeps the rows of @p code that stood there. */
static void keep_old(struct rejects *rejects, const char *code)
{
    while (rejects->old && rejects->old_row < table_rows(rejects->old)) {
        struct value *cells = ARENA_ARRAY(rejects->arena, struct value,
                                          table_columns(rejects->old));
        int order;
        table_read(rejects->old, rejects->old_row, rejects->arena, cells);
        order = strcmp(cells[rejects->old_code].text, code);
        if (order > 0)
            return;
        if (order == 0)
            add_old(rejects, cells);
        rejects->old_row++;
    }
}

static void settle_row(struct rejects *rejects, size_t index,
                       enum row_state state)
{
    const struct roster *roster = rejects->campaign->roster;
    struct council council;

    arena_reset(rejects->arena);
    if (state == ROW_UNASKED)
        keep_old(rejects, roster_code(roster, index));
    if (state != ROW_REFUSED)
        return;
    roster_read(roster, index, rejects->arena, &council);
    join_reasons(rejects->reasons, council.code, &rejects->reason);
    add_row(rejects, council.values, (struct value_list){NULL, 0},
            buffer_text(&rejects->reason));
}

/* Both kinds of rows are in order of code. */
static void add_rows(struct rejects *rejects, const unsigned char *states,
                     const struct shard *shard)
{
    const struct roster *roster = rejects->campaign->roster;
    struct arena *arena = arena_new();
    size_t next = 0;

    for (size_t i = 0; i < roster_refused(roster); i++) {
        struct refused_row row;
        arena_reset(arena);
        roster_read_refused(roster, i, arena, &row);
        for (; next < roster_count(roster) &&
               strcmp(roster_code(roster, next), row.code) < 0;
             next++)
            settle_row(rejects, next, states[next]);
        if (shard_holds(shard, row.code))
            add_row(rejects, row.values, row.extra, row.reason);
    }
    for (; next < roster_count(roster); next++)
        settle_row(rejects, next, states[next]);
    arena_free(arena);
}

enum status rejects_write(const char *path, const struct campaign *campaign,
                          const struct template *template,
                          const unsigned char *states,
                          const struct shard *shard, enum filing_sync sync,
                          struct report *report, struct error *err)
{
    struct reasons reasons = {.arena = arena_new()};
    struct rejects rejects = {.campaign = campaign,
                              .reasons = &reasons,
                              .path = path,
                              .arena = arena_new(),
                              .line = buffer_new(SIZE_MAX / 4),
                              .reason = buffer_new(64 * 1024),
                              .err = err};

    report_each(report, collect, &reasons);
    if (reasons.count)
        qsort(reasons.items, reasons.count, sizeof *reasons.items, by_code);
    name_reasons(&rejects, template);
    open_old(&rejects, reasons.arena);
    add_rows(&rejects, states, shard);
    if (rejects.stream)
        rejects.status = filing_close(rejects.stream, sync, err);
    else if (rejects.status == STATUS_OK)
        rejects.status = filing_remove(path, err);
    if (rejects.old)
        table_close(rejects.old);
    free(reasons.items);
    arena_free(reasons.arena);
    arena_free(rejects.arena);
    buffer_free(&rejects.line);
    buffer_free(&rejects.reason);
    return rejects.status;
}
