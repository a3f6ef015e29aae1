#include "mail/text_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

enum { GAP = 2, COLUMN_MIN = 12 };

static size_t width_of(const char *text)
{
    return utf8_length(text, strlen(text));
}

static void measure_columns(const struct text_table *table, size_t measure,
                            size_t *widths)
{
    const size_t cells = table->row_count * table->column_count;
    size_t sum = GAP * (table->column_count - 1);

    memset(widths, 0, table->column_count * sizeof *widths);
    for (size_t i = 0; i < cells; i++)
        if (width_of(table->cells[i]) > widths[i % table->column_count])
            widths[i % table->column_count] = width_of(table->cells[i]);
    for (size_t i = 0; i < table->column_count; i++)
        sum += widths[i];
    while (sum > measure) {
        size_t widest = 0;
        for (size_t i = 1; i < table->column_count; i++)
            if (widths[i] > widths[widest])
                widest = i;
        if (widths[widest] <= COLUMN_MIN)
            return;
        widths[widest]--;
        sum--;
    }
}

/* The bytes of a cell's next line. */
static size_t fit_line(const char *text, size_t width)
{
    size_t fitting = 0;

    for (size_t at = 0; text[at] && (!at || text[at - 1] != '\n');) {
        const size_t end = at + strcspn(text + at, " \n");
        if (fitting && utf8_length(text, end) > width)
            break;
        fitting = end;
        at = end + (text[end] != '\0');
    }
    return fitting;
}

static void add_spaces(struct buffer *out, size_t count)
{
    while (count--)
        buffer_add_char(out, ' ');
}

/* White space is written only before text, so that no line ends in it. */
static void add_aligned(struct buffer *out, const char *text, size_t bytes,
                        size_t width, enum table_align align, size_t *waiting)
{
    const size_t used = utf8_length(text, bytes);
    const size_t room = width > used ? width - used : 0;
    size_t before = 0;

    if (align == TABLE_ALIGN_RIGHT)
        before = room;
    else if (align == TABLE_ALIGN_CENTRE)
        before = room / 2;
    *waiting += before;
    if (bytes) {
        add_spaces(out, *waiting);
        buffer_add(out, text, bytes);
        *waiting = 0;
    }
    *waiting += room - before + GAP;
}

/* Writes one line of a row. @return true if cells have more */
static bool write_line(const struct text_table *table, const char **rest,
                       const size_t *widths, struct buffer *out)
{
    size_t waiting = 0;
    bool more = false;

    for (size_t i = 0; i < table->column_count; i++) {
        const size_t bytes = fit_line(rest[i], widths[i]);
        add_aligned(out, rest[i], bytes, widths[i], table->aligns[i], &waiting);
        rest[i] += bytes;
        rest[i] += strspn(rest[i], " \n");
        more = more || *rest[i];
    }
    buffer_add_char(out, '\n');
    return more;
}

static void write_rule(const struct text_table *table, const size_t *widths,
                       struct buffer *out)
{
    for (size_t i = 0; i < table->column_count; i++) {
        for (size_t j = 0; j < widths[i]; j++)
            buffer_add_char(out, '-');
        add_spaces(out, i + 1 < table->column_count ? GAP : 0);
    }
    buffer_add_char(out, '\n');
}

void text_table_write(const struct text_table *table, size_t measure,
                      struct buffer *out)
{
    const size_t columns = table->column_count;
    size_t *widths = memory_alloc(columns * sizeof *widths);
    const char **rest = memory_alloc(columns * sizeof(const char *));

    measure_columns(table, measure, widths);
    for (size_t row = 0; row < table->row_count; row++) {
        for (size_t i = 0; i < columns; i++)
            rest[i] = table->cells[row * columns + i];
        while (write_line(table, rest, widths, out)) {
        }
        if (row == 0)
            write_rule(table, widths, out);
    }
    free(rest);
    free(widths);
}
