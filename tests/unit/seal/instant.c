#include "seal/instant.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Seconds by `date -u -d "2022-07-20 12:00:00" +%s` and the like. */

static void assert_reads(const char *text, time_t expected)
{
    time_t instant = -1;

    assert_true(instant_parse_pdf(text, &instant));
    assert_int_equal(instant, expected);
}

static void assert_refuses(const char *text)
{
    time_t instant;

    assert_false(instant_parse_pdf(text, &instant));
}

static void a_date_as_pdf_writes_it_is_read(void **state)
{
    (void)state;
    assert_reads("D:20220720120000Z", 1658318400);
    assert_reads("D:20220720120000", 1658318400);
    assert_reads("20220720120000Z", 1658318400);
    assert_reads("D:20220720130000+01'00'", 1658318400);
    assert_reads("D:20220720130000+01'00", 1658318400);
    assert_reads("D:20220720063000-05'30'", 1658318400);
    assert_reads("D:20220720120000Z00'00'", 1658318400);
}

static void what_is_not_given_is_the_lowest(void **state)
{
    (void)state;
    assert_reads("D:20220720", 1658275200);
    assert_reads("D:202207", 1656633600);
    assert_reads("D:2022", 1640995200);
}

static void what_is_no_date_is_refused(void **state)
{
    (void)state;
    assert_refuses("");
    assert_refuses("D:");
    assert_refuses("D:Z");
    assert_refuses("D:2022-07-20");
    assert_refuses("D:20221320");
    assert_refuses("D:20220732");
    assert_refuses("D:20220720250000Z");
    assert_refuses("D:20220720120000X");
    assert_refuses("D:20220720120000+25'00'");
    assert_refuses("D:20220720120000Z more");
    assert_refuses("D:202207201200000");
    assert_refuses("yesterday");
}

static void instants_are_printed_in_utc(void **state)
{
    char text[INSTANT_SIZE];

    (void)state;
    assert_string_equal(instant_print(text, 1658318400),
                        "2022-07-20T12:00:00Z");
    assert_string_equal(instant_print_day(text, 1658318399), "2022-07-20");
    assert_string_equal(instant_print(text, 0), "1970-01-01T00:00:00Z");
    assert_string_equal(instant_print(text, -1), "1969-12-31T23:59:59Z");
    assert_string_equal(instant_print_day(text, 253402300799), "9999-12-31");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_date_as_pdf_writes_it_is_read),
        cmocka_unit_test(what_is_not_given_is_the_lowest),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(instants_are_printed_in_utc),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
