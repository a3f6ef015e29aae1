#include "run/manifest_writer.h"

#include <stdint.h>
#include <string.h>

struct closing {
    const struct books *books;
    const struct campaign *campaign;
    const unsigned char *states;
    const bool *absent;
    struct filing_stream *stream;
    struct arena *arena; /* for the row in hand */
    struct buffer line;
};

static void add_refused(struct closing *closing, const char *code,
                        const char *name)
{
    const struct manifest_entry entry = {
        .code = code, .name = name, .file = "", .status = MANIFEST_REFUSED};

    buffer_clear(&closing->line);
    manifest_add(&closing->line, &entry);
    filing_add(closing->stream, closing->line.bytes, closing->line.length);
}

/* The line as it is on record, if there is one. */
static void add_line(struct closing *closing, size_t row)
{
    struct manifest_line line;

    if (books_find_line(closing->books, row, closing->arena, &line))
        filing_add(closing->stream, line.bytes, line.length);
}

static void add_row(struct closing *closing, size_t row)
{
    struct council council;

    if (closing->states[row] != ROW_REFUSED) {
        add_line(closing, row);
        return;
    }
    roster_read(closing->campaign->roster, row, closing->arena, &council);
    add_refused(closing, council.code, council.name);
}

/* A row that the roster refused; none of its code is in the roster. */
static void add_absent(struct closing *closing, size_t index,
                       const struct refused_row *row)
{
    const struct roster *roster = closing->campaign->roster;
    const size_t name =
        roster_find_column(roster, closing->campaign->settings.name.text);

    if (!closing->absent[index])
        add_line(closing, roster_count(roster) + index);
    else
        add_refused(closing, row->code,
                    name != SIZE_MAX ? row->values[name].text : "");
}

/* Both kinds of rows are in order of code. */
static void add_rows(struct closing *closing)
{
    const struct roster *roster = closing->campaign->roster;
    struct arena *arena = arena_new();
    size_t next = 0;

    for (size_t i = 0; i < roster_refused(roster); i++) {
        struct refused_row row;
        arena_reset(arena);
        roster_read_refused(roster, i, arena, &row);
        for (; next < roster_count(roster) &&
               strcmp(roster_code(roster, next), row.code) < 0;
             next++) {
            arena_reset(closing->arena);
            add_row(closing, next);
        }
        arena_reset(closing->arena);
        add_absent(closing, i, &row);
    }
    for (; next < roster_count(roster); next++) {
        arena_reset(closing->arena);
        add_row(closing, next);
    }
    arena_free(arena);
}

enum status closing_write_manifest(const char *path, const struct books *books,
                                   const struct campaign *campaign,
                                   const unsigned char *states,
                                   const bool *absent, enum filing_sync sync,
                                   struct error *err)
{
    struct closing closing = {.books = books,
                              .campaign = campaign,
                              .states = states,
                              .absent = absent,
                              .arena = arena_new(),
                              .line = buffer_new(1024 * 1024)};
    enum status status = filing_open(path, &closing.stream, err);

    if (status == STATUS_OK) {
        manifest_add_header(&closing.line);
        filing_add(closing.stream, closing.line.bytes, closing.line.length);
        add_rows(&closing);
        status = filing_close(closing.stream, manifest_sync(sync), err);
    }
    buffer_free(&closing.line);
    arena_free(closing.arena);
    return status;
}
