#include "pdf/xref_stream.h"

#include <stdbool.h>
#include <string.h>

enum { KIND_FREE = 0, KIND_CLEAR = 1, KIND_PACKED = 2 };

/** Bytes of a row's three fields; the first is the kind's. */
struct layout {
    unsigned second;
    unsigned third;
};

enum { ROW_MOST = 1 + 2 * sizeof(size_t), PREDICT_UP = 2 };

static unsigned byte_count(size_t value)
{
    unsigned count = 1;

    while (value >>= 8)
        count++;
    return count;
}

static struct layout find_layout(const struct location *locations, size_t count)
{
    size_t second = 0;
    size_t third = 0;

    for (size_t i = 0; i < count; i++) {
        const struct location *location = &locations[i];
        const size_t left = location->shelf ? location->shelf : location->place;
        if (second < left)
            second = left;
        if (location->shelf && third < location->place)
            third = location->place;
    }
    return (struct layout){byte_count(second), byte_count(third)};
}

static unsigned char *put_number(unsigned char *at, size_t value, unsigned size)
{
    while (size--)
        *at++ = (unsigned char)(value >> 8 * size);
    return at;
}

static void put_row(unsigned char *row, const struct location *location,
                    struct layout layout)
{
    const size_t left = location->shelf ? location->shelf : location->place;

    *row++ = location->shelf   ? KIND_PACKED
             : location->place ? KIND_CLEAR
                               : KIND_FREE;
    row = put_number(row, left, layout.second);
    put_number(row, location->shelf ? location->place : 0, layout.third);
}

/* What a row adds to the one above, byte by byte, after a byte that says so. */
static void add_prediction(struct buffer *rows, const unsigned char *above,
                           const unsigned char *row, size_t width)
{
    unsigned char difference[1 + ROW_MOST] = {PREDICT_UP};

    for (size_t i = 0; i < width; i++)
        difference[1 + i] = (unsigned char)(row[i] - above[i]);
    buffer_add(rows, difference, 1 + width);
}

static void add_rows(const struct location *locations, size_t count,
                     struct layout layout, bool predicted, struct buffer *rows)
{
    const size_t width = 1 + layout.second + layout.third;
    unsigned char above[ROW_MOST] = {0};
    unsigned char row[ROW_MOST];

    for (size_t i = 0; i < count; i++) {
        put_row(row, &locations[i], layout);
        if (predicted)
            add_prediction(rows, above, row, width);
        else
            buffer_add(rows, row, width);
        memcpy(above, row, width);
    }
}

void crossrefs_make(const struct location *locations, size_t count,
                    struct compactor *compactor, struct buffer *entries,
                    struct buffer *rows)
{
    const struct layout layout = find_layout(locations, count);
    struct buffer differences = buffer_new(rows->limit);

    buffer_printf(entries, "/Type/XRef/Size %zu/W[1 %u %u]", count,
                  layout.second, layout.third);
    if (!compactor) {
        add_rows(locations, count, layout, false, rows);
        return;
    }
    buffer_printf(entries,
                  "/Filter/FlateDecode"
                  "/DecodeParms<</Columns %u/Predictor 12>>",
                  1 + layout.second + layout.third);
    add_rows(locations, count, layout, true, &differences);
    compactor_add(compactor, &differences, NULL, 0, rows);
    buffer_free(&differences);
}
