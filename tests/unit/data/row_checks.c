#include "data/row_checks.h"

#include "../scratch.h"

/* What is said of a campaign of one file. */
static void assert_said(const char *data, const char *said)
{
    struct scratch scratch = scratch_open();
    struct campaign campaign;

    scratch_write(&scratch, "campaign.yaml",
                  "title: T\nletter: l.md\ndata: d.csv\n"
                  "dates: {letter: 2022-07-20}\n");
    scratch_write(&scratch, "d.csv", data);
    assert_int_equal(campaign_open(scratch.arena, scratch.folder, &campaign,
                                   scratch.diagnostics),
                     STATUS_OK);
    row_checks_run(&campaign, NULL, scratch.diagnostics);
    assert_string_equal(scratch_said(&scratch), said);
    campaign_close(&campaign);
    scratch_close(&scratch);
}

static void sound_councils_pass(void **state)
{
    assert_said("code,name,email\n"
                "E1,Luton Borough Council,a@luton.gov.uk\n"
                "E2,Harrow Council,\n",
                "");
}

static void same_name_twice_is_an_error_whatever_its_spelling(void **state)
{
    assert_said("code,name\nE3,Luton\nE1,Harrow\nE2,LUTON\nE4,Lu ton\n",
                "d.csv:2:4: error: name: \"Luton\" is again at "
                "d.csv:4:4\n"
                "d.csv:2:4: error: name: \"Luton\" is again at "
                "d.csv:5:4\n"
                "d.csv:4:4: error: name: \"LUTON\" is already at "
                "d.csv:2:4\n"
                "d.csv:5:4: error: name: \"Lu ton\" is already at "
                "d.csv:2:4\n");
}

static void both_rows_of_a_name_are_at_fault(void **state)
{
    struct scratch scratch = scratch_open();
    struct campaign campaign;
    bool faulty[4] = {false};

    scratch_write(&scratch, "campaign.yaml",
                  "title: T\nletter: l.md\ndata: d.csv\n"
                  "dates: {letter: 2022-07-20}\n");
    scratch_write(&scratch, "d.csv",
                  "code,name,email\nE1,A,\nE2,B,\nE3,A,\nE4,C,x\n");
    assert_int_equal(campaign_open(scratch.arena, scratch.folder, &campaign,
                                   scratch.diagnostics),
                     STATUS_OK);
    row_checks_run(&campaign, faulty, scratch.diagnostics);
    assert_true(faulty[0]);
    assert_false(faulty[1]);
    assert_true(faulty[2]);
    assert_true(faulty[3]);
    campaign_close(&campaign);
    scratch_close(&scratch);
}

static void addresses_are_checked_one_by_one(void **state)
{
    assert_said("code,name,E-mail\n"
                "E1,Luton Council,\"a@luton.gov.uk; b@luton,\"\n"
                "E2,Harrow Council,a@luton.gov.uk\n",
                "d.csv:2:18: error: E-mail: \"b@luton\" is not an e-mail "
                "address\n"
                "d.csv:3:19: warning: E-mail: \"a@luton.gov.uk\" is "
                "already at d.csv:2:18\n"
                "d.csv:3:19: warning: E-mail: the domain of \"a@luton.gov.uk\" "
                "has nothing of the council's name\n");
}

static void address_in_two_columns_is_found(void **state)
{
    assert_said("code,name,email,emails\n"
                "E1,Luton One,a@luton.gov.uk,\n"
                "E2,Luton Two,,b@luton.gov.uk;A@Luton.gov.uk\n"
                "E3,Luton Three,a-a@luton.gov.uk,aa@luton.gov.uk\n"
                "E4,Luton Four,d@luton.gov.uk,d@luton.gov.uk\n",
                "d.csv:3:15: warning: emails: \"A@Luton.gov.uk\" is "
                "already at d.csv:2:14\n");
}

static void odd_letters_are_found_in_every_column(void **state)
{
    assert_said("code,name,to\n"
                "E1,Lu\xE2\x80\x8Bton,Mr  Porter\n"
                "E2,Ynys M\xC3\x83\xC2\xB4n,Ms Jones\n",
                "d.csv:2:4: warning: name: invisible character U+200B in "
                "\"Lu\xE2\x80\x8Bton\"\n"
                "d.csv:2:11: warning: to: two spaces running in \"Mr  "
                "Porter\"\n"
                "d.csv:3:4: warning: name: \"\xC3\x83\xC2\xB4\" looks like a "
                "misread \"\xC3\xB4\" in \"Ynys M\xC3\x83\xC2\xB4n\"\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound_councils_pass),
        cmocka_unit_test(same_name_twice_is_an_error_whatever_its_spelling),
        cmocka_unit_test(both_rows_of_a_name_are_at_fault),
        cmocka_unit_test(addresses_are_checked_one_by_one),
        cmocka_unit_test(address_in_two_columns_is_found),
        cmocka_unit_test(odd_letters_are_found_in_every_column),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
