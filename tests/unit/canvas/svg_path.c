#include "canvas/svg/svg_path.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* The path as text: "M 1 2 L 3 4", numbers to a thousandth. */
static const char *redraw(const char *data)
{
    static char text[4096];
    static const char letters[] = "MLCZ";
    static const int counts[] = {1, 1, 3, 0};
    struct svg_value value = svg_value_of("d", data);
    struct path_buffer outline = {0};
    const struct point *point;
    size_t at = 0;

    if (!svg_path_read(&value, &outline))
        fail_msg("%s: %s", data, value.message);
    text[0] = '\0';
    point = outline.points;
    for (size_t i = 0; i < outline.operator_count; i++) {
        const unsigned char operator= outline.operators[i];
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%c",
                               i ? " " : "", letters[operator]);
        for (int p = 0; p < counts[operator]; p++, point++)
            at += (size_t)snprintf(text + at, sizeof text - at, " %g %g",
                                   round(point->x * 1000) / 1000 + 0.0,
                                   round(point->y * 1000) / 1000 + 0.0);
    }
    path_buffer_free(&outline);
    return text;
}

static void assert_refused(const char *data, size_t offset)
{
    struct svg_value value = svg_value_of("d", data);
    struct path_buffer outline = {0};

    if (svg_path_read(&value, &outline))
        fail_msg("%s is accepted", data);
    if ((size_t)(value.at - value.text) != offset)
        fail_msg("%s is refused at %td: %s", data, value.at - value.text,
                 value.message);
    path_buffer_free(&outline);
}

static void an_empty_path_draws_nothing(void **state)
{
    assert_string_equal(redraw(""), "");
    assert_string_equal(redraw(" \n\t"), "");
    assert_string_equal(redraw("none"), "");
}

static void every_straight_command_has_two_cases(void **state)
{
    assert_string_equal(redraw("M10 20L30 40H50V60Z"),
                        "M 10 20 L 30 40 L 50 40 L 50 60 Z");
    assert_string_equal(redraw("m10 20l30 40h50v60z"),
                        "M 10 20 L 40 60 L 90 60 L 90 120 Z");
}

static void numbers_may_touch_where_it_is_clear_where_one_ends(void **state)
{
    assert_string_equal(redraw("M1-2.5.5 3"), "M 1 -2.5 L 0.5 3");
    assert_string_equal(redraw("M.5.5-.5-.5"), "M 0.5 0.5 L -0.5 -0.5");
    assert_string_equal(redraw("M+1,-1 2.,3"), "M 1 -1 L 2 3");
    assert_string_equal(redraw("M1e2-1E-1 2e+1 3"), "M 100 -0.1 L 20 3");
}

static void a_move_goes_on_as_lines_of_its_own_case(void **state)
{
    assert_string_equal(redraw("M1 1 2 2 3 3"), "M 1 1 L 2 2 L 3 3");
    assert_string_equal(redraw("m1 1 2 2 3 3"), "M 1 1 L 3 3 L 6 6");
}

static void commands_repeat_without_their_letter(void **state)
{
    assert_string_equal(redraw("M0 0h1 2 3"), "M 0 0 L 1 0 L 3 0 L 6 0");
    assert_string_equal(redraw("M0 0c0 1 1 2 2 2 0 1 1 2 2 2"),
                        "M 0 0 C 0 1 1 2 2 2 C 2 3 3 4 4 4");
}

static void a_smooth_cubic_mirrors_the_last_control_point(void **state)
{
    /* the control (3, 1) before (4, 0) is mirrored to (5, -1) */
    assert_string_equal(redraw("M0 0C1 1 3 1 4 0S7-1 8 0"),
                        "M 0 0 C 1 1 3 1 4 0 C 5 -1 7 -1 8 0");
    assert_string_equal(redraw("M0 0C1 1 3 1 4 0s3-1 4 0"),
                        "M 0 0 C 1 1 3 1 4 0 C 5 -1 7 -1 8 0");
    /* after anything but a cubic it is where the pen is */
    assert_string_equal(redraw("M0 0L4 0S7-1 8 0"),
                        "M 0 0 L 4 0 C 4 0 7 -1 8 0");
    assert_string_equal(redraw("M0 0Q2 3 4 0S7-1 8 0"),
                        "M 0 0 C 1.333 2 2.667 2 4 0 C 4 0 7 -1 8 0");
}

static void a_quadratic_becomes_the_same_curve_as_a_cubic(void **state)
{
    /* controls at two thirds: (0,0)+2/3(3,3), (6,0)+2/3(-3,3) */
    assert_string_equal(redraw("M0 0Q3 3 6 0"), "M 0 0 C 2 2 4 2 6 0");
    assert_string_equal(redraw("M0 0q3 3 6 0"), "M 0 0 C 2 2 4 2 6 0");
    /* T mirrors (3,3) to (9,-3) */
    assert_string_equal(redraw("M0 0Q3 3 6 0T12 0"),
                        "M 0 0 C 2 2 4 2 6 0 C 8 -2 10 -2 12 0");
    assert_string_equal(redraw("M0 0Q3 3 6 0t6 0t6 0"),
                        "M 0 0 C 2 2 4 2 6 0 C 8 -2 10 -2 12 0 "
                        "C 14 2 16 2 18 0");
    assert_string_equal(redraw("M0 0T6 0"), "M 0 0 C 0 0 2 0 6 0");
}

static void a_close_returns_the_pen_to_the_subpath_start(void **state)
{
    assert_string_equal(redraw("M1 1h4v4zl2 2"),
                        "M 1 1 L 5 1 L 5 5 Z M 1 1 L 3 3");
    assert_string_equal(redraw("M1 1h4v4zm2 2h1"),
                        "M 1 1 L 5 1 L 5 5 Z M 3 3 L 4 3");
    assert_string_equal(redraw("M1 1h4zz"), "M 1 1 L 5 1 Z");
}

static void a_quarter_arc_has_the_known_control_points(void **state)
{
    /* 4/3 (sqrt 2 - 1) = 0.5523 of the radius */
    assert_string_equal(redraw("M10 0A10 10 0 0 1 0 10"),
                        "M 10 0 C 10 5.523 5.523 10 0 10");
    assert_string_equal(redraw("M10 0a10 10 0 0 1-10 10"),
                        "M 10 0 C 10 5.523 5.523 10 0 10");
}

static void arc_flags_choose_one_of_four_arcs(void **state)
{
    /* from (10,0) to (0,10): the small ones turn about (0,0) and (10,10) */
    assert_string_equal(redraw("M10 0A10 10 0 0 0 0 10"),
                        "M 10 0 C 4.477 0 0 4.477 0 10");
    /* the large ones take three quarters */
    assert_string_equal(redraw("M10 0A10 10 0 1 1 0 10"),
                        "M 10 0 C 15.523 0 20 4.477 20 10 "
                        "C 20 15.523 15.523 20 10 20 "
                        "C 4.477 20 0 15.523 0 10");
    assert_string_equal(redraw("M10 0A10 10 0 1 0 0 10"),
                        "M 10 0 C 10 -5.523 5.523 -10 0 -10 "
                        "C -5.523 -10 -10 -5.523 -10 0 "
                        "C -10 5.523 -5.523 10 0 10");
}

static void glued_arc_flags_are_single_digits(void **state)
{
    assert_string_equal(redraw("M10 0a10 10 0 01-10 10"),
                        "M 10 0 C 10 5.523 5.523 10 0 10");
    assert_string_equal(redraw("M10 0A10 10 0 010 10"),
                        "M 10 0 C 10 5.523 5.523 10 0 10");
    assert_string_equal(redraw("M10 0A10,10,0,0,1,0,10"),
                        "M 10 0 C 10 5.523 5.523 10 0 10");
}

static void an_arc_too_small_for_its_ends_grows(void **state)
{
    /* a chord of 20 needs a radius of 10: half a circle about (10, 0) */
    assert_string_equal(redraw("M0 0A1 1 0 0 1 20 0"),
                        "M 0 0 C 0 -5.523 4.477 -10 10 -10 "
                        "C 15.523 -10 20 -5.523 20 0");
}

static void an_arc_without_radius_is_a_line(void **state)
{
    assert_string_equal(redraw("M0 0A0 5 0 0 1 20 0"), "M 0 0 L 20 0");
    assert_string_equal(redraw("M5 5A9 9 0 0 1 5 5h1"), "M 5 5 L 6 5");
}

static void a_turned_ellipse_swaps_its_axes(void **state)
{
    /* 20 by 10 turned by 90 degrees is 10 by 20: from (10,0) to (0,20) */
    assert_string_equal(redraw("M10 0A20 10 90 0 1 0 20"),
                        "M 10 0 C 10 11.046 5.523 20 0 20");
}

static void a_mistake_is_refused_where_it_stands(void **state)
{
    assert_refused("L1 1", 0);
    assert_refused("10 10", 0);
    assert_refused("M", 1);
    assert_refused("M1", 2);
    assert_refused("M1 1X", 4);
    assert_refused("M1 1L", 5);
    assert_refused("M1 1L2,,3", 7);
    assert_refused("M1 1,L2 3", 4);
    assert_refused("M1 1C1 1 2 2 3", 14);
    assert_refused("M0 0A1 1 0 2 0 5 5", 11);
    assert_refused("M0 0A1 1 0 0 -1 5 5", 13);
    assert_refused("M1 1Z5", 5);
    assert_refused("M1 --1", 3);
    assert_refused("M1 .", 3);
    assert_refused("M1 1e", 4);
    assert_refused("M1 1e99", 3);
    assert_refused("M1 nan", 3);
    assert_refused("M\xC3\xA9", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_path_draws_nothing),
        cmocka_unit_test(every_straight_command_has_two_cases),
        cmocka_unit_test(numbers_may_touch_where_it_is_clear_where_one_ends),
        cmocka_unit_test(a_move_goes_on_as_lines_of_its_own_case),
        cmocka_unit_test(commands_repeat_without_their_letter),
        cmocka_unit_test(a_smooth_cubic_mirrors_the_last_control_point),
        cmocka_unit_test(a_quadratic_becomes_the_same_curve_as_a_cubic),
        cmocka_unit_test(a_close_returns_the_pen_to_the_subpath_start),
        cmocka_unit_test(a_quarter_arc_has_the_known_control_points),
        cmocka_unit_test(arc_flags_choose_one_of_four_arcs),
        cmocka_unit_test(glued_arc_flags_are_single_digits),
        cmocka_unit_test(an_arc_too_small_for_its_ends_grows),
        cmocka_unit_test(an_arc_without_radius_is_a_line),
        cmocka_unit_test(a_turned_ellipse_swaps_its_axes),
        cmocka_unit_test(a_mistake_is_refused_where_it_stands),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
