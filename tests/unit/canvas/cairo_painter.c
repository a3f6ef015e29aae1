#include "canvas/cairo_painter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "model_face.h"

/*
 * Pages of 100 by 50 points painted at 72 dpi: a point is a pixel. The pictures
 * are read back by the PNG reader and looked at pixel by pixel.
 */

struct desk {
    struct arena *arena;
    struct display_list_builder *display_list;
    struct path_builder *builder;
    struct buffer png;
};

static int set_up(void **state)
{
    static struct desk desk;

    desk.arena = arena_new();
    desk.display_list = display_list_new(desk.arena);
    desk.builder = path_builder_new();
    desk.png = buffer_new(1024 * 1024);
    display_list_begin_page(desk.display_list, 100, 50);
    *state = &desk;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *desk = *state;

    buffer_free(&desk->png);
    path_builder_free(desk->builder);
    arena_free(desk->arena);
    return 0;
}

static const struct artwork *paint(struct desk *desk, double dpi)
{
    const struct document document = display_list_finish(desk->display_list);
    const struct artwork *pixmap = NULL;
    struct cairo_page cairo_page = {0, dpi};
    struct error err = {0};

    buffer_clear(&desk->png);
    if (painter_paint(cairo_painter(&cairo_page), &document, &desk->png,
                      &err) ||
        artwork_read_bytes(desk->arena, "page.png", desk->png.bytes,
                           desk->png.length, &pixmap, &err))
        fail_msg("%s", err.message);
    return pixmap;
}

static void assert_pixel(const struct artwork *pixmap, int x, int y,
                         unsigned red, unsigned green, unsigned blue)
{
    const unsigned char *rgb =
        pixmap->pixels + 3 * (y * (int)pixmap->width + x);

    if (rgb[0] != red || rgb[1] != green || rgb[2] != blue)
        fail_msg("pixel %d %d is %u %u %u, not %u %u %u", x, y, rgb[0], rgb[1],
                 rgb[2], red, green, blue);
}

static struct mark decoration(enum mark_kind kind, struct colour colour)
{
    return (struct mark){
        .kind = kind, .artifact = ARTIFACT_DECORATION, .colour = colour};
}

static void an_empty_page_is_white_and_of_its_size(void **state)
{
    const struct artwork *pixmap = paint(*state, 144);

    assert_int_equal((int)pixmap->width, 200);
    assert_int_equal((int)pixmap->height, 100);
    assert_null(pixmap->alpha);
    assert_pixel(pixmap, 0, 0, 255, 255, 255);
    assert_pixel(pixmap, 199, 99, 255, 255, 255);
}

static void a_fill_covers_its_inside(void **state)
{
    struct desk *desk = *state;
    struct mark mark = decoration(MARK_FILL, (struct colour){1, 0, 0.2});
    const struct artwork *pixmap;

    path_rectangle(desk->builder, (struct rect){10, 20, 30, 10});
    mark.path = path_finish(desk->builder, desk->arena);
    display_list_add_mark(desk->display_list, &mark);
    pixmap = paint(desk, 72);
    assert_pixel(pixmap, 10, 20, 255, 0, 51);
    assert_pixel(pixmap, 39, 29, 255, 0, 51);
    assert_pixel(pixmap, 9, 20, 255, 255, 255);
    assert_pixel(pixmap, 40, 29, 255, 255, 255);
    assert_pixel(pixmap, 10, 30, 255, 255, 255);
}

static void all_copies_of_an_outline_are_painted(void **state)
{
    static const struct point moves[] = {{2, 3}, {50, 15}};
    struct desk *desk = *state;
    struct mark mark = decoration(MARK_FILL, (struct colour){0, 0, 0});
    const struct artwork *pixmap;

    path_rectangle(desk->builder, (struct rect){10, 20, 30, 10});
    mark.path = path_finish(desk->builder, desk->arena);
    mark.path.moves = moves;
    mark.path.copies = 2;
    display_list_add_mark(desk->display_list, &mark);
    pixmap = paint(desk, 72);
    assert_pixel(pixmap, 11, 23, 255, 255, 255);
    assert_pixel(pixmap, 12, 23, 0, 0, 0);
    assert_pixel(pixmap, 41, 32, 0, 0, 0);
    assert_pixel(pixmap, 41, 33, 255, 255, 255);
    assert_pixel(pixmap, 60, 35, 0, 0, 0);
    assert_pixel(pixmap, 89, 44, 0, 0, 0);
    assert_pixel(pixmap, 90, 44, 255, 255, 255);
}

static void a_whole_ring_keeps_its_hole(void **state)
{
    struct desk *desk = *state;
    struct mark mark = decoration(MARK_FILL, (struct colour){0, 0, 0});
    const struct artwork *pixmap;

    path_ring(desk->builder, 50, 25, 10, 20, 0, 6.283185307179586);
    mark.path = path_finish(desk->builder, desk->arena);
    display_list_add_mark(desk->display_list, &mark);
    pixmap = paint(desk, 72);
    assert_pixel(pixmap, 50, 25, 255, 255, 255);
    assert_pixel(pixmap, 65, 25, 0, 0, 0);
    assert_pixel(pixmap, 35, 25, 0, 0, 0);
}

static void a_stroke_has_its_width_and_its_caps(void **state)
{
    struct desk *desk = *state;
    struct mark mark = decoration(MARK_STROKE, (struct colour){0, 0, 1});
    const struct artwork *pixmap;

    mark.line_width = 8;
    path_move(desk->builder, 20, 10);
    path_line(desk->builder, 40, 10);
    mark.path = path_finish(desk->builder, desk->arena);
    display_list_add_mark(desk->display_list, &mark);
    mark.round_caps = true;
    path_move(desk->builder, 20, 30);
    path_line(desk->builder, 40, 30);
    mark.path = path_finish(desk->builder, desk->arena);
    display_list_add_mark(desk->display_list, &mark);
    pixmap = paint(desk, 72);
    assert_pixel(pixmap, 30, 6, 0, 0, 255);
    assert_pixel(pixmap, 30, 13, 0, 0, 255);
    assert_pixel(pixmap, 30, 5, 255, 255, 255);
    assert_pixel(pixmap, 19, 10, 255, 255, 255);
    assert_pixel(pixmap, 18, 30, 0, 0, 255);
}

/* The model's glyph 1 is a square from 100 to 600 right of its origin and from
 * 0 to 500 above it; at 20 points a unit is 0.02 points. */
static void glyphs_stand_on_the_baseline(void **state)
{
    static const struct glyph glyphs[] = {
        {.id = 1, .advance = 700},
        {.id = 2, .advance = 300},
        {.id = 1, .advance = 700, .x_offset = 100, .y_offset = 500},
    };
    struct desk *desk = *state;
    struct mark mark = decoration(MARK_GLYPHS, (struct colour){0, 0, 0});
    const struct artwork *pixmap;

    mark.at = (struct point){10, 40};
    mark.run = (struct glyph_run){
        .face = &model_face, .size = 20, .glyphs = glyphs, .count = 3};
    display_list_add_mark(desk->display_list, &mark);
    pixmap = paint(desk, 72);
    /* the first: x from 10 + 2 to 10 + 12, y from 40 - 10 to 40 */
    assert_pixel(pixmap, 12, 30, 0, 0, 0);
    assert_pixel(pixmap, 21, 39, 0, 0, 0);
    assert_pixel(pixmap, 11, 35, 255, 255, 255);
    assert_pixel(pixmap, 22, 35, 255, 255, 255);
    assert_pixel(pixmap, 15, 40, 255, 255, 255);
    /* the third: 20 further, offset by 2 right and 10 up */
    assert_pixel(pixmap, 34, 20, 0, 0, 0);
    assert_pixel(pixmap, 43, 29, 0, 0, 0);
    assert_pixel(pixmap, 33, 25, 255, 255, 255);
    assert_pixel(pixmap, 38, 31, 255, 255, 255);
}

static const struct artwork *read_svg(struct desk *desk, const char *svg)
{
    const struct artwork *artwork = NULL;
    struct error err = {0};

    if (artwork_read_bytes(desk->arena, "a.svg", svg, strlen(svg), &artwork,
                           &err))
        fail_msg("%s", err.message);
    return artwork;
}

static void vector_artwork_fills_its_box_and_no_more(void **state)
{
    struct desk *desk = *state;
    struct mark mark = decoration(MARK_ARTWORK, (struct colour){0, 0, 0});
    const struct artwork *pixmap;

    mark.artwork = read_svg(
        desk, "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'>"
              "<rect x='5' width='9' height='5' fill='red'/>"
              "<path d='M0 7.5h5' stroke='blue' stroke-width='2'/></svg>");
    mark.box = (struct rect){20, 10, 40, 20};
    display_list_add_mark(desk->display_list, &mark);
    pixmap = paint(desk, 72);
    /* a unit is 4 by 2 pixels */
    assert_pixel(pixmap, 40, 10, 255, 0, 0);
    assert_pixel(pixmap, 59, 19, 255, 0, 0);
    assert_pixel(pixmap, 60, 15, 255, 255, 255);
    assert_pixel(pixmap, 39, 15, 255, 255, 255);
    /* from y = 6.5 to 8.5 units, 23 to 27 */
    assert_pixel(pixmap, 20, 23, 0, 0, 255);
    assert_pixel(pixmap, 39, 26, 0, 0, 255);
    assert_pixel(pixmap, 30, 22, 255, 255, 255);
    assert_pixel(pixmap, 40, 25, 255, 255, 255);
}

static void the_even_odd_rule_opens_a_hole(void **state)
{
    struct desk *desk = *state;
    struct mark mark = decoration(MARK_ARTWORK, (struct colour){0, 0, 0});
    const struct artwork *pixmap;

    mark.artwork =
        read_svg(desk, "<svg xmlns='http://www.w3.org/2000/svg' "
                       "viewBox='0 0 100 50'><path d='M0 0h30v30h-30z"
                       "M10 10h10v10h-10z' fill-rule='evenodd'/>"
                       "<path d='M40 0h30v30h-30zM50 10h10v10h-10z'/></svg>");
    mark.box = (struct rect){0, 0, 100, 50};
    display_list_add_mark(desk->display_list, &mark);
    pixmap = paint(desk, 72);
    assert_pixel(pixmap, 5, 5, 0, 0, 0);
    assert_pixel(pixmap, 15, 15, 255, 255, 255);
    assert_pixel(pixmap, 55, 15, 0, 0, 0);
}

static void raster_artwork_mixes_with_the_page(void **state)
{
    static const unsigned char rgb[] = {255, 0, 0, 0, 255, 0};
    static const unsigned char alpha[] = {255, 0};
    const struct artwork artwork = {.kind = ARTWORK_RASTER,
                                    .path = "a.png",
                                    .width = 2,
                                    .height = 1,
                                    .pixels = rgb,
                                    .alpha = alpha};
    struct desk *desk = *state;
    struct mark mark = decoration(MARK_ARTWORK, (struct colour){0, 0, 0});
    const struct artwork *pixmap;

    mark.artwork = &artwork;
    mark.box = (struct rect){20, 10, 40, 20};
    display_list_add_mark(desk->display_list, &mark);
    pixmap = paint(desk, 72);
    assert_pixel(pixmap, 20, 10, 255, 0, 0);
    assert_pixel(pixmap, 25, 29, 255, 0, 0);
    assert_pixel(pixmap, 59, 20, 255, 255, 255);
    assert_pixel(pixmap, 19, 10, 255, 255, 255);
    assert_pixel(pixmap, 20, 30, 255, 255, 255);
}

static void links_paint_nothing(void **state)
{
    struct desk *desk = *state;
    struct mark mark = decoration(MARK_LINK, (struct colour){0, 0, 0});

    mark.box = (struct rect){0, 0, 100, 50};
    display_list_add_mark(desk->display_list, &mark);
    assert_pixel(paint(desk, 72), 50, 25, 255, 255, 255);
}

static void the_same_page_gives_the_same_bytes(void **state)
{
    struct desk *desk = *state;
    struct mark mark = decoration(MARK_FILL, (struct colour){0.3, 0.5, 0.7});
    struct buffer first;

    path_circle(desk->builder, 50, 25, 20);
    mark.path = path_finish(desk->builder, desk->arena);
    display_list_add_mark(desk->display_list, &mark);
    paint(desk, 100);
    first = desk->png;
    desk->png = buffer_new(1024 * 1024);
    paint(desk, 100);
    assert_int_equal(first.length, desk->png.length);
    assert_memory_equal(first.bytes, desk->png.bytes, first.length);
    buffer_free(&first);
}

static void a_picture_beyond_all_bounds_is_refused(void **state)
{
    struct page page = {100000, 100000, NULL, 0};
    const struct document document = {.pages = &page, .page_count = 1};
    struct cairo_page cairo_page = {0, 72};
    const struct painter painter = cairo_painter(&cairo_page);
    struct desk *desk = *state;
    struct error err = {0};

    assert_int_equal(painter_paint(painter, &document, &desk->png, &err),
                     STATUS_LAYOUT);
    assert_int_equal(err.rule, RULE_PICTURE_TOO_LARGE);
    page.width = page.height = 100;
    desk->png.limit = 10;
    assert_int_equal(painter_paint(painter, &document, &desk->png, &err),
                     STATUS_LAYOUT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_empty_page_is_white_and_of_its_size),
        TEST(a_fill_covers_its_inside),
        TEST(all_copies_of_an_outline_are_painted),
        TEST(a_whole_ring_keeps_its_hole),
        TEST(a_stroke_has_its_width_and_its_caps),
        TEST(glyphs_stand_on_the_baseline),
        TEST(vector_artwork_fills_its_box_and_no_more),
        TEST(the_even_odd_rule_opens_a_hole),
        TEST(raster_artwork_mixes_with_the_page),
        TEST(links_paint_nothing),
        TEST(the_same_page_gives_the_same_bytes),
        TEST(a_picture_beyond_all_bounds_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
