#include "canvas/display_list.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "model_face.h"

static int set_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static void assert_box(struct rect got, struct rect wanted)
{
    if (fabs(got.x - wanted.x) + fabs(got.y - wanted.y) +
            fabs(got.width - wanted.width) + fabs(got.height - wanted.height) >
        1e-9)
        fail_msg("%g %g %g %g is not %g %g %g %g", got.x, got.y, got.width,
                 got.height, wanted.x, wanted.y, wanted.width, wanted.height);
}

static void an_empty_easel_gives_an_empty_document(void **state)
{
    struct document document = display_list_finish(display_list_new(*state));

    assert_int_equal(document.page_count, 0);
    assert_int_equal(document.tag_count, 0);
}

static void tags_are_numbered_in_order_of_creation(void **state)
{
    struct display_list_builder *display_list = display_list_new(*state);
    struct tag *root = display_list_add_tag(display_list, TAG_DOCUMENT, NULL);
    struct tag *last = root;
    struct document document;

    for (int i = 0; i < 1000; i++)
        last = display_list_add_tag(display_list, TAG_P, root);
    document = display_list_finish(display_list);
    assert_int_equal(last->number, 1000);
    assert_int_equal(document.tag_count, 1001);
    assert_ptr_equal(document.tags[0], root);
    assert_ptr_equal(document.tags[1000], last);
    assert_ptr_equal(last->parent, root);
}

static void marks_stay_in_order_on_their_page(void **state)
{
    struct display_list_builder *display_list = display_list_new(*state);
    struct mark mark = {.kind = MARK_LINK};
    struct document document;

    mark.tag = display_list_add_tag(display_list, TAG_DOCUMENT, NULL);
    for (int page = 0; page < 20; page++) {
        display_list_begin_page(display_list, 100 + page, 200);
        for (int i = 0; i < 300; i++) {
            mark.box.x = i;
            mark.box.y = page;
            display_list_add_mark(display_list, &mark);
        }
    }
    document = display_list_finish(display_list);
    assert_int_equal(document.page_count, 20);
    for (int page = 0; page < 20; page++) {
        assert_int_equal(document.pages[page].count, 300);
        assert_int_equal((int)document.pages[page].width, 100 + page);
        for (int i = 0; i < 300; i++) {
            assert_int_equal((int)document.pages[page].marks[i].box.x, i);
            assert_int_equal((int)document.pages[page].marks[i].box.y, page);
        }
    }
}

static void a_running_head_is_added_to_an_earlier_page(void **state)
{
    struct display_list_builder *display_list = display_list_new(*state);
    struct mark mark = {.kind = MARK_LINK, .artifact = ARTIFACT_HEADER};
    struct document document;

    display_list_begin_page(display_list, 100, 100);
    display_list_add_mark(display_list, &mark);
    display_list_begin_page(display_list, 100, 100);
    assert_int_equal(display_list_count_pages(display_list), 2);
    mark.box.x = 7;
    display_list_add_mark_to(display_list, 0, &mark);
    document = display_list_finish(display_list);
    assert_int_equal(document.pages[0].count, 2);
    assert_int_equal((int)document.pages[0].marks[1].box.x, 7);
    assert_int_equal(document.pages[1].count, 0);
}

static void glyphs_reach_from_ascent_to_descent(void **state)
{
    const struct mark mark = {
        .kind = MARK_GLYPHS,
        .at = {100, 200},
        .run = {.face = &model_face, .size = 10, .width = 33},
    };

    /* ascent 800 and descent 200 of 1000 at 10 points: 8 above, 2 below */
    assert_box(display_list_mark_box(&mark), (struct rect){100, 192, 33, 10});
}

static void a_stroke_covers_half_its_line_on_each_side(void **state)
{
    static const unsigned char operators[] = {PATH_MOVE, PATH_LINE};
    static const struct point points[] = {{10, 20}, {30, 20}};
    static const struct point moves[] = {{0, 0}, {5, 50}};
    struct mark mark = {
        .kind = MARK_STROKE,
        .path = {operators, 2, points, 2, moves, 1},
        .line_width = 4,
    };

    assert_box(display_list_mark_box(&mark), (struct rect){8, 18, 24, 4});
    mark.kind = MARK_FILL;
    assert_box(display_list_mark_box(&mark), (struct rect){10, 20, 20, 0});
    mark.path.copies = 2;
    assert_box(display_list_mark_box(&mark), (struct rect){10, 20, 25, 50});
}

static void artwork_and_links_cover_their_boxes(void **state)
{
    struct mark mark = {.kind = MARK_ARTWORK, .box = {1, 2, 3, 4}};

    assert_box(display_list_mark_box(&mark), (struct rect){1, 2, 3, 4});
    mark.kind = MARK_LINK;
    assert_box(display_list_mark_box(&mark), (struct rect){1, 2, 3, 4});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_easel_gives_an_empty_document),
        cmocka_unit_test(tags_are_numbered_in_order_of_creation),
        cmocka_unit_test(marks_stay_in_order_on_their_page),
        cmocka_unit_test(a_running_head_is_added_to_an_earlier_page),
        cmocka_unit_test(glyphs_reach_from_ascent_to_descent),
        cmocka_unit_test(a_stroke_covers_half_its_line_on_each_side),
        cmocka_unit_test(artwork_and_links_cover_their_boxes),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
