#include "canvas/png.h"

#include <cairo.h>
#include <stdint.h>
#include <string.h>

enum { MOST_PIXELS = 4000, HEADER_SIZE = 24 };

static const unsigned char SIGNATURE[8] = {0x89, 'P',  'N',  'G',
                                           '\r', '\n', 0x1a, '\n'};

bool png_check(const void *bytes, size_t size)
{
    return size >= sizeof SIGNATURE &&
           memcmp(bytes, SIGNATURE, sizeof SIGNATURE) == 0;
}

static uint32_t big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
           (uint32_t)bytes[2] << 8 | bytes[3];
}

/* The size stands first, so that no picture is unpacked that is too large. */
static enum status check_header(const char *path, const unsigned char *bytes,
                                size_t size, struct error *err)
{
    const struct place place = {path, 0, 0};
    uint32_t width, height;

    if (size < HEADER_SIZE || memcmp(bytes + 12, "IHDR", 4) != 0)
        return error_set(err, RULE_ARTWORK_SYNTAX, place, NULL,
                         "the PNG is damaged");
    width = big_endian(bytes + 16);
    height = big_endian(bytes + 20);
    if (width > MOST_PIXELS || height > MOST_PIXELS)
        return error_set(err, RULE_ARTWORK_UNSUPPORTED, place, NULL,
                         "%lu by %lu pixels are more than %d either way",
                         (unsigned long)width, (unsigned long)height,
                         MOST_PIXELS);
    return STATUS_OK;
}

struct source {
    const unsigned char *bytes;
    size_t left;
};

static cairo_status_t read_bytes(void *closure, unsigned char *to,
                                 unsigned size)
{
    struct source *source = closure;

    if (size > source->left)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(to, source->bytes, size);
    source->bytes += size;
    source->left -= size;
    return CAIRO_STATUS_SUCCESS;
}

/* cairo multiplies colours by alpha; PDF wants them apart. */
static unsigned char divide(uint32_t colour, uint32_t alpha)
{
    const uint32_t whole = alpha ? (colour * 255 + alpha / 2) / alpha : 0;

    return (unsigned char)(whole > 255 ? 255 : whole);
}

/* @return whether every pixel is opaque */
static bool copy_pixels(cairo_surface_t *surface, unsigned char *rgb,
                        unsigned char *alpha)
{
    const int width = cairo_image_surface_get_width(surface);
    const int height = cairo_image_surface_get_height(surface);
    const size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    const unsigned char *bytes = cairo_image_surface_get_data(surface);
    const uint32_t solid =
        cairo_image_surface_get_format(surface) == CAIRO_FORMAT_RGB24 ? 255 : 0;
    bool opaque = true;

    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            uint32_t word, a;
            memcpy(&word, bytes + (size_t)y * stride + (size_t)x * 4, 4);
            a = solid | word >> 24;
            *rgb++ = divide(word >> 16 & 0xff, a);
            *rgb++ = divide(word >> 8 & 0xff, a);
            *rgb++ = divide(word & 0xff, a);
            *alpha++ = (unsigned char)a;
            opaque = opaque && a == 255;
        }
    return opaque;
}

static void keep_pixels(struct arena *arena, cairo_surface_t *surface,
                        struct artwork *artwork)
{
    const size_t width = (size_t)cairo_image_surface_get_width(surface);
    const size_t height = (size_t)cairo_image_surface_get_height(surface);
    unsigned char *rgb = arena_alloc_array(arena, width * height, 3);
    unsigned char *alpha = arena_alloc_array(arena, width * height, 1);

    artwork->kind = ARTWORK_RASTER;
    artwork->width = (double)width;
    artwork->height = (double)height;
    artwork->pixels = rgb;
    artwork->alpha = copy_pixels(surface, rgb, alpha) ? NULL : alpha;
}

static enum status decode(struct arena *arena, const char *path,
                          struct source source, struct artwork *artwork,
                          struct error *err)
{
    const struct place place = {path, 0, 0};
    cairo_surface_t *surface =
        cairo_image_surface_create_from_png_stream(read_bytes, &source);
    const cairo_status_t status = cairo_surface_status(surface);
    const cairo_format_t format = cairo_image_surface_get_format(surface);
    enum status result = STATUS_OK;

    if (status != CAIRO_STATUS_SUCCESS)
        result = error_set(err, RULE_ARTWORK_SYNTAX, place, NULL,
                           "the PNG is damaged");
    else if (format != CAIRO_FORMAT_RGB24 && format != CAIRO_FORMAT_ARGB32)
        result = error_set(err, RULE_ARTWORK_UNSUPPORTED, place, NULL,
                           "the PNG has more than 8 bits a channel");
    else
        keep_pixels(arena, surface, artwork);
    cairo_surface_destroy(surface);
    return result;
}

enum status png_read(struct arena *arena, const char *path, const void *bytes,
                     size_t size, struct artwork *artwork, struct error *err)
{
    const enum status status = check_header(path, bytes, size, err);

    if (status != STATUS_OK)
        return status;
    return decode(arena, path, (struct source){bytes, size}, artwork, err);
}
