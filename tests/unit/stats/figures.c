#include "stats/figures.h"

#include "councils_fixture.h"

static enum status read_row(struct region *region, size_t index,
                            struct figures *figures)
{
    struct scratch *scratch = &region->scratch;
    struct council council;

    roster_read(region->campaign.roster, index, scratch->arena, &council);
    return figures_read(scratch->arena, &region->campaign, region->averages,
                        &council, figures, scratch->diagnostics);
}

static void figures_hold_rates_and_what_to_compare_with(void **state)
{
    struct region region = region_open(
        "code,name,type,a,b,c\nE1,One,Inner London,\"1,200\", 1600 ,0\n",
        "group,x\ninner london,64\n", "averages: {from: averages.csv}\n");
    struct figures figures;
    const struct figure *x;

    assert_int_equal(read_row(&region, 0, &figures), STATUS_OK);
    assert_int_equal(figures.count, 2);
    assert_string_equal(figures.group, "Inner London");
    x = figures_find(&figures, "X");
    assert_int_equal(x->rate.count, 1200);
    assert_int_equal(x->rate.total, 1600);
    assert_int_equal(x->average.scaled, 64);
    assert_int_equal(x->total.location.column, 29);
    assert_false(figures_find(&figures, "y")->average.exists);
    assert_null(figures_find(&figures, "z"));
    region_close(&region);
}

/* Bolsover 2024: 0 of 0. */
static void nought_of_nought_is_read_as_no_rate(void **state)
{
    struct region region =
        region_open("code,name,type,a,b,c\nE1,One,county,0,0,0\n", NULL, "");
    struct figures figures;

    assert_int_equal(read_row(&region, 0, &figures), STATUS_OK);
    assert_false(rate_exists(figures.items[0].rate));
    assert_false(figures.items[0].average.exists);
    region_close(&region);
}

static void every_fault_of_a_row_is_reported_at_its_cell(void **state)
{
    struct region region = region_open("code,name,type,a,b,c\n"
                                       "E1,One,county,x,,-3\n"
                                       "E2,Two,county,18,17,19\n"
                                       "E3,Three,county,1,1,1\n"
                                       "E4,Four,county,17.5,1e3,\xD9\xA1\n",
                                       NULL, "");
    struct figures figures;

    assert_int_equal(read_row(&region, 0, &figures), STATUS_INPUT);
    assert_int_equal(read_row(&region, 1, &figures), STATUS_INPUT);
    assert_int_equal(read_row(&region, 2, &figures), STATUS_OK);
    assert_int_equal(read_row(&region, 3, &figures), STATUS_INPUT);
    assert_string_equal(
        scratch_said(&region.scratch),
        "d.csv:2:15: error: a: \"x\" is not a whole number\n"
        "d.csv:2:17: error: b: the cell is empty; a whole number is wanted\n"
        "d.csv:2:18: error: c: \"-3\" is not a whole number\n"
        "d.csv:3:15: error: a: 18 is more than the total: b is 17\n"
        "d.csv:3:21: error: c: 19 is more than the total: a is 18\n"
        "d.csv:5:16: error: a: \"17.5\" is not a whole number\n"
        "d.csv:5:21: error: b: \"1e3\" is not a whole number\n"
        "d.csv:5:25: error: c: \"\xD9\xA1\" is not a whole number\n");
    assert_true(diagnostics_has_error(region.scratch.diagnostics, "E2"));
    assert_false(diagnostics_has_error(region.scratch.diagnostics, "E3"));
    region_close(&region);
}

/* Statistic x again, with a percentage beside its counts. */
static void stated_percentage_is_worked_out_again(void **state)
{
    struct scratch scratch = scratch_open();
    struct region region = {.scratch = scratch};
    struct figures figures;
    static const enum status statuses[] = {
        STATUS_OK, STATUS_INPUT, STATUS_INPUT, STATUS_INPUT, STATUS_OK};

    scratch_write(&scratch, "campaign.yaml",
                  "title: T\nletter: l.md\ndata: d.csv\n"
                  "dates: {letter: 2022-07-20}\n"
                  "statistics: {x: {count: a, total: b, stated: p}}\n");
    scratch_write(&scratch, "d.csv",
                  "code,name,a,b,p\nE1,One,12,17,70.6%\nE2,Two,12,17,70\n"
                  "E3,Three,0,0,0%\nE4,Four,1,2,half\nE5,Five,0,0,n/a\n");
    assert_int_equal(campaign_open(scratch.arena, scratch.folder,
                                   &region.campaign, scratch.diagnostics),
                     STATUS_OK);
    assert_int_equal(averages_open(scratch.arena, &region.campaign,
                                   &region.averages, scratch.diagnostics),
                     STATUS_OK);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(read_row(&region, i, &figures), statuses[i]);
    assert_string_equal(
        scratch_said(&scratch),
        "d.csv:3:14: error: p: states \"70\", but 12 of 17 is 71%\n"
        "d.csv:4:14: error: p: states \"0%\", but 0 of 0 is no rate\n"
        "d.csv:5:13: error: p: \"half\" is not a percentage\n");
    region_close(&region);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_hold_rates_and_what_to_compare_with),
        cmocka_unit_test(nought_of_nought_is_read_as_no_rate),
        cmocka_unit_test(every_fault_of_a_row_is_reported_at_its_cell),
        cmocka_unit_test(stated_percentage_is_worked_out_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
