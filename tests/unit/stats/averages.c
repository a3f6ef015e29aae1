#include "stats/averages.h"

#include "councils_fixture.h"

/* The average in units of its last decimal; -1: none. */
static int found(const struct averages *averages, const char *group,
                 size_t statistic)
{
    const struct average average = averages_find(averages, group, statistic);

    return average.exists ? (int)average.scaled : -1;
}

#define GIVEN "averages: {from: averages.csv}\n"

static const char rows[] = "code,name,type,a,b,c\n"
                           "E1,One,County,12,17,6\n"
                           "E2,Two,county,31,39,0\n"
                           "E3,Three,Inner-London,1,2,1\n"
                           "E4,Four,parish,1,1,1\n";

static void assert_said(const char *averages, const char *more,
                        const char *said)
{
    struct region region = region_open(rows, averages, more);

    assert_string_equal(scratch_said(&region.scratch), said);
    assert_int_equal(region.status, *said ? STATUS_INPUT : STATUS_OK);
    region_close(&region);
}

static void given_averages_are_found_by_group_and_statistic(void **state)
{
    struct region region =
        region_open(rows,
                    "Y,Group,x\n12.50, COUNTY ,64%\nnone,inner_london,"
                    "100.0\n50,all,50\n",
                    GIVEN);

    assert_string_equal(scratch_said(&region.scratch), "");
    assert_int_equal(found(region.averages, "county", 0), 64);
    /* halves up */
    assert_int_equal(found(region.averages, "County", 1), 13);
    assert_int_equal(found(region.averages, "Inner London", 0), 100);
    assert_int_equal(found(region.averages, "Inner London", 1), -1);
    assert_int_equal(found(region.averages, "parish", 0), -1);
    assert_int_equal(found(region.averages, "", 0), -1);
    region_close(&region);
}

static void average_of_a_group_with_a_council_has_to_be_given(void **state)
{
    assert_said("group,x\ncounty,0\ninner london,1\n", GIVEN,
                "averages.csv:1: error: y: no column of this name; add it, "
                "with none where there is no average\n");
    assert_said("group,x,y\ncounty,0,\n", GIVEN,
                "averages.csv: error: group: no line for \"inner london\", the "
                "group of E3 (d.csv:4); add one, with none where there is no "
                "average\n"
                "averages.csv:2:10: error: y: the cell is empty; write the "
                "average, or none\n");
}

/* 99.5 and 99.99 are not all, 0.49 is not nothing. */
static void given_decimals_are_rounded_as_rates_are(void **state)
{
    struct region region = region_open(
        rows, "group,x,y\ncounty,99.5,0.49\ninner london,99.99%,0.00\n", GIVEN);

    assert_string_equal(scratch_said(&region.scratch), "");
    assert_int_equal(found(region.averages, "county", 0), 99);
    assert_int_equal(found(region.averages, "county", 1), 1);
    assert_int_equal(found(region.averages, "inner london", 0), 99);
    assert_int_equal(found(region.averages, "inner london", 1), 0);
    region_close(&region);
}

/* x: 12/17 and 31/39, y: 6/12 and 0/31. Pooled x = 43/56 = 76.8,
 * y = 6/43 = 14.0; mean x = 995/1326 = 75.04, y = 25. */
static void computed_averages_are_those_worked_out_by_hand(void **state)
{
    struct region pooled =
        region_open(rows, NULL, "averages: {method: pooled}\n");
    struct region mean = region_open(rows, NULL, "averages: {method: mean}\n");

    assert_int_equal(found(pooled.averages, "county", 0), 77);
    assert_int_equal(found(pooled.averages, "county", 1), 14);
    assert_int_equal(found(mean.averages, "county", 0), 75);
    assert_int_equal(found(mean.averages, "county", 1), 25);
    region_close(&pooled);
    region_close(&mean);
}

static void group_of_one_is_compared_with_nobody(void **state)
{
    struct region region =
        region_open(rows, NULL, "averages: {method: mean}\n");

    assert_int_equal(found(region.averages, "inner london", 0), -1);
    assert_int_equal(found(region.averages, "parish", 0), -1);
    region_close(&region);
}

/* The rows that x of a group lacks, files without their folder. */
static const char *lacking_of(struct region *region, const char *group)
{
    const struct scratch *scratch = &region->scratch;
    const size_t length = strlen(scratch->folder) + 1;
    const char *lacking = averages_lacking(region->averages, group, 0);
    char *text = arena_strndup(scratch->arena, lacking ? lacking : "",
                               lacking ? strlen(lacking) : 0);
    char *at = text;

    while ((at = strstr(at, scratch->folder)) != NULL)
        memmove(at, at + length, strlen(at + length) + 1);
    return text;
}

/* Of three, one has no rate and one is at fault. */
static void councils_without_a_rate_do_not_count(void **state)
{
    struct region region = region_open("code,name,type,a,b,c\n"
                                       "E1,One,county,1,2,1\n"
                                       "E2,Two,county,0,0,0\n"
                                       "E3,Three,county,3,2,1\n",
                                       NULL, "averages: {method: pooled}\n");

    assert_int_equal(found(region.averages, "county", 0), -1);
    assert_string_equal(lacking_of(&region, "county"), "E3 (d.csv:4:17)");
    assert_null(averages_lacking(region.averages, "county", 1));
    /* y = c/a: 1/1 and 1/3, pooled 2/4 */
    assert_int_equal(found(region.averages, "county", 1), 50);
    region_close(&region);
}

/* E 1 and the row without a name: 1/1 and 0/1. */
static void row_at_fault_in_code_or_name_alone_counts(void **state)
{
    struct region region = region_open("code,name,type,a,b,c\n"
                                       "E 1,One,county,1,1,1\n"
                                       "E2,,county,0,1,0\n"
                                       "E3,Three,parish,0,1,0\n",
                                       NULL, "averages: {method: mean}\n");

    assert_int_equal(found(region.averages, "county", 0), 50);
    assert_string_equal(lacking_of(&region, "county"), "");
    region_close(&region);
}

static void rows_of_one_code_leave_their_groups_without_an_average(void **state)
{
    struct region region = region_open("code,name,type,a,b,c\n"
                                       "E1,One,county,1,2,1\n"
                                       "E2,Two,county,1,2,1\n"
                                       "E2,Two,county,2,2,1\n"
                                       "E3,Three,inner london,1,2,1\n",
                                       NULL, "averages: {method: mean}\n");

    assert_int_equal(found(region.averages, "county", 0), -1);
    assert_string_equal(lacking_of(&region, "county"),
                        "E2 (d.csv:3:1), E2 (d.csv:4:1)");
    assert_string_equal(lacking_of(&region, "inner london"), "");
    region_close(&region);
}

/* A quote that is not closed takes all that follows with it. */
static void row_of_no_known_group_may_belong_to_any(void **state)
{
    struct region region = region_open("code,name,type,a,b,c\n"
                                       "E1,One,county,1,2,1\n"
                                       "E2,\"Two,county,1,2,1\n"
                                       "E3,Three,inner london,1,2,1\n",
                                       NULL, "averages: {method: mean}\n");

    assert_string_equal(lacking_of(&region, "county"), "E2 (d.csv:3:1)");
    assert_string_equal(lacking_of(&region, "inner london"), "E2 (d.csv:3:1)");
    region_close(&region);
}

static void six_rows_at_fault_are_five_and_one_more(void **state)
{
    struct region region = region_open("code,name,type,a,b,c\n"
                                       "E1,One,county,x,2,1\n"
                                       "E2,Two,county,x,2,1\n"
                                       "E3,Three,county,x,2,1\n"
                                       "E4,Four,county,x,2,1\n"
                                       "E5,Five,county,x,2,1\n"
                                       "E6,Six,county,x,2,1\n",
                                       NULL, "averages: {method: mean}\n");

    assert_string_equal(lacking_of(&region, "county"),
                        "E1 (d.csv:2:15), E2 (d.csv:3:15), E3 (d.csv:4:17), "
                        "E4 (d.csv:5:16), E5 (d.csv:6:16) and 1 more");
    region_close(&region);
}

static void columns_of_the_statistics_are_found_once(void **state)
{
    struct region region = region_open(rows, NULL, "");

    assert_int_equal(averages_columns(region.averages, 0).count, 3);
    assert_int_equal(averages_columns(region.averages, 1).total, 3);
    assert_int_equal(averages_group_column(region.averages), 2);
    region_close(&region);
}

static void columns_that_are_not_there_are_said_at_the_setting(void **state)
{
    struct region region = region_open("code,name,tipe,aa,b\nE1,One,county,1,2"
                                       "\n",
                                       NULL, "averages: {method: mean}\n");

    assert_int_equal(region.status, STATUS_INPUT);
    assert_string_equal(
        scratch_said(&region.scratch),
        "campaign.yaml:5:25: error: x: no column \"a\"\n"
        "campaign.yaml:5:50: error: y: no column \"c\"\n"
        "campaign.yaml:5:60: error: y: no column \"a\"\n"
        "campaign.yaml:6:18: error: groups: no column \"type\"; did you mean "
        "tipe?\n");
    assert_true(averages_columns(region.averages, 0).count == SIZE_MAX);
    assert_int_equal(found(region.averages, "county", 0), -1);
    region_close(&region);
}

static void every_fault_of_given_averages_is_reported(void **state)
{
    assert_said("group,x,z\ncount,1,\nCounty,101,\ninner london,6.125,\ncounty,"
                "x,\n,5,\n",
                GIVEN,
                "averages.csv:1:9: error: z: no statistic has this name\n"
                "averages.csv:2:1: error: group: \"count\" is not among the "
                "groups compared; did you mean county?\n"
                "averages.csv:3:8: error: x: \"101\" is not a percentage, 0 "
                "to 100 with at most two decimals\n"
                "averages.csv:4:14: error: x: \"6.125\" is not a percentage, 0 "
                "to 100 with at most two decimals\n"
                "averages.csv:5:1: error: group: \"county\" is already on "
                "line 3\n"
                "averages.csv:5:8: error: x: \"x\" is not a percentage, 0 "
                "to 100 with at most two decimals\n"
                "averages.csv:6:1: error: group: \"\" is not among the groups "
                "compared\n");
    assert_said("x,y\n1,2\n", GIVEN,
                "averages.csv:1: error: group: no such column; averages are "
                "given by group\n");
    assert_said("group,x\ncounty\n", GIVEN,
                "averages.csv:2: error: 1 cell in the row, 2 in the header\n");
}

static void missing_file_of_averages_is_said_at_the_setting(void **state)
{
    assert_said(NULL, GIVEN,
                "campaign.yaml:7:18: error: averages: no file averages.csv in "
                "\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(given_averages_are_found_by_group_and_statistic),
        cmocka_unit_test(average_of_a_group_with_a_council_has_to_be_given),
        cmocka_unit_test(given_decimals_are_rounded_as_rates_are),
        cmocka_unit_test(computed_averages_are_those_worked_out_by_hand),
        cmocka_unit_test(group_of_one_is_compared_with_nobody),
        cmocka_unit_test(councils_without_a_rate_do_not_count),
        cmocka_unit_test(row_at_fault_in_code_or_name_alone_counts),
        cmocka_unit_test(
            rows_of_one_code_leave_their_groups_without_an_average),
        cmocka_unit_test(row_of_no_known_group_may_belong_to_any),
        cmocka_unit_test(six_rows_at_fault_are_five_and_one_more),
        cmocka_unit_test(columns_of_the_statistics_are_found_once),
        cmocka_unit_test(columns_that_are_not_there_are_said_at_the_setting),
        cmocka_unit_test(every_fault_of_given_averages_is_reported),
        cmocka_unit_test(missing_file_of_averages_is_said_at_the_setting),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
