#include "stats/stated_percent.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/number.h"

static bool holds(const char *text, int64_t count, int64_t total)
{
    struct stated_percent stated;

    assert_true(stated_percent_parse(text, &stated));
    return stated_percent_fits(stated, (struct rate){count, total},
                               &(struct figure_format){.decimals = 0});
}

static void percentages_are_read_as_spreadsheets_write_them(void **state)
{
    static const char *const bad[] = {"",     "x",    "-1",  "101", "100.1",
                                      "71%%", "7 1",  "71.", ".5",  "1e1",
                                      "1000", "71,5", "%"};
    struct stated_percent stated;

    assert_true(stated_percent_parse(" 70.60 % ", &stated));
    assert_int_equal(stated.value, 7060);
    assert_int_equal(stated.scale, 100);
    assert_true(stated_percent_parse("100", &stated));
    assert_int_equal(stated.value, 100);
    assert_int_equal(stated.scale, 1);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(stated_percent_parse(bad[i], &stated));
}

/* 12 of 17 is 70.588235...; 1 of 8 is 12.5; 997 of 1000 is 99.7, of which the
 * letter prints 99%; Harrow 2020: 2 of 24 is 8.3, but 2 of 33 is 6.1. */
static void counts_bear_out_what_they_round_to(void **state)
{
    assert_true(holds("71%", 12, 17));
    assert_true(holds("70.6", 12, 17));
    assert_true(holds("70.59", 12, 17));
    assert_false(holds("70", 12, 17));
    assert_false(holds("70.5", 12, 17));
    assert_true(holds("12", 1, 8));
    assert_true(holds("13", 1, 8));
    assert_true(holds("12.5", 1, 8));
    assert_true(holds("99", 997, 1000));
    assert_true(holds("100", 997, 1000));
    assert_false(holds("98", 997, 1000));
    assert_true(holds("8", 2, 24));
    assert_false(holds("8", 2, 33));
    assert_true(holds("0", 0, 5));
    assert_true(holds("100", NUMBER_COUNT_MAX, NUMBER_COUNT_MAX));
}

static void nothing_holds_without_a_rate(void **state)
{
    const struct rate none = {0, 0};
    const struct rate some = {0, 1};

    assert_false(holds("0", 0, 0));
    assert_false(holds("100", 0, 0));
    assert_true(stated_percent_is_none("n/a", none));
    assert_true(stated_percent_is_none("", none));
    assert_true(stated_percent_is_none("", some));
    assert_false(stated_percent_is_none("n/a", some));
    assert_false(stated_percent_is_none("101%", none));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percentages_are_read_as_spreadsheets_write_them),
        cmocka_unit_test(counts_bear_out_what_they_round_to),
        cmocka_unit_test(nothing_holds_without_a_rate),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
