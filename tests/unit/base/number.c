#include "base/number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void counts_are_read_as_spreadsheets_write_them(void **state)
{
    static const struct {
        const char *text;
        int64_t count;
    } good[] = {
        {"0", 0},
        {"17", 17},
        {" 17 ", 17},
        {"17.0", 17},
        {"17.00", 17},
        {"1,234", 1234},
        {"12,345", 12345},
        {"1,234,567", 1234567},
        {"007", 7},
        {"\xC2\xA0"
         "42\xC2\xA0",
         42},
        {"999999999999999", 999999999999999},
    };

    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        int64_t count = -1;
        assert_true(number_parse_count(good[i].text, &count));
        assert_int_equal(count, good[i].count);
    }
}

static void digits_too_many_are_counted(void **state)
{
    int64_t count;

    assert_int_equal(number_digits_over("12345678901234567890"), 20);
    assert_int_equal(number_digits_over(" 1,000,000,000,000,000 "), 16);
    assert_int_equal(number_digits_over("1000000000000000.0"), 16);
    assert_int_equal(number_digits_over("999999999999999"), 0);
    assert_int_equal(number_digits_over("12345678901234567890.5"), 0);
    assert_int_equal(number_digits_over("1234567890123456789O"), 0);
    assert_int_equal(number_digits_over("-12345678901234567890"), 0);
    assert_int_equal(number_digits_over(""), 0);
    assert_false(number_parse_count("1000000000000000", &count));
}

static void what_is_no_count_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        " ",
        "x",
        "17.5",
        "1e3",
        "-3",
        "+3",
        "1,23",
        "12,34",
        ",123",
        "1,",
        "1,234,",
        "17.",
        ".0",
        "1 7",
        "0x11",
        "1,2345",
        "1234,567",
        "\xD9\xA1\xD9\xA7",
        "12345678901234567890",
        "1000000000000000",
        "17%",
        "\xC2",
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t count;
        assert_false(number_parse_count(bad[i], &count));
    }
}

static void counts_print_with_commas_from_a_thousand(void **state)
{
    char text[NUMBER_COUNT_SIZE];

    assert_string_equal(number_print_count(text, 0), "0");
    assert_string_equal(number_print_count(text, 999), "999");
    assert_string_equal(number_print_count(text, 1000), "1,000");
    assert_string_equal(number_print_count(text, 1234567), "1,234,567");
    assert_string_equal(number_print_count(text, NUMBER_COUNT_MAX),
                        "999,999,999,999,999");
}

static void measures_print_short_and_without_minus_nought(void **state)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        {0, "0"},
        {-0.0001, "0"},
        {0.5, "0.5"},
        {-0.25, "-0.25"},
        {1.0004, "1"},
        {12.3456, "12.346"},
        {595.276, "595.276"},
        {100, "100"},
        {0.001, "0.001"},
        {-841.89, "-841.89"},
        {0.05, "0.05"},
        {1000.1, "1000.1"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[NUMBER_REAL_SIZE];
        const size_t length = number_print_real(text, cases[i].value);
        assert_string_equal(text, cases[i].text);
        assert_int_equal(length, strlen(text));
    }
}

static void decimals_are_read_without_locale(void **state)
{
    double value;

    assert_true(number_parse_real("12.5", &value));
    assert_true(value > 12.4999 && value < 12.5001);
    assert_true(number_parse_real("-3", &value));
    assert_true(value < -2.9999);
    assert_false(number_parse_real("12,5", &value));
    assert_false(number_parse_real("1e3", &value));
    assert_false(number_parse_real("", &value));
    assert_false(number_parse_real(".", &value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_read_as_spreadsheets_write_them),
        cmocka_unit_test(what_is_no_count_is_refused),
        cmocka_unit_test(digits_too_many_are_counted),
        cmocka_unit_test(counts_print_with_commas_from_a_thousand),
        cmocka_unit_test(measures_print_short_and_without_minus_nought),
        cmocka_unit_test(decimals_are_read_without_locale),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
