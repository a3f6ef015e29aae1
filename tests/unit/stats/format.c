#include "stats/format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/number.h"

static const struct figure_format whole = {.decimals = 0};

static const char *rate_print(char text[static FORMAT_TEXT_SIZE],
                              struct rate rate)
{
    text[0] = '\0';
    return rate_exists(rate)
               ? format_print(text, &whole, format_scale(&whole, rate))
               : text;
}

static int rate_percent(struct rate rate)
{
    return (int)format_scale(&whole, rate);
}

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
    for (int total = 1; total <= 400; total++)
        for (int count = 0; count <= total; count++) {
            const int wanted = expected_percent(count, total);
            char text[FORMAT_TEXT_SIZE];
            char expected[FORMAT_TEXT_SIZE];
            snprintf(expected, sizeof expected, "%d%%", wanted);
            assert_string_equal(rate_print(text, (struct rate){count, total}),
                                expected);
        }
}

static void all_and_nothing_are_printed_only_where_exact(void **state)
{
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
    } cases[] = {{{12, 17}, "71%"},    {{11, 11}, "100%"}, {{0, 12}, "0%"},
                 {{31, 39}, "79%"},    {{1, 1}, "100%"},   {{0, 1}, "0%"},
                 {{1, 200}, "1%"},     {{69, 200}, "35%"}, {{399, 400}, "99%"},
                 {{1, 400}, "1%"},     {{2, 24}, "8%"},    {{0, 0}, ""},
                 {{1, 2000000}, "1%"}, {{1, 8}, "13%"},    {{3, 8}, "38%"},
                 {{24, 33}, "73%"}};
    char text[FORMAT_TEXT_SIZE];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(rate_print(text, cases[i].rate), cases[i].text);
}

static void largest_counts_do_not_overflow(void **state)
{
    const struct rate all = {NUMBER_COUNT_MAX, NUMBER_COUNT_MAX};
    const struct rate most = {NUMBER_COUNT_MAX - 1, NUMBER_COUNT_MAX};

    assert_int_equal(rate_percent(all), 100);
    assert_int_equal(rate_percent(most), 99);
}

/* 12 for 214,300 is 5.5996 for 100,000; 2/3 is 66.67; 1250.50 is 1,251 pounds,
 * for halves go up; 2999 of 3000 is 99.97. */
static void each_form_prints_its_own_way(void **state)
{
    static const struct {
        struct figure_format format;
        struct rate rate;
        const char *text;
    } cases[] = {
        {{.form = &statistic_forms[1], .per = 100000, .decimals = 1},
         {12, 214300},
         "5.6"},
        {{.form = &statistic_forms[0], .decimals = 2}, {2, 3}, "66.67%"},
        {{.form = &statistic_forms[0], .decimals = 1}, {2999, 3000}, "99.9%"},
        {{.form = &statistic_forms[0], .decimals = 1}, {1, 9000}, "0.1%"},
        {{.form = &statistic_forms[2], .unit = "\u00a3"},
         {125050, 100},
         "\u00a31,251"},
        {{.form = &statistic_forms[2], .unit = "days", .decimals = 1},
         {7, 2},
         "3.5\u00a0days"},
        {{.form = &statistic_forms[4]}, {1234, 1}, "1,234"},
    };
    char text[FORMAT_TEXT_SIZE];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(
            format_print(text, &cases[i].format,
                         format_scale(&cases[i].format, cases[i].rate)),
            cases[i].text);
}

static void money_is_read_as_spreadsheets_write_it(void **state)
{
    static const struct figure_format pounds = {.form = &statistic_forms[2],
                                                .unit = "\u00a3"};
    static const char *const bad[] = {"",      "-5", "\u00a3",     "1,25",
                                      "1.5.5", "$5", "5 \u00a3 x", "1e3",
                                      "1250.", "5%"};
    static const char *const good[] = {"\u00a31,250.50", "1250.5", " 1,250.50 ",
                                       "\u00a3 1250.500", "1250.50 \u00a3"};
    struct rate rate;

    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(format_parse(&pounds, good[i], 6, &rate));
        assert_int_equal(rate_compare(rate, (struct rate){2501, 2}), 0);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(format_parse(&pounds, bad[i], 6, &rate));
}

static void nought_of_nought_is_no_rate(void **state)
{
    assert_false(rate_exists((struct rate){0, 0}));
    assert_true(rate_exists((struct rate){0, 1}));
}

/* 12/17 = 0.70588, 5/7 = 0.714; 2/3 = 4/6; the largest counts differ by one
 * part in 10^15. */
static void rates_are_compared_exactly(void **state)
{
    const struct rate all = {NUMBER_COUNT_MAX, NUMBER_COUNT_MAX};
    const struct rate most = {NUMBER_COUNT_MAX - 1, NUMBER_COUNT_MAX};

    assert_true(rate_compare((struct rate){12, 17}, (struct rate){5, 7}) < 0);
    assert_true(rate_compare((struct rate){2, 3}, (struct rate){4, 6}) == 0);
    assert_true(rate_compare(all, most) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rate_up_to_400_prints_its_exact_per_cent),
        cmocka_unit_test(all_and_nothing_are_printed_only_where_exact),
        cmocka_unit_test(published_figures_print_as_published),
        cmocka_unit_test(largest_counts_do_not_overflow),
        cmocka_unit_test(each_form_prints_its_own_way),
        cmocka_unit_test(money_is_read_as_spreadsheets_write_it),
        cmocka_unit_test(nought_of_nought_is_no_rate),
        cmocka_unit_test(rates_are_compared_exactly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
