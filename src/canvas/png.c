#include "canvas/png.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { PIXELS_MAX = 4000 };

bool png_check(const void *bytes, size_t size)
{
    static const unsigned char signature[8] = {0x89, 'P',  'N',  'G',
                                               '\r', '\n', 0x1a, '\n'};

    return size >= sizeof signature &&
           memcmp(bytes, signature, sizeof signature) == 0;
}

/* Separates colours and alpha. @return true if every pixel is opaque */
static bool split_alpha(const unsigned char *rgba, size_t count,
                        unsigned char *rgb, unsigned char *alpha)
{
    bool opaque = true;

    for (size_t i = 0; i < count; i++, rgba += 4, rgb += 3) {
        memcpy(rgb, rgba, 3);
        alpha[i] = rgba[3];
        opaque = opaque && rgba[3] == 255;
    }
    return opaque;
}

static bool read_opaque(struct arena *arena, png_image *image,
                        struct artwork *artwork)
{
    const size_t count = (size_t)image->width * image->height;
    unsigned char *rgb = arena_alloc_array(arena, count, 3);

    image->format = PNG_FORMAT_RGB;
    artwork->pixels = rgb;
    return png_image_finish_read(image, NULL, rgb, 0, NULL);
}

static bool read_transparent(struct arena *arena, png_image *image,
                             struct artwork *artwork)
{
    const size_t count = (size_t)image->width * image->height;
    unsigned char *rgba = memory_alloc(count * 4);
    unsigned char *rgb = arena_alloc_array(arena, count, 3);
    unsigned char *alpha = arena_alloc_array(arena, count, 1);
    bool ok;

    image->format = PNG_FORMAT_RGBA;
    ok = png_image_finish_read(image, NULL, rgba, 0, NULL);
    artwork->pixels = rgb;
    if (ok && !split_alpha(rgba, count, rgb, alpha))
        artwork->alpha = alpha;
    free(rgba);
    return ok;
}

static enum status read_image(struct arena *arena, struct location location,
                              png_image *image, struct artwork *artwork,
                              struct error *err)
{
    bool ok;

    if (image->width > PIXELS_MAX || image->height > PIXELS_MAX)
        return error_set(err, RULE_ARTWORK_UNSUPPORTED, location, NULL,
                         "%lu by %lu pixels are more than %d either way",
                         (unsigned long)image->width,
                         (unsigned long)image->height, PIXELS_MAX);
    artwork->kind = ARTWORK_RASTER;
    artwork->width = image->width;
    artwork->height = image->height;
    /* else libpng treats 16-bit channels as linear light */
    image->flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
    ok = image->format & PNG_FORMAT_FLAG_ALPHA
             ? read_transparent(arena, image, artwork)
             : read_opaque(arena, image, artwork);
    if (!ok)
        return error_set(err, RULE_ARTWORK_SYNTAX, location, NULL,
                         "the PNG is damaged: %s", image->message);
    return STATUS_OK;
}

enum status png_read(struct arena *arena, const char *path, const void *bytes,
                     size_t size, struct artwork *artwork, struct error *err)
{
    const struct location location = {path, 0, 0};
    png_image image = {.version = PNG_IMAGE_VERSION};
    enum status status;

    if (!png_image_begin_read_from_memory(&image, bytes, size))
        return error_set(err, RULE_ARTWORK_SYNTAX, location, NULL,
                         "the PNG is damaged: %s", image.message);
    status = read_image(arena, location, &image, artwork, err);
    png_image_free(&image);
    return status;
}

void png_write(const struct pixmap *pixmap, struct buffer *png)
{
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)pixmap->width,
                       .height = (png_uint_32)pixmap->height,
                       .format = PNG_FORMAT_RGB,
                       .flags = PNG_IMAGE_FLAG_FAST};
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
    void *bytes = memory_alloc(size);

    /* The capacity suffices for any picture, so only memory can run out. */
    if (!png_image_write_to_memory(&image, bytes, &size, 0, pixmap->pixels, 0,
                                   NULL))
        memory_exhausted();
    buffer_add(png, bytes, size);
    free(bytes);
}
