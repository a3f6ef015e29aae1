#include "stats/interval.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct figure_format rate = {.form = &statistic_forms[0]};
static const struct figure_format heads = {.form = &statistic_forms[1],
                                           .per = 100000};

static void assert_about(double value, double expected, double apart)
{
    if (!(fabs(value - expected) <= apart))
        fail_msg("%.6f is not about %.6f", value, expected);
}

/* Newcombe 1998, Statistics in Medicine 17, table I, the score method without
 * continuity correction: 81/263, 15/148, 0/20, 1/29. */
static void rates_have_the_published_wilson_intervals(void **state)
{
    static const struct {
        struct rate rate;
        double low;
        double high;
    } published[] = {{{81, 263}, 25.53, 36.62},
                     {{15, 148}, 6.24, 16.05},
                     {{0, 20}, 0, 16.11},
                     {{1, 29}, 0.61, 17.18}};

    for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
        struct interval interval;
        assert_true(interval_find(&rate, published[i].rate, &interval));
        assert_about(interval.low, published[i].low, 0.005);
        assert_about(interval.high, published[i].high, 0.005);
    }
}

static void all_and_nothing_have_an_exact_end(void **state)
{
    struct interval interval;

    for (int64_t total = 1; total <= 2000; total++) {
        assert_true(interval_find(&rate, (struct rate){0, total}, &interval));
        assert_true(interval.low == 0);
        assert_true(
            interval_find(&rate, (struct rate){total, total}, &interval));
        assert_true(interval.high == 100);
    }
}

/* The exact limits of a Poisson count, as printed in tables, of 10, 20, 50 and
 * 100 cases; Byar's are within 0.3% of them. Of 100,000 people, so that the rate
 * is the count. */
static void counts_for_each_head_are_close_to_exact_limits(void **state)
{
    static const struct {
        int64_t count;
        double low;
        double high;
    } published[] = {{10, 4.795, 18.390},
                     {20, 12.217, 30.888},
                     {50, 37.111, 65.919},
                     {100, 81.364, 121.627}};

    for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
        const struct rate cases = {published[i].count, 100000};
        struct interval interval;
        assert_true(interval_find(&heads, cases, &interval));
        assert_about(interval.low, published[i].low, 0.003 * published[i].low);
        assert_about(interval.high, published[i].high,
                     0.003 * published[i].high);
    }
}

static void counts_and_amounts_have_none(void **state)
{
    const struct figure_format count = {.form = &statistic_forms[4]};
    struct interval interval;

    assert_false(interval_find(&count, (struct rate){86, 1}, &interval));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_have_the_published_wilson_intervals),
        cmocka_unit_test(all_and_nothing_have_an_exact_end),
        cmocka_unit_test(counts_for_each_head_are_close_to_exact_limits),
        cmocka_unit_test(counts_and_amounts_have_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
