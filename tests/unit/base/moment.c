#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/moment.h"

/* Expected: date -u -d TEXT +%s */
static void moments_are_read_as_date_reads_them(void **state)
{
    static const struct {
        const char *text;
        int64_t moment;
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

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t moment = -1;
        assert_true(moment_parse(cases[i].text, &moment));
        assert_true(moment == cases[i].moment);
    }
}

static void what_is_no_moment_is_refused(void **state)
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

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int64_t moment;
        assert_false(moment_parse(texts[i], &moment));
    }
}

static void a_moment_is_printed_in_utc(void **state)
{
    char words[MOMENT_SIZE];

    (void)state;
    assert_string_equal(moment_print(words, 1658908800), "2022-07-27T08:00Z");
    assert_string_equal(moment_print(words, 0), "1970-01-01T00:00Z");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moments_are_read_as_date_reads_them),
        cmocka_unit_test(what_is_no_moment_is_refused),
        cmocka_unit_test(a_moment_is_printed_in_utc),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
