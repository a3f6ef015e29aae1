#include "cli/table_print.h"

#include <string.h>

#include "base/buffer.h"
#include "base/json.h"
#include "base/utf8.h"
#include "cli/sanitize.h"

/* Maximum bytes of a printed row; wider columns are not aligned. */
static const size_t row_limit = (size_t)1024 * 1024;
enum { WIDEST = 44 };

struct table_row {
    struct table_row *next;
    const char **cells;
};

struct table_print {
    struct arena *arena;
    const struct table_print_column *columns;
    size_t count;
    struct table_row *first;
    struct table_row *last;
};

struct table_print *table_print_new(struct arena *arena,
                                    const struct table_print_column *columns,
                                    size_t count)
{
    struct table_print *table_print = ARENA_NEW(arena, struct table_print);

    *table_print = (struct table_print){arena, columns, count, NULL, NULL};
    return table_print;
}

void table_print_add(struct table_print *table_print, const char *const *cells)
{
    struct table_row *table_row =
        ARENA_NEW(table_print->arena, struct table_row);

    table_row->cells =
        ARENA_ARRAY(table_print->arena, const char *, table_print->count);
    for (size_t i = 0; i < table_print->count; i++)
        table_row->cells[i] = sanitize_utf8(table_print->arena, cells[i]);
    if (table_print->last)
        table_print->last->next = table_row;
    else
        table_print->first = table_row;
    table_print->last = table_row;
}

/* --- text ---------------------------------------------------------------- */

static size_t width_of(const char *text)
{
    return utf8_length(text, strlen(text));
}

/* Finds the widest cell of each column, up to WIDEST. */
static size_t *measure(const struct table_print *table_print)
{
    size_t *widths =
        ARENA_ARRAY(table_print->arena, size_t, table_print->count);

    for (const struct table_row *table_row = table_print->first; table_row;
         table_row = table_row->next)
        for (size_t i = 0; i < table_print->count; i++) {
            const size_t width = width_of(table_row->cells[i]);
            if (width > widths[i])
                widths[i] = width < WIDEST ? width : WIDEST;
        }
    return widths;
}

static void print_row(const struct table_print *table_print,
                      const struct table_row *table_row, const size_t *widths,
                      struct buffer *line, FILE *out)
{
    size_t due = 0; /* spaces before the next cell */

    for (size_t i = 0; i < table_print->count; i++) {
        const char *cell =
            sanitize_text(table_print->arena, table_row->cells[i]);
        const size_t width = width_of(cell);
        if (!table_print->columns[i].shown || !widths[i])
            continue;
        if (*cell)
            for (; due; due--)
                buffer_add_char(line, ' ');
        buffer_add_text(line, cell);
        due += 2 + (widths[i] > width ? widths[i] - width : 0);
    }
    fprintf(out, "%s\n", buffer_text(line));
}

static void print_text(const struct table_print *table_print, FILE *out)
{
    const size_t *widths = measure(table_print);
    struct buffer line = buffer_new(row_limit);

    for (const struct table_row *table_row = table_print->first; table_row;
         table_row = table_row->next) {
        buffer_clear(&line);
        print_row(table_print, table_row, widths, &line, out);
    }
    buffer_free(&line);
}

/* --- CSV, JSON ----------------------------------------------------------- */

static void print_csv(const struct table_print *table_print, FILE *out)
{
    struct buffer line = buffer_new(row_limit);

    for (size_t i = 0; i < table_print->count; i++)
        fprintf(out, "%s%s", i ? "," : "", table_print->columns[i].name);
    fputc('\n', out);
    for (const struct table_row *table_row = table_print->first; table_row;
         table_row = table_row->next) {
        buffer_clear(&line);
        for (size_t i = 0; i < table_print->count; i++) {
            if (i)
                buffer_add_char(&line, ',');
            buffer_add_csv(&line, table_row->cells[i]);
        }
        fprintf(out, "%s\n", buffer_text(&line));
    }
    buffer_free(&line);
}

static void add_json_cell(struct buffer *line,
                          const struct table_print_column *column,
                          const char *cell)
{
    if (!column->number || !*cell) {
        json_add_text(line, column->name, column->number ? NULL : cell);
        return;
    }
    json_begin(line, column->name);
    buffer_add_text(line, cell);
}

static void print_json(const struct table_print *table_print, FILE *out)
{
    struct buffer line = buffer_new(row_limit);

    for (const struct table_row *table_row = table_print->first; table_row;
         table_row = table_row->next) {
        buffer_clear(&line);
        buffer_add_char(&line, '{');
        for (size_t i = 0; i < table_print->count; i++)
            add_json_cell(&line, &table_print->columns[i], table_row->cells[i]);
        fprintf(out, "%s}\n", buffer_text(&line));
    }
    buffer_free(&line);
}

void table_print_write(const struct table_print *table_print,
                       enum diagnostics_format format, FILE *out)
{
    switch (format) {
    case DIAGNOSTICS_TEXT:
        print_text(table_print, out);
        return;
    case DIAGNOSTICS_CSV:
        print_csv(table_print, out);
        return;
    case DIAGNOSTICS_JSON:
        print_json(table_print, out);
        return;
    }
}
