#include "stats/rate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/number.h"

/*
 * The printed per cent p of c out of t, found without division: the only p
 * with 2 p t <= 200 c + t < 2 (p + 1) t, that is p - 1/2 <= 100 c/t < p + 1/2.
 * Then the rule that 100 and 0 are exact.
 */
static int expected_percent(int count, int total)
{
    int percent = 0;

    while (2 * (percent + 1) * total <= 200 * count + total)
        percent++;
    if (percent == 100 && count != total)
        percent = 99;
    if (percent == 0 && count != 0)
        percent = 1;
    return percent;
}

static void every_rate_up_to_400_prints_its_exact_per_cent(void **state)
{
    (void)state;
    for (int total = 1; total <= 400; total++)
        for (int count = 0; count <= total; count++) {
            const int wanted = expected_percent(count, total);
            char text[RATE_TEXT_SIZE];
            char expected[RATE_TEXT_SIZE];
            snprintf(expected, sizeof expected, "%d%%", wanted);
            assert_int_equal(number_percent(count, total), wanted);
            assert_string_equal(rate_print(text, (struct rate){count, total}),
                                expected);
        }
}

static void all_and_nothing_are_printed_only_where_exact(void **state)
{
    (void)state;
    for (int total = 1; total <= 400; total++)
        for (int count = 0; count <= total; count++) {
            const int percent = rate_percent((struct rate){count, total});
            assert_int_equal(percent == 100, count == total);
            assert_int_equal(percent == 0, count == 0);
        }
}

/* Luton 2022: 12 of 17 is 70.6, printed 71%. The others: halves go up (1 of
 * 200 is 0.5; 69 of 200 is 34.5), 399 of 400 is 99.75, 1 of 400 is 0.25;
 * published by councils: 31 of 39 is 79.5, 1 of 1, 0 of 1. */
static void published_figures_print_as_published(void **state)
{
    static const struct {
        struct rate rate;
        const char *text;
    } cases[] = {{{12, 17}, "71%"},   {{11, 11}, "100%"}, {{0, 12}, "0%"},
                 {{31, 39}, "79%"},   {{1, 1}, "100%"},   {{0, 1}, "0%"},
                 {{1, 200}, "1%"},    {{69, 200}, "35%"}, {{399, 400}, "99%"},
                 {{1, 400}, "1%"},    {{2, 24}, "8%"},    {{0, 0}, ""},
                 {{1, 2000000}, "1%"}};
    char text[RATE_TEXT_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(rate_print(text, cases[i].rate), cases[i].text);
}

static void largest_counts_do_not_overflow(void **state)
{
    const struct rate all = {NUMBER_COUNT_MAX, NUMBER_COUNT_MAX};
    const struct rate most = {NUMBER_COUNT_MAX - 1, NUMBER_COUNT_MAX};

    (void)state;
    assert_int_equal(rate_percent(all), 100);
    assert_int_equal(rate_percent(most), 99);
}

static void nought_of_nought_is_no_rate(void **state)
{
    (void)state;
    assert_false(rate_exists((struct rate){0, 0}));
    assert_true(rate_exists((struct rate){0, 1}));
}

static void two_cells_make_a_rate(void **state)
{
    struct rate rate = {7, 7};

    (void)state;
    assert_true(rate_parse("1,234", "2000.0", &rate));
    assert_int_equal(rate.count, 1234);
    assert_int_equal(rate.total, 2000);
    assert_true(rate_parse("0", "0", &rate));
    assert_false(rate_parse("3", "2", &rate));
    assert_false(rate_parse("", "2", &rate));
    assert_false(rate_parse("1", "x", &rate));
    assert_int_equal(rate.total, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rate_up_to_400_prints_its_exact_per_cent),
        cmocka_unit_test(all_and_nothing_are_printed_only_where_exact),
        cmocka_unit_test(published_figures_print_as_published),
        cmocka_unit_test(largest_counts_do_not_overflow),
        cmocka_unit_test(nought_of_nought_is_no_rate),
        cmocka_unit_test(two_cells_make_a_rate),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
