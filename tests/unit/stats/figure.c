#include "stats/figure.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void assert_parts(const struct figure *figure, const char *rate,
                         const char *count, const char *total,
                         const char *average)
{
    char text[FIGURE_TEXT_SIZE];

    assert_string_equal(figure_print(text, figure, FIGURE_RATE), rate);
    assert_string_equal(figure_print(text, figure, FIGURE_COUNT), count);
    assert_string_equal(figure_print(text, figure, FIGURE_TOTAL), total);
    assert_string_equal(figure_print(text, figure, FIGURE_AVERAGE), average);
}

static void all_parts_are_printed(void **state)
{
    const struct figure figure = {.rate = {1200, 1700},
                                  .counted = {1200, 1700},
                                  .average = {true, 64, 64.0}};

    assert_parts(&figure, "71%", "1,200", "1,700", "64%");
}

static void no_rate_is_no_zero(void **state)
{
    const struct figure figure = {.withheld = false};

    assert_parts(&figure, "", "0", "0", "");
}

/* the count beside the total would give the rate away */
static void a_withheld_rate_takes_its_count_along(void **state)
{
    const struct figure figure = {
        .counted = {1, 3}, .withheld = true, .average = {true, 64, 64.0}};

    assert_parts(&figure, "", "", "3", "64%");
}

static void what_the_letter_does_not_print_is_not_given(void **state)
{
    struct figure figure = {.rate = {12, 17},
                            .counted = {12, 17},
                            .average = {true, 64, 64.0},
                            .given = FIGURE_COUNT};
    char text[FIGURE_TEXT_SIZE];

    assert_string_equal(figure_print_given(text, &figure, FIGURE_COUNT), "12");
    assert_string_equal(figure_print_given(text, &figure, FIGURE_RATE), "");
    assert_string_equal(figure_print_given(text, &figure, FIGURE_AVERAGE), "");
    assert_true(figure_is_given(&figure));
    figure.given = FIGURE_TOTAL | FIGURE_AVERAGE;
    assert_false(figure_is_given(&figure));
    figure.given = FIGURE_RATE;
    figure.hidden = true;
    assert_false(figure_is_given(&figure));
    assert_string_equal(figure_print_given(text, &figure, FIGURE_RATE), "");
}

static void cases_say_what_the_total_counts(void **state)
{
    struct figure figure = {.rate = {12, 17}, .counted = {12, 17}};
    struct arena *arena = arena_new();

    assert_string_equal(figure_cases(arena, &figure, " of "), "12 of 17");
    figure.of = "investigations";
    assert_string_equal(figure_cases(arena, &figure, " o "),
                        "12 o 17 investigations");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_parts_are_printed),
        cmocka_unit_test(no_rate_is_no_zero),
        cmocka_unit_test(a_withheld_rate_takes_its_count_along),
        cmocka_unit_test(what_the_letter_does_not_print_is_not_given),
        cmocka_unit_test(cases_say_what_the_total_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
