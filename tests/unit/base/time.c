#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/time.h"

/* Expected: date -u -d TEXT +%s */
static void times_are_read_as_date_reads_them(void **state)
{
    static const struct {
        const char *text;
        int64_t seconds;
    } cases[] = {
        {"1970-01-01", 0},
        {"2022-07-27", 1658880000},
        {"2022-07-27T09:00", 1658912400},
        {"2022-07-27T09:00Z", 1658912400},
        {"2022-07-27T09:00+01:00", 1658908800},
        {"2022-07-27T09:00-05:30", 1658932200},
        {"2022-07-27T23:59:59", 1658966399},
        {"2024-02-29T00:00:01Z", 1709164801},
        {"2100-03-01", 4107542400},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t time = -1;
        assert_true(time_parse(cases[i].text, &time));
        assert_true(time == cases[i].seconds);
    }
}

static void what_is_no_time_is_refused(void **state)
{
    static const char *const texts[] = {
        "",
        "now",
        "2022-02-30",
        "2022-7-27",
        "27/07/2022",
        "2022-07-27T",
        "2022-07-27T9:00",
        "2022-07-27T24:00",
        "2022-07-27T09:60",
        "2022-07-27T09:00:60",
        "2022-07-27T09:00:",
        "2022-07-27T09:00+1:00",
        "2022-07-27T09:00 BST",
        "2022-07-27 09:00",
        "2022-07-27T09:00Zulu",
        "2022-07-27T09:00+01:00+01:00",
        "2022-07-27-2022-07-27-2022-07-27-2022-07-27-2022-07-27",
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int64_t time;
        assert_false(time_parse(texts[i], &time));
    }
}

static void the_seconds_are_left_out(void **state)
{
    char words[TIME_SIZE];

    assert_string_equal(time_print_minute(words, 1658908800),
                        "2022-07-27T08:00Z");
    assert_string_equal(time_print_minute(words, 0), "1970-01-01T00:00Z");
    assert_string_equal(time_print_minute(words, 59), "1970-01-01T00:00Z");
}

/* Seconds by `date -u -d "2022-07-20 12:00:00" +%s` and the like. */

static void assert_reads(const char *text, int64_t expected)
{
    int64_t time = -1;

    assert_true(time_parse_pdf(text, &time));
    assert_int_equal(time, expected);
}

static void assert_refuses(const char *text)
{
    int64_t time;

    assert_false(time_parse_pdf(text, &time));
}

static void a_date_as_pdf_writes_it_is_read(void **state)
{
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
    assert_reads("D:20220720", 1658275200);
    assert_reads("D:202207", 1656633600);
    assert_reads("D:2022", 1640995200);
}

static void what_is_no_date_is_refused(void **state)
{
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

static void times_are_printed_in_utc(void **state)
{
    char text[TIME_SIZE];

    assert_string_equal(time_print(text, 1658318400), "2022-07-20T12:00:00Z");
    assert_string_equal(time_print_day(text, 1658318399), "2022-07-20");
    assert_string_equal(time_print(text, 0), "1970-01-01T00:00:00Z");
    assert_string_equal(time_print(text, -1), "1969-12-31T23:59:59Z");
    assert_string_equal(time_print_day(text, 253402300799), "9999-12-31");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_read_as_date_reads_them),
        cmocka_unit_test(what_is_no_time_is_refused),
        cmocka_unit_test(the_seconds_are_left_out),
        cmocka_unit_test(a_date_as_pdf_writes_it_is_read),
        cmocka_unit_test(what_is_not_given_is_the_lowest),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(times_are_printed_in_utc),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
