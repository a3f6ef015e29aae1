#include "verify/figures_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static size_t count;

static int make_arena(void **state)
{
    arena = arena_new();
    return 0;
}

static int free_arena(void **state)
{
    arena_free(arena);
    return 0;
}

#define HEADER                                                                 \
    "statistic,count,total,rate,average,group,period_start,"                   \
    "period_end\r\n"
#define PERIOD ",unitary,2021-04-01,2022-03-31\r\n"

static const char *check(const char *text)
{
    return figures_check_csv(arena, text, strlen(text), &count);
}

static void assert_fault(const char *row, const char *expected)
{
    const char *fault = check(arena_printf(arena, "%s%s", HEADER, row));

    assert_non_null(fault);
    assert_string_equal(fault, expected);
}

/* 12 of 17 is 70.6%, 11 of 11 all, 997 of 1000 not all; 0 of 0 is no rate. */
static void right_figures_hold(void **state)
{
    assert_null(check("\xEF\xBB\xBF" HEADER "upheld,12,17,71%,64%" PERIOD
                      "compliance,11,11,100%,99%" PERIOD
                      "most,997,1000,99%," PERIOD "remedy,0,0,,12%" PERIOD));
    assert_int_equal(count, 4);
}

/* 12 of 17 is 70.588%; 12 for 214,300 is 5.5996 per 100,000; 1 for 3 is
 * 333.33 per 1,000. */
static void every_form_is_worked_out_again(void **state)
{
    static const char header[] =
        "statistic,count,total,rate,average,group,period_start,period_end,form,"
        "year,previous,peers,higher,low,high,parts,peer_values\r\n";
    static const char rows[] =
        "exact,12,17,70.6%,64.1%,x,,,rate,2024,,,,,,,\r\n"
        "heads,12,214300,5.6,4.7,x,,,per 100000,2024,,,,,,,\r\n"
        "many,1,3,333,300,x,,,per 1000,2024,,,,,,,\r\n"
        "received,86,,86,104,x,,,count,2024,,,,,,,\r\n"
        "paid,,,\"£1,250\",£900,x,,,amount,2024,,,,,,,\r\n"
        "found,,7,,,x,,,parts,2024,,,,,,\"3 a, 4 b\",\r\n";

    assert_null(check(arena_printf(arena, "%s%s", header, rows)));
    assert_int_equal(count, 6);
    assert_string_equal(
        check(
            arena_printf(arena, "%s%s", header,
                         "heads,12,214300,5.5,4.7,x,,,per 100000,,,,,,,,\r\n")),
        "line 2: heads: rate \"5.5\" where 12 of 214300 is 5.6");
    assert_string_equal(
        check(arena_printf(arena, "%s%s", header,
                           "exact,12,17,70.5%,,x,,,rate,,,,,,,,\r\n")),
        "line 2: exact: rate \"70.5%\" where 12 of 17 is 70.6%");
    assert_string_equal(
        check(arena_printf(arena, "%s%s", header,
                           "a,12,17,70.6%,,x,,,share,,,,,,,,\r\n")),
        "line 2: a: there is no form \"share\"");
}

static void quoted_cells_are_read(void **state)
{
    assert_null(check(HEADER "\"up,held\",1,2,50%,,\"a \"\"b\"\"\",,\r\n"));
    assert_int_equal(count, 1);
}

static void a_letter_without_statistics_holds(void **state)
{
    assert_null(check(HEADER));
    assert_int_equal(count, 0);
}

static void a_rate_is_reckoned_again(void **state)
{
    assert_fault("upheld,12,17,72%,64%" PERIOD,
                 "line 2: upheld: rate \"72%\" where 12 of 17 is 71%");
    assert_fault("upheld,12,17,071%,64%" PERIOD,
                 "line 2: upheld: rate \"071%\" where 12 of 17 is 71%");
    assert_fault("most,997,1000,100%,64%" PERIOD,
                 "line 2: most: rate \"100%\" where 997 of 1000 is 99%");
    assert_fault("upheld,0,0,0%,64%" PERIOD,
                 "line 2: upheld: rate \"0%\" where there is none");
}

/* What the letter does not print is not there; what is there has to fit. */
static void a_letter_may_leave_figures_out(void **state)
{
    assert_null(check(HEADER "a,,,71%,64%" PERIOD "b,12,17,,64%" PERIOD
                             "c,12,,71%," PERIOD "d,,17,71%," PERIOD
                             "e,12,,," PERIOD "f,0,,0%," PERIOD));
    assert_int_equal(count, 6);
    assert_fault("a,,,171%," PERIOD, "line 2: a: rate \"171%\" is no per cent");
    assert_fault("a,,17,71," PERIOD, "line 2: a: rate \"71\" is no per cent");
    assert_fault("a,,0,71%," PERIOD,
                 "line 2: a: rate \"71%\" where there is none");
    assert_fault("a,0,,71%," PERIOD,
                 "line 2: a: rate \"71%\" where the count is 0");
    assert_fault("a,3,,0%," PERIOD,
                 "line 2: a: rate \"0%\" where the count is 3");
}

static void a_count_is_within_its_total(void **state)
{
    assert_fault("upheld,18,17,106%,64%" PERIOD,
                 "line 2: upheld: count 18 is over total 17");
}

static void counts_are_whole_numbers(void **state)
{
    static const char *const rows[] = {
        "upheld,x,17,71%,64%" PERIOD,
        "upheld,-1,17,0%,64%" PERIOD,
        "upheld,12.5,17,71%,64%" PERIOD,
        "upheld,\" 12\",17,71%,64%" PERIOD,
        "upheld,99999999999999999999,17,71%,64%" PERIOD,
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_fault(rows[i],
                     "line 2: upheld: count and total are whole numbers");
}

static void an_average_is_a_whole_per_cent(void **state)
{
    assert_fault("upheld,12,17,71%,101%" PERIOD,
                 "line 2: upheld: average \"101%\" is no per cent");
    assert_fault("upheld,12,17,71%,64" PERIOD,
                 "line 2: upheld: average \"64\" is no per cent");
}

static void a_period_begins_before_it_ends(void **state)
{
    assert_fault("upheld,12,17,71%,64%,unitary,2022-03-31,2021-04-01\r\n",
                 "line 2: the period is not one");
    assert_fault("upheld,12,17,71%,64%,unitary,2022-02-30,2022-03-31\r\n",
                 "line 2: the period is not one");
}

static void the_columns_are_ours(void **state)
{
    assert_string_equal(check(""), "its columns are not those of a letter");
    assert_string_equal(check("a,b\r\n1,2\r\n"),
                        "its columns are not those of a letter");
    assert_fault("upheld,12,17\r\n", "line 2: 3 cells where 8 belong");
    assert_fault(",12,17,71%,64%" PERIOD, "line 2: the statistic has no name");
    assert_fault("up\"held,12,17,71%,64%" PERIOD,
                 "line 2: stray quote; inside a quoted cell it is written "
                 "twice");
    assert_string_equal(check("\xFF"), "it is not UTF-8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(right_figures_hold),
        cmocka_unit_test(every_form_is_worked_out_again),
        cmocka_unit_test(quoted_cells_are_read),
        cmocka_unit_test(a_letter_without_statistics_holds),
        cmocka_unit_test(a_rate_is_reckoned_again),
        cmocka_unit_test(a_letter_may_leave_figures_out),
        cmocka_unit_test(a_count_is_within_its_total),
        cmocka_unit_test(counts_are_whole_numbers),
        cmocka_unit_test(an_average_is_a_whole_per_cent),
        cmocka_unit_test(a_period_begins_before_it_ends),
        cmocka_unit_test(the_columns_are_ours),
    };

    return cmocka_run_group_tests(tests, make_arena, free_arena);
}
