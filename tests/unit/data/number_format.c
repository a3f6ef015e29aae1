/* Numbers of a spreadsheet are printed as its styles mean them. Expected values
 * are what LibreOffice shows of the same cell; days were counted by Python. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "data/number_format.h"

static void expect(const char *number, const char *code, const char *expected)
{
    char text[NUMBER_FORMAT_SIZE];

    assert_string_equal(
        number_format_print(number, number_format_read(code), false, text),
        expected);
}

static void numbers_keep_what_a_person_typed(void **state)
{
    expect("17", "General", "17");
    expect("0.1", "General", "0.1");
    expect("0.10000000000000001", "General", "0.1");
    expect("5.4999999999999996", "General", "5.5");
    expect("1E+3", "General", "1000");
    expect("-12.25", "General", "-12.25");
    expect("1234567", "#,##0", "1234567");
    expect("100000000000000000", "General", "100000000000000000");
    expect("12.4", "0", "12.4");
    expect("0", "0", "0");
    expect("not a number", "0", "not a number");
    expect("1E+300", "0", "1E+300");
}

static void decimals_that_are_shown_are_rounded_half_up(void **state)
{
    expect("63.714285714285715", "0.0", "63.7");
    expect("64.35", "0.0", "64.4");
    expect("0.125", "0.00", "0.13");
    expect("9.96", "0.0", "10.0");
    expect("0.04", "0.0", "0.0");
    expect("0.05", "0.0", "0.1");
    expect("-0.04", "0.0", "0.0");
    expect("1234.5", "\"£\"#,##0.00", "1234.50");
    expect("99.95", "0.0;[Red]-0.0", "100.0");
}

static void percentages_are_printed_with_their_sign(void **state)
{
    expect("0.70588235294117652", "0%", "71%");
    expect("0.70588235294117652", "0.0%", "70.6%");
    expect("0.285", "0%", "29%");
    expect("1", "0%", "100%");
    expect("5.0000000000000001E-3", "0.0%", "0.5%");
    expect("0.71", "0\"%\"", "0.71");
}

static void dates_are_told_by_their_style(void **state)
{
    expect("44762", "dd/mm/yyyy", "2022-07-20");
    expect("44762", "[$-809]d mmmm yyyy;@", "2022-07-20");
    expect("44762", "mmm-yy", "2022-07-20");
    expect("44762.395833333336", "dd/mm/yyyy hh:mm", "2022-07-20 09:30");
    expect("44762.999999", "dd/mm/yyyy", "2022-07-21");
    expect("1", "yyyy-mm-dd", "1900-01-01");
    expect("59", "yyyy-mm-dd", "1900-02-28");
    expect("60", "yyyy-mm-dd", "60");
    expect("61", "yyyy-mm-dd", "1900-03-01");
    expect("36585", "yyyy-mm-dd", "2000-02-29");
    expect("0.39583333333333331", "hh:mm", "09:30");
    expect("1.5", "[h]:mm:ss", "36:00");
    expect("2958465", "yyyy-mm-dd", "9999-12-31");
    expect("44762", "0\" days\"", "44762");
    expect("44762", "[Red]0", "44762");
    expect("44762", "\\d0", "44762");
}

static void days_may_count_from_1904(void **state)
{
    char text[NUMBER_FORMAT_SIZE];

    assert_string_equal(
        number_format_print("43300", number_format_built_in(14), true, text),
        "2022-07-20");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_keep_what_a_person_typed),
        cmocka_unit_test(decimals_that_are_shown_are_rounded_half_up),
        cmocka_unit_test(percentages_are_printed_with_their_sign),
        cmocka_unit_test(dates_are_told_by_their_style),
        cmocka_unit_test(days_may_count_from_1904),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
