#include "cli/table_print.h"

#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "cli/sanitize.h"

/* Most bytes of a row as it is printed; wider columns are not lined up. */
static const size_t row_limit = (size_t)1024 * 1024;
enum { WIDEST = 44 };

struct row {
    struct row *next;
    const char **cells;
};

struct listing {
    struct arena *arena;
    const struct listing_column *columns;
    size_t count;
    struct row *first;
    struct row *last;
};

struct listing *listing_new(struct arena *arena,
                            const struct listing_column *columns, size_t count)
{
    struct listing *listing = ARENA_NEW(arena, struct listing);

    *listing = (struct listing){arena, columns, count, NULL, NULL};
    return listing;
}

void listing_add(struct listing *listing, const char *const *cells)
{
    struct row *row = ARENA_NEW(listing->arena, struct row);

    row->cells = ARENA_ARRAY(listing->arena, const char *, listing->count);
    for (size_t i = 0; i < listing->count; i++)
        row->cells[i] = plain_utf8(listing->arena, cells[i]);
    if (listing->last)
        listing->last->next = row;
    else
        listing->first = row;
    listing->last = row;
}

/* --- text ---------------------------------------------------------------- */

static size_t width_of(const char *text)
{
    return text_length(text, strlen(text));
}

/* The widest cell of each column, but none wider than WIDEST. */
static size_t *measure(const struct listing *listing)
{
    size_t *widths = ARENA_ARRAY(listing->arena, size_t, listing->count);

    for (const struct row *row = listing->first; row; row = row->next)
        for (size_t i = 0; i < listing->count; i++) {
            const size_t width = width_of(row->cells[i]);
            if (width > widths[i])
                widths[i] = width < WIDEST ? width : WIDEST;
        }
    return widths;
}

static void print_row(const struct listing *listing, const struct row *row,
                      const size_t *widths, struct buffer *line, FILE *out)
{
    size_t due = 0; /* spaces before the next cell */

    for (size_t i = 0; i < listing->count; i++) {
        const char *cell = plain_text(listing->arena, row->cells[i]);
        const size_t width = width_of(cell);
        if (!listing->columns[i].shown || !widths[i])
            continue;
        if (*cell)
            for (; due; due--)
                buffer_add_char(line, ' ');
        buffer_add_text(line, cell);
        due += 2 + (widths[i] > width ? widths[i] - width : 0);
    }
    fprintf(out, "%s\n", buffer_text(line));
}

static void print_text(const struct listing *listing, FILE *out)
{
    const size_t *widths = measure(listing);
    struct buffer line = buffer_new(row_limit);

    for (const struct row *row = listing->first; row; row = row->next) {
        buffer_clear(&line);
        print_row(listing, row, widths, &line, out);
    }
    buffer_free(&line);
}

/* --- CSV, JSON ----------------------------------------------------------- */

static void print_csv(const struct listing *listing, FILE *out)
{
    struct buffer line = buffer_new(row_limit);

    for (size_t i = 0; i < listing->count; i++)
        fprintf(out, "%s%s", i ? "," : "", listing->columns[i].name);
    fputc('\n', out);
    for (const struct row *row = listing->first; row; row = row->next) {
        buffer_clear(&line);
        for (size_t i = 0; i < listing->count; i++) {
            if (i)
                buffer_add_char(&line, ',');
            buffer_add_csv(&line, row->cells[i]);
        }
        fprintf(out, "%s\n", buffer_text(&line));
    }
    buffer_free(&line);
}

static void add_json_cell(struct buffer *line,
                          const struct listing_column *column, const char *cell)
{
    buffer_add_json(line, column->name);
    buffer_add_char(line, ':');
    if (column->number)
        buffer_add_text(line, *cell ? cell : "null");
    else
        buffer_add_json(line, cell);
}

static void print_json(const struct listing *listing, FILE *out)
{
    struct buffer line = buffer_new(row_limit);

    for (const struct row *row = listing->first; row; row = row->next) {
        buffer_clear(&line);
        for (size_t i = 0; i < listing->count; i++) {
            buffer_add_char(&line, i ? ',' : '{');
            add_json_cell(&line, &listing->columns[i], row->cells[i]);
        }
        fprintf(out, "%s}\n", buffer_text(&line));
    }
    buffer_free(&line);
}

void listing_print(const struct listing *listing, enum report_format format,
                   FILE *out)
{
    switch (format) {
    case REPORT_TEXT:
        print_text(listing, out);
        return;
    case REPORT_CSV:
        print_csv(listing, out);
        return;
    case REPORT_JSON:
        print_json(listing, out);
        return;
    }
}
