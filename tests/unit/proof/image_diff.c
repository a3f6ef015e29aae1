#include "proof/image_diff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* A page of 600 by 800 pixels: tiles of 4 by 4, 150 across, 200 down. */
enum { WIDTH = 600, HEIGHT = 800 };

static unsigned char white[WIDTH * HEIGHT * 3];
static unsigned char other[WIDTH * HEIGHT * 3];
static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    memset(white, 255, sizeof white);
    memset(other, 255, sizeof other);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* Darkens a box on the other page. */
static void darken(size_t left, size_t top, size_t width, size_t height,
                   unsigned char value)
{
    for (size_t y = top; y < top + height; y++)
        memset(&other[(y * WIDTH + left) * 3], value, width * 3);
}

static struct image_diff_regions find(void)
{
    return image_diff_find(arena, WIDTH, HEIGHT, white, other);
}

static void equal_pages_differ_nowhere(void **state)
{
    (void)state;
    assert_int_equal(find().count, 0);
}

static void a_difference_that_few_would_see_is_none(void **state)
{
    (void)state;
    darken(100, 100, 50, 20, 255 - 23);
    assert_int_equal(find().count, 0);
    darken(100, 100, 50, 20, 255 - 24);
    assert_int_equal(find().count, 1);
}

/* The pixel (300, 400) is in tile (75, 100); it reaches 3 tiles across and 2
 * down: from (72, 98) to before (79, 103). In ten-thousandths of 150 and 200
 * tiles: 72/150 = 4800, 7/150 = 466.7, 98/200 = 4900, 5/200 = 250. */
static void a_pixel_is_boxed_with_a_margin(void **state)
{
    struct image_diff_regions regions;

    (void)state;
    darken(300, 400, 1, 1, 0);
    regions = find();
    assert_int_equal(regions.count, 1);
    assert_int_equal(regions.items[0].left, 4800);
    assert_int_equal(regions.items[0].top, 4900);
    assert_in_range(regions.items[0].width, 466, 467);
    assert_int_equal(regions.items[0].height, 250);
}

static void
words_of_a_line_are_one_region_and_paragraphs_apart_are_two(void **state)
{
    struct image_diff_regions regions;

    (void)state;
    darken(100, 400, 40, 8, 0);
    darken(160, 400, 40, 8, 0); /* 20 pixels on: within reach of each other */
    darken(100, 100, 40, 8, 0);
    regions = find();
    assert_int_equal(regions.count, 2);
    assert_true(regions.items[0].top < regions.items[1].top);
}

static void corners_stay_on_the_page(void **state)
{
    struct image_diff_regions regions;

    (void)state;
    darken(0, 0, 1, 1, 0);
    darken(WIDTH - 1, HEIGHT - 1, 1, 1, 0);
    regions = find();
    assert_int_equal(regions.count, 2);
    assert_int_equal(regions.items[0].left, 0);
    assert_int_equal(regions.items[0].top, 0);
    assert_int_equal(regions.items[1].left + regions.items[1].width, 10000);
    assert_int_equal(regions.items[1].top + regions.items[1].height, 10000);
}

static void a_page_changed_all_over_has_a_few_regions_at_most(void **state)
{
    (void)state;
    for (size_t y = 0; y < HEIGHT - 40; y += 60)
        for (size_t x = 0; x < WIDTH - 40; x += 60)
            darken(x, y, 4, 4, 0);
    assert_in_range(find().count, 1, 25);
}

static void a_page_of_one_pixel_can_differ(void **state)
{
    const unsigned char a[3] = {0, 0, 0};
    const unsigned char b[3] = {0, 0, 200};
    struct image_diff_regions regions;

    (void)state;
    regions = image_diff_find(arena, 1, 1, a, b);
    assert_int_equal(regions.count, 1);
    assert_int_equal(regions.items[0].width, 10000);
    assert_int_equal(regions.items[0].height, 10000);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(equal_pages_differ_nowhere),
        CASE(a_difference_that_few_would_see_is_none),
        CASE(a_pixel_is_boxed_with_a_margin),
        CASE(words_of_a_line_are_one_region_and_paragraphs_apart_are_two),
        CASE(corners_stay_on_the_page),
        CASE(a_page_changed_all_over_has_a_few_regions_at_most),
        CASE(a_page_of_one_pixel_can_differ),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
