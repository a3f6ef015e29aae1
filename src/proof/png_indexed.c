#include "proof/png_indexed.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"
#include "proof/colour_quantizer.h"

static unsigned bits_for(size_t colours)
{
    if (colours > 16)
        return 8;
    if (colours > 4)
        return 4;
    return colours > 2 ? 2 : 1;
}

/* Adds a row of indices in PNG's form: no filter, packed from the left. */
static void pack_row(const unsigned char *indices, size_t width, unsigned bits,
                     unsigned char *row)
{
    const size_t share = 8 / bits;

    *row++ = 0;
    if (bits == 8) {
        memcpy(row, indices, width);
        return;
    }
    memset(row, 0, (width + share - 1) / share);
    for (size_t x = 0; x < width; x++) {
        const unsigned shift = (unsigned)(share - 1 - x % share) * bits;
        row[x / share] |= (unsigned char)(indices[x] << shift);
    }
}

/* @return the bytes of @p rows */
static size_t pack_rows(const struct pixmap *picture, unsigned bits,
                        const unsigned char *indices, unsigned char *rows)
{
    const size_t stride = 1 + (picture->width * bits + 7) / 8;

    for (size_t y = 0; y < picture->height; y++)
        pack_row(indices + y * picture->width, picture->width, bits,
                 rows + y * stride);
    return stride * picture->height;
}

/* Computes the CRC of PNG's annex D, four bits at a time. */
static uint32_t checksum(const unsigned char *bytes, size_t size)
{
    static const uint32_t table[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
        0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
        0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    uint32_t sum = UINT32_MAX;

    for (size_t i = 0; i < size; i++) {
        sum = table[(sum ^ bytes[i]) & 15] ^ sum >> 4;
        sum = table[(sum ^ (uint32_t)bytes[i] >> 4) & 15] ^ sum >> 4;
    }
    return ~sum;
}

static void add_word(struct buffer *png, uint32_t word)
{
    const unsigned char bytes[4] = {
        (unsigned char)(word >> 24), (unsigned char)(word >> 16),
        (unsigned char)(word >> 8), (unsigned char)word};

    buffer_add(png, bytes, sizeof bytes);
}

/* Begins a chunk. @return its offset, for end_chunk() */
static size_t begin_chunk(struct buffer *png, const char *kind)
{
    const size_t start = png->length;

    add_word(png, 0);
    buffer_add_text(png, kind);
    return start;
}

/* Fills in the length and adds the checksum, which covers kind and content. */
static void end_chunk(struct buffer *png, size_t start)
{
    unsigned char *bytes = (unsigned char *)png->bytes + start;
    const size_t size = png->length - start - 8;

    for (unsigned i = 0; i < 4; i++)
        bytes[i] = (unsigned char)(size >> (24 - 8 * i));
    add_word(png, checksum(bytes + 4, size + 4));
}

static void add_header(const struct pixmap *picture, unsigned bits,
                       struct buffer *png)
{
    const unsigned char form[5] = {(unsigned char)bits, 3, 0, 0, 0};
    size_t chunk;

    buffer_add(png, "\x89PNG\r\n\x1a\n", 8);
    chunk = begin_chunk(png, "IHDR");
    add_word(png, (uint32_t)picture->width);
    add_word(png, (uint32_t)picture->height);
    buffer_add(png, form, sizeof form);
    end_chunk(png, chunk);
}

static void add_palette(const struct palette *palette, struct buffer *png)
{
    const size_t chunk = begin_chunk(png, "PLTE");

    for (size_t i = 0; i < palette->count; i++) {
        const uint32_t colour = palette->colours[i];
        const unsigned char rgb[3] = {(unsigned char)(colour >> 16),
                                      (unsigned char)(colour >> 8),
                                      (unsigned char)colour};
        buffer_add(png, rgb, sizeof rgb);
    }
    end_chunk(png, chunk);
}

void png_indexed_write(const struct pixmap *picture, size_t colours,
                       struct flate *flate, struct buffer *png)
{
    const size_t pixels = picture->width * picture->height;
    unsigned char *indices = memory_alloc(pixels + 1);
    unsigned char *rows = memory_alloc(pixels + picture->height + 1);
    struct palette palette;
    unsigned bits;
    size_t chunk;

    colour_quantizer_choose(picture, colours, &palette, indices);
    bits = bits_for(palette.count);
    add_header(picture, bits, png);
    add_palette(&palette, png);
    chunk = begin_chunk(png, "IDAT");
    flate_add(flate, rows, pack_rows(picture, bits, indices, rows), png);
    end_chunk(png, chunk);
    end_chunk(png, begin_chunk(png, "IEND"));
    free(rows);
    free(indices);
}
