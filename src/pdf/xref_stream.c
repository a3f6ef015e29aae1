#include "pdf/xref_stream.h"

#include <stdbool.h>
#include <string.h>

enum { KIND_FREE = 0, KIND_CLEAR = 1, KIND_PACKED = 2 };

/** Bytes of a row's three fields; the first is the kind's. */
struct layout {
    unsigned second;
    unsigned third;
};

enum { ROW_MAX = 1 + 2 * sizeof(size_t), PREDICT_UP = 2 };

static unsigned byte_count(size_t value)
{
    unsigned count = 1;

    while (value >>= 8)
        count++;
    return count;
}

static struct layout find_layout(const struct xref_entry *xref_entries,
                                 size_t count)
{
    size_t second = 0;
    size_t third = 0;

    for (size_t i = 0; i < count; i++) {
        const struct xref_entry *entry = &xref_entries[i];
        const size_t left =
            entry->object_stream ? entry->object_stream : entry->position;
        if (second < left)
            second = left;
        if (entry->object_stream && third < entry->position)
            third = entry->position;
    }
    return (struct layout){byte_count(second), byte_count(third)};
}

static unsigned char *put_number(unsigned char *at, size_t value, unsigned size)
{
    while (size--)
        *at++ = (unsigned char)(value >> 8 * size);
    return at;
}

static void put_row(unsigned char *row, const struct xref_entry *entry,
                    struct layout layout)
{
    const size_t left =
        entry->object_stream ? entry->object_stream : entry->position;

    *row++ = entry->object_stream ? KIND_PACKED
             : entry->position    ? KIND_CLEAR
                                  : KIND_FREE;
    row = put_number(row, left, layout.second);
    put_number(row, entry->object_stream ? entry->position : 0, layout.third);
}

/* Adds the differences of a row to the row above, byte by byte, after the
 * predictor's byte. */
static void add_prediction(struct buffer *rows, const unsigned char *above,
                           const unsigned char *row, size_t width)
{
    unsigned char difference[1 + ROW_MAX] = {PREDICT_UP};

    for (size_t i = 0; i < width; i++)
        difference[1 + i] = (unsigned char)(row[i] - above[i]);
    buffer_add(rows, difference, 1 + width);
}

static void add_rows(const struct xref_entry *xref_entries, size_t count,
                     struct layout layout, bool predicted, struct buffer *rows)
{
    const size_t width = 1 + layout.second + layout.third;
    unsigned char above[ROW_MAX] = {0};
    unsigned char row[ROW_MAX];

    for (size_t i = 0; i < count; i++) {
        put_row(row, &xref_entries[i], layout);
        if (predicted)
            add_prediction(rows, above, row, width);
        else
            buffer_add(rows, row, width);
        memcpy(above, row, width);
    }
}

void xref_stream_make(const struct xref_entry *xref_entries, size_t count,
                      struct static_deflate *static_deflate,
                      struct buffer *entries, struct buffer *rows)
{
    const struct layout layout = find_layout(xref_entries, count);
    struct buffer differences = buffer_new(rows->limit);

    buffer_printf(entries, "/Type/XRef/Size %zu/W[1 %u %u]", count,
                  layout.second, layout.third);
    if (!static_deflate) {
        add_rows(xref_entries, count, layout, false, rows);
        return;
    }
    buffer_printf(entries,
                  "/Filter/FlateDecode"
                  "/DecodeParms<</Columns %u/Predictor 12>>",
                  1 + layout.second + layout.third);
    add_rows(xref_entries, count, layout, true, &differences);
    static_deflate_add(static_deflate, &differences, NULL, 0, rows);
    buffer_free(&differences);
}
