#include "batch/rejects.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

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

static void add_row(struct buffer *csv, const struct value *values,
                    size_t count, const char *reason)
{
    for (size_t i = 0; i < count; i++) {
        buffer_add_csv(csv, values[i].text);
        buffer_add_char(csv, ',');
    }
    buffer_add_csv(csv, reason);
    buffer_add_text(csv, "\r\n");
}

static void add_header(struct buffer *csv, const struct roster *roster)
{
    for (size_t i = 0; i < roster_columns(roster); i++) {
        buffer_add_csv(csv, roster_column(roster, i).text);
        buffer_add_char(csv, ',');
    }
    buffer_add_text(csv, "reason\r\n");
}

/* Rows that the roster refused, then rows that were refused later. */
static size_t add_rows(struct buffer *csv, const struct roster *roster,
                       const bool *refused, const struct reasons *reasons)
{
    const size_t columns = roster_columns(roster);
    struct arena *arena = arena_new();
    struct buffer text = buffer_new(64 * 1024);
    size_t count = 0;

    for (size_t i = 0; i < roster_refused(roster); i++, count++) {
        struct refused_row row;
        arena_reset(arena);
        roster_read_refused(roster, i, arena, &row);
        add_row(csv, row.values, columns, row.reason);
    }
    for (size_t i = 0; i < roster_count(roster); i++) {
        struct council council;
        if (!refused[i])
            continue;
        arena_reset(arena);
        roster_read(roster, i, arena, &council);
        join_reasons(reasons, council.code, &text);
        add_row(csv, council.values, columns, buffer_text(&text));
        count++;
    }
    buffer_free(&text);
    arena_free(arena);
    return count;
}

enum status rejects_write(const char *path, const struct campaign *campaign,
                          const bool *refused, enum filing_sync sync,
                          struct report *report, struct error *err)
{
    struct buffer csv = buffer_new(SIZE_MAX / 4);
    struct reasons reasons = {.arena = arena_new()};
    enum status status;

    report_each(report, collect, &reasons);
    if (reasons.count)
        qsort(reasons.items, reasons.count, sizeof *reasons.items, by_code);
    add_header(&csv, campaign->roster);
    if (add_rows(&csv, campaign->roster, refused, &reasons))
        status = filing_write(path, csv.bytes, csv.length, sync, err);
    else
        status = filing_remove(path, err);
    free(reasons.items);
    arena_free(reasons.arena);
    buffer_free(&csv);
    return status;
}
