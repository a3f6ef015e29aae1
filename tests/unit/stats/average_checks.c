#include "stats/average_checks.h"

#include "councils_fixture.h"

/* @p count councils of a group, x = 1 of 2, 1 of 3 and so on. */
static const char *rows(struct arena *arena, int count, const char *group)
{
    const char *text = "code,name,type,a,b,c\n";

    for (int i = 0; i < count; i++)
        text = arena_printf(arena, "%sE%d,Name %d,%s,1,%d,0\n", text, i + 1,
                            i + 1, group, i + 2);
    return text;
}

static void run(struct region *region)
{
    struct average_checks *checks =
        average_checks_new(&region->campaign, region->averages);
    const struct roster *roster = region->campaign.roster;

    for (size_t i = 0; i < roster_count(roster); i++) {
        struct council council;
        roster_read(roster, i, region->scratch.arena, &council);
        average_checks_add(checks, &council, region->scratch.diagnostics);
    }
    average_checks_finish(checks, region->scratch.diagnostics);
}

static void assert_said(int count, const char *group, const char *averages,
                        const char *said)
{
    struct arena *arena = arena_new();
    struct region region = region_open(rows(arena, count, group), averages,
                                       "averages: {from: averages.csv}\n");

    run(&region);
    assert_string_equal(scratch_said(&region.scratch), said);
    region_close(&region);
    arena_free(arena);
}

/* Ten councils have 1/2 to 1/11: 9.09 to 50 per cent. */
static void average_that_no_council_could_have_is_doubted(void **state)
{
    assert_said(10, "County", "group,x,y\ncounty,51,0\n",
                "averages.csv:2:8: warning: x: 51% is no average of the 10 "
                "councils of this group, which have 9% to 50%\n");
    assert_said(10, "County", "group,x,y\ncounty,8,none\n",
                "averages.csv:2:8: warning: x: 8% is no average of the 10 "
                "councils of this group, which have 9% to 50%\n");
    assert_said(10, "county", "group,x,y\ncounty,50,none\n", "");
    assert_said(10, "county", "group,x,y\ncounty,9,none\n", "");
}

static void few_councils_cast_no_doubt(void **state)
{
    assert_said(9, "county", "group,x,y\ncounty,90,none\n", "");
    assert_said(10, "inner london",
                "group,x,y\ncounty,90,none\ninner london,50,0\n", "");
}

static void group_that_is_nearly_one_is_a_slip(void **state)
{
    assert_said(1, "conty", "group,x,y\ncounty,40,none\n",
                "d.csv:2:11: warning: type: \"conty\" is not among the groups "
                "compared; did you mean county?\n");
    assert_said(1, "park", "group,x,y\ncounty,40,none\n", "");
    assert_said(1, "", "group,x,y\ncounty,40,none\n", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(average_that_no_council_could_have_is_doubted),
        cmocka_unit_test(few_councils_cast_no_doubt),
        cmocka_unit_test(group_that_is_nearly_one_is_a_slip),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
