#include "run/figures_csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define HEAD                                                                   \
    "\xEF\xBB\xBFstatistic,count,total,rate,average,group,period_start,"       \
    "period_end,form,year,previous,peers,higher,low,high,parts,"               \
    "peer_values\r\n"

static void assert_written(const struct figure *items, size_t count,
                           const char *expected)
{
    const struct settings settings = {.period_start = {2021, 4, 1},
                                      .period_end = {2022, 3, 31}};
    const struct figures figures = {items, count, "county"};
    struct buffer csv = buffer_new(1 << 16);

    figures_csv_write(&settings, &figures, &csv);
    assert_string_equal(buffer_text(&csv), expected);
    buffer_free(&csv);
}

static void only_what_the_letter_prints_is_written(void **state)
{
    const struct figure items[] = {
        {.label = "All, of it",
         .rate = {1200, 1700},
         .counted = {1200, 1700},
         .average = {true, 64, 64.0},
         .given = FIGURE_RATE | FIGURE_COUNT | FIGURE_TOTAL | FIGURE_AVERAGE},
        {.label = "Rate",
         .rate = {1, 2},
         .counted = {1, 2},
         .average = {true, 64, 64.0},
         .given = FIGURE_RATE},
        {.label = "Count",
         .rate = {1, 2},
         .counted = {1, 2},
         .average = {true, 64, 64.0},
         .given = FIGURE_COUNT},
        {.label = "Nothing",
         .rate = {1, 2},
         .counted = {1, 2},
         .average = {true, 64, 64.0}},
        {.label = "Total",
         .rate = {1, 2},
         .counted = {1, 2},
         .average = {true, 64, 64.0},
         .given = FIGURE_TOTAL},
    };

    assert_written(
        items, 5,
        HEAD "\"All, of it\",1200,1700,71%,64%,county,2021-04-01,"
             "2022-03-31,rate,2022,,,,,,,\r\n"
             "Rate,,,50%,,county,2021-04-01,2022-03-31,rate,2022,,,,,,,\r\n"
             "Count,1,,,,county,2021-04-01,2022-03-31,rate,2022,,,,,,,\r\n");
}

/* The chart of a trend draws 2020 and 2022, that of peers two values. */
static void what_charts_draw_is_written(void **state)
{
    static const struct statistic_form *const rate = &statistic_forms[0];
    const struct figure_year years[] = {
        {.year = 2020,
         .exists = true,
         .rate = {1, 4},
         .counted = {1, 4},
         .average = {true, 30, 30.0}},
        {.year = 2021},
        {.year = 2022, .exists = true, .rate = {1, 2}, .counted = {1, 2}}};
    const struct peers peers = {.values = "33%; 50%", .count = 2};
    const struct figure items[] = {
        {.label = "Rate",
         .format = {.form = rate},
         .rate = {1, 2},
         .counted = {1, 2},
         .years = years,
         .year_count = 3,
         .peers = &peers,
         .higher = 0,
         .given = FIGURE_RATE | FIGURE_COUNT | FIGURE_TOTAL | FIGURE_YEARS |
                  FIGURE_PEERS | FIGURE_HIGHER | FIGURE_PEER_VALUES |
                  FIGURE_PREVIOUS | FIGURE_LOW | FIGURE_HIGH}};

    assert_written(items, 1,
                   HEAD "Rate,1,2,50%,,county,2021-04-01,2022-03-31,rate,2022,,"
                        "2,0,9%,91%,,33%; 50%\r\n"
                        "Rate,1,4,25%,,county,,,rate,2020,,,,,,,\r\n");
}

static void a_withheld_figure_is_not_written(void **state)
{
    const struct figure items[] = {{.label = "Few",
                                    .counted = {1, 3},
                                    .withheld = true,
                                    .average = {true, 64, 64.0},
                                    .given = FIGURE_TOTAL}};

    assert_written(items, 1, HEAD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_the_letter_prints_is_written),
        cmocka_unit_test(what_charts_draw_is_written),
        cmocka_unit_test(a_withheld_figure_is_not_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
