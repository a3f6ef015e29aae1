#include "proof/png_indexed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "canvas/artwork.h"
#include "proof/colour_quantizer.h"

/* Writes a picture and reads it back with another library. */
static const struct artwork *through_png(struct arena *arena,
                                         const struct pixmap *picture,
                                         size_t colours, unsigned *bits)
{
    struct flate *flate = flate_new(FLATE_EACH);
    struct buffer png = buffer_new(1024 * 1024);
    const struct artwork *artwork = NULL;
    struct error err = {.code = ""};

    png_indexed_write(picture, colours, flate, &png);
    *bits = (unsigned char)png.bytes[24]; /* PNG: 8 + 8 + width and height */
    assert_int_equal(artwork_read_bytes(arena, "test.png", png.bytes,
                                        png.length, &artwork, &err),
                     STATUS_OK);
    assert_int_equal(artwork->kind, ARTWORK_RASTER);
    assert_int_equal((size_t)artwork->width, picture->width);
    assert_int_equal((size_t)artwork->height, picture->height);
    buffer_free(&png);
    flate_free(flate);
    return artwork;
}

/* Every pixel's colour is its number, modulo @p colours, as red and green. */
static struct pixmap stripes(size_t width, size_t height, unsigned colours)
{
    struct pixmap picture = pixmap_new(width, height);

    for (size_t i = 0; i < width * height; i++) {
        picture.pixels[i * 3] = (unsigned char)(i % colours);
        picture.pixels[i * 3 + 1] = (unsigned char)(i % colours / 256 * 50);
        picture.pixels[i * 3 + 2] = 7;
    }
    return picture;
}

static void assert_exact(size_t width, size_t height, unsigned colours,
                         unsigned expected_bits)
{
    struct arena *arena = arena_new();
    struct pixmap picture = stripes(width, height, colours);
    unsigned bits;
    const struct artwork *artwork =
        through_png(arena, &picture, COLOUR_QUANTIZER_MAX, &bits);

    assert_int_equal(bits, expected_bits);
    assert_memory_equal(artwork->pixels, picture.pixels, width * height * 3);
    pixmap_free(&picture);
    arena_free(arena);
}

static void
few_colours_are_kept_exactly_in_as_few_bits_as_they_need(void **state)
{
    assert_exact(1, 1, 1, 1);
    assert_exact(13, 5, 2, 1);
    assert_exact(13, 5, 3, 2);
    assert_exact(7, 3, 4, 2);
    assert_exact(31, 9, 5, 4);
    assert_exact(9, 9, 16, 4);
    assert_exact(30, 9, 17, 8);
    assert_exact(32, 16, 256, 8);
}

static void too_many_colours_are_shown_in_near_ones(void **state)
{
    struct arena *arena = arena_new();
    struct pixmap picture = stripes(64, 64, 1000);
    unsigned bits;
    const struct artwork *artwork = through_png(arena, &picture, 64, &bits);

    assert_int_equal(bits, 8);
    for (size_t i = 0; i < 64 * 64 * 3; i++)
        assert_in_range(abs(artwork->pixels[i] - picture.pixels[i]), 0, 50);
    pixmap_free(&picture);
    arena_free(arena);
}

/* A drawn area keeps its colour, whatever the softened edges around it take. */
static void what_fills_an_area_keeps_its_colour(void **state)
{
    struct pixmap picture = stripes(64, 64, 4000);
    unsigned char indices[64 * 64];
    struct palette palette;
    bool found = false;

    for (size_t i = 0; i < 500; i++)
        memcpy(&picture.pixels[i * 3], "\x12\x43\x6d", 3);
    colour_quantizer_choose(&picture, 16, &palette, indices);
    assert_int_equal(palette.count, 16);
    for (size_t i = 0; i < palette.count; i++)
        found = found || palette.colours[i] == 0x12436d;
    assert_true(found);
    assert_int_equal(palette.colours[indices[0]], 0x12436d);
    pixmap_free(&picture);
}

static void the_same_pixels_give_the_same_bytes(void **state)
{
    struct pixmap picture = stripes(50, 50, 2000);
    struct flate *flate = flate_new(FLATE_EACH);
    struct buffer first = buffer_new(1024 * 1024);
    struct buffer second = buffer_new(1024 * 1024);

    png_indexed_write(&picture, 128, flate, &first);
    png_indexed_write(&picture, 128, flate, &second);
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.bytes, second.bytes, first.length);
    buffer_free(&first);
    buffer_free(&second);
    flate_free(flate);
    pixmap_free(&picture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            few_colours_are_kept_exactly_in_as_few_bits_as_they_need),
        cmocka_unit_test(too_many_colours_are_shown_in_near_ones),
        cmocka_unit_test(what_fills_an_area_keeps_its_colour),
        cmocka_unit_test(the_same_pixels_give_the_same_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
