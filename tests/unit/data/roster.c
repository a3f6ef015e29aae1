#include "data/roster.h"

#include "../scratch.h"

#include "base/buffer.h"
#include "data/campaign.h"

struct opened {
    struct scratch scratch;
    struct campaign campaign;
    enum status status;
};

static void write_settings(struct scratch *scratch, const char *data)
{
    scratch_write(scratch, "campaign.yaml",
                  arena_printf(scratch->arena,
                               "title: T\nletter: l.md\ndata: %s\n"
                               "dates: {letter: 2022-07-20}\n",
                               data));
}

static struct opened open_two(const char *councils, const char *figures)
{
    struct opened opened = {.scratch = scratch_open()};

    write_settings(&opened.scratch, "[c.csv, f.csv]");
    scratch_write(&opened.scratch, "c.csv", councils);
    scratch_write(&opened.scratch, "f.csv", figures);
    opened.status = campaign_open(opened.scratch.arena, opened.scratch.folder,
                                  &opened.campaign, opened.scratch.diagnostics);
    return opened;
}

static void close_all(struct opened *opened)
{
    campaign_close(&opened->campaign);
    scratch_close(&opened->scratch);
}

static struct council council(struct opened *opened, size_t index)
{
    struct council council;

    roster_read(opened->campaign.roster, index, opened->scratch.arena,
                &council);
    return council;
}

/* "code: reason" of a refused row, its cells behind it. */
static const char *refused(struct opened *opened, size_t index)
{
    const struct roster *roster = opened->campaign.roster;
    struct buffer text = buffer_new(4096);
    struct refused_row row;
    char *kept;

    roster_read_refused(roster, index, opened->scratch.arena, &row);
    buffer_printf(&text, "%s: %s:", row.code, row.reason);
    for (size_t i = 0; i < roster_columns(roster); i++)
        buffer_printf(&text, " [%s]", row.values[i].text);
    kept = arena_strdup(opened->scratch.arena, buffer_text(&text));
    buffer_free(&text);
    scratch_shorten(&opened->scratch, kept);
    return kept;
}

static void files_are_joined_in_order_of_code(void **state)
{
    struct opened opened = open_two("code,name\nE2, Second \nE1,First\n",
                                    "Code,n\nE1,1\n E2 ,\t2\n");
    const struct roster *roster = opened.campaign.roster;
    struct council second;

    assert_string_equal(scratch_said(&opened.scratch), "");
    assert_int_equal(opened.status, STATUS_OK);
    assert_int_equal(roster_count(roster), 2);
    assert_int_equal(roster_columns(roster), 3);
    assert_string_equal(roster_column_names(roster)[2], "n");
    assert_int_equal(roster_column(roster, 2).location.column, 6);
    assert_string_equal(roster_code(roster, 0), "E1");
    assert_int_equal(roster_find(roster, "E2"), 1);
    assert_true(roster_find(roster, "E3") == SIZE_MAX);
    second = council(&opened, 1);
    assert_string_equal(second.code, "E2");
    assert_string_equal(second.name, "Second");
    assert_int_equal(second.location.line, 2);
    assert_string_equal(second.values[2].text, "2");
    assert_int_equal(second.values[2].location.line, 3);
    assert_int_equal(second.values[2].location.column, 6);
    close_all(&opened);
}

static void code_of_the_first_file_is_the_councils_place(void **state)
{
    struct opened opened = open_two("name,code\nFirst,E1\n", "code,n\nE1,1\n");
    struct council first = council(&opened, 0);

    assert_string_equal(strrchr(first.location.file, '/'), "/c.csv");
    assert_int_equal(first.location.column, 7);
    assert_int_equal(first.values[1].location.column, 7);
    close_all(&opened);
}

static void
codes_that_one_file_lacks_are_reported_where_they_stand(void **state)
{
    struct opened opened =
        open_two("code,name\nE1,First\nE2,Second\n", "n,code\n1,E1\n3,E3\n");

    assert_string_equal(scratch_said(&opened.scratch),
                        "c.csv:3:1: error: code: \"E2\" is not in f.csv\n"
                        "f.csv:3:3: error: code: \"E3\" is not in c.csv\n");
    assert_int_equal(opened.status, STATUS_OK);
    assert_int_equal(roster_count(opened.campaign.roster), 1);
    assert_int_equal(roster_refused(opened.campaign.roster), 2);
    assert_string_equal(refused(&opened, 0),
                        "E2: code: \"E2\" is not in f.csv: [E2] [Second] []");
    assert_string_equal(refused(&opened, 1),
                        "E3: code: \"E3\" is not in c.csv: [E3] [] [3]");
    close_all(&opened);
}

/* Which of the two is right nobody can tell: neither is printed. */
static void duplicate_codes_refuse_every_row_that_has_them(void **state)
{
    struct opened opened = open_two("code,name\nE1,First\nE2,Second\nE1,Else\n",
                                    "code,n\nE2,2\nE1,1\nE2,4\n");

    assert_string_equal(
        scratch_said(&opened.scratch),
        "c.csv:4:1: error: code: \"E1\" is already at c.csv:2:1\n"
        "f.csv:4:1: error: code: \"E2\" is already at f.csv:2:1\n");
    assert_int_equal(roster_count(opened.campaign.roster), 0);
    assert_int_equal(roster_refused(opened.campaign.roster), 4);
    assert_string_equal(refused(&opened, 0),
                        "E1: code: \"E1\" is already at c.csv:2:1: [E1] "
                        "[First] [1]");
    assert_string_equal(refused(&opened, 1),
                        "E1: code: \"E1\" is already at c.csv:2:1: [E1] "
                        "[Else] [1]");
    assert_string_equal(refused(&opened, 3),
                        "E2: code: \"E2\" is already at f.csv:2:1: [E2] "
                        "[Second] [4]");
    close_all(&opened);
}

static void missing_and_unsafe_codes_refuse_their_rows(void **state)
{
    struct opened opened =
        open_two("code,name\n ,Nobody\n../x,Up\n.E2,Dot\nE3,Third\nE 4,Space\n",
                 "code,n\n../x,1\n.E2,2\nE3,3\nE 4,4\n,5\n");

    assert_string_equal(
        scratch_said(&opened.scratch),
        "c.csv:2:1: error: code: the row has no code\n"
        "c.csv:3:1: error: code: \"../x\" cannot be part of a file's name; "
        "letters, digits, dots, dashes and underscores can\n"
        "c.csv:4:1: error: code: \".E2\" cannot be part of a file's name; "
        "letters, digits, dots, dashes and underscores can\n"
        "c.csv:6:1: error: code: \"E 4\" cannot be part of a file's name; "
        "letters, digits, dots, dashes and underscores can\n"
        "f.csv:6:1: error: code: the row has no code\n");
    assert_int_equal(roster_count(opened.campaign.roster), 1);
    assert_string_equal(refused(&opened, 0),
                        ": code: the row has no code: [] [Nobody] []");
    assert_string_equal(refused(&opened, 1),
                        ": code: the row has no code: [] [] [5]");
    close_all(&opened);
}

static void code_of_64_bytes_is_too_long(void **state)
{
    static const char code[] =
        "E234567890123456789012345678901234567890123456789012345678901234";
    char councils[256];
    char figures[256];
    struct opened opened;

    snprintf(councils, sizeof councils, "code,name\n%s,A\n%.63s,B\n", code,
             code);
    snprintf(figures, sizeof figures, "code,n\n%s,1\n%.63s,2\n", code, code);
    opened = open_two(councils, figures);
    assert_string_equal(scratch_said(&opened.scratch),
                        "c.csv:2:1: error: code: longer than 63 bytes\n");
    assert_int_equal(roster_count(opened.campaign.roster), 1);
    close_all(&opened);
}

static void council_without_a_name_is_refused(void **state)
{
    struct opened opened =
        open_two("code,name\nE1,\nE2,Second\n", "code,n\nE1,1\nE2,2\n");

    assert_string_equal(scratch_said(&opened.scratch),
                        "c.csv:2:4: error: name: the council has no name\n");
    assert_int_equal(roster_count(opened.campaign.roster), 1);
    close_all(&opened);
}

/* The fault of f.csv's row is said once, and not again as a missing code. */
static void row_at_fault_is_not_also_missing(void **state)
{
    struct opened opened =
        open_two("code,name\nE1,First\nE2,Second\n", "code,n\nE1,1,9\nE2,2\n");

    assert_string_equal(
        scratch_said(&opened.scratch),
        "f.csv:2:6: error: 3 cells in the row, 2 in the header\n");
    assert_true(diagnostics_has_error(opened.scratch.diagnostics, "E1"));
    assert_int_equal(roster_count(opened.campaign.roster), 1);
    assert_string_equal(
        refused(&opened, 0),
        "E1: 3 cells in the row, 2 in the header: [E1] [First] [1]");
    close_all(&opened);
}

static void column_in_two_files_is_refused_with_both_places(void **state)
{
    struct opened opened =
        open_two("code,name,Type\nE1,A,x\n", "code,n,type\nE1,1,y\n");

    assert_int_equal(opened.status, STATUS_INPUT);
    assert_string_equal(
        scratch_said(&opened.scratch),
        "f.csv:1:8: error: type: column is already at c.csv:1:11\n");
    close_all(&opened);
}

static void missing_columns_come_with_a_suggestion(void **state)
{
    struct opened opened = open_two("cod,nam\nE1,A\n", "x,y\n1,2\n");

    assert_int_equal(opened.status, STATUS_INPUT);
    assert_string_equal(
        scratch_said(&opened.scratch),
        "c.csv:1: error: code: no such column; files are joined on it; did "
        "you mean cod?\n"
        "campaign.yaml:1:1: error: name: no column \"name\" for the council's "
        "name; did you mean nam?\n"
        "f.csv:1: error: code: no such column; files are joined on it\n");
    close_all(&opened);
}

static void semicolons_for_commas_are_recognised(void **state)
{
    struct opened opened = open_two("code;name\nE1;A\n", "code,name\nE1,A\n");

    assert_string_equal(
        scratch_said(&opened.scratch),
        "c.csv:1: error: code: no such column; files are joined on it; cells "
        "are parted by commas only\n");
    close_all(&opened);
}

static void files_must_be_there_and_in_the_folder(void **state)
{
    struct opened opened = {.scratch = scratch_open()};

    write_settings(&opened.scratch, "[c.csv, ../c.csv, /etc/passwd]");
    opened.status = campaign_open(opened.scratch.arena, opened.scratch.folder,
                                  &opened.campaign, opened.scratch.diagnostics);
    assert_int_equal(opened.status, STATUS_INPUT);
    assert_string_equal(
        scratch_said(&opened.scratch),
        "campaign.yaml:3:8: error: data: no file c.csv in \n"
        "campaign.yaml:3:15: error: data: ../c.csv is outside the campaign's "
        "folder; name the folder of tables in data_folder:\n"
        "campaign.yaml:3:25: error: data: /etc/passwd is outside the "
        "campaign's folder; name the folder of tables in data_folder:\n");
    close_all(&opened);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_joined_in_order_of_code),
        cmocka_unit_test(code_of_the_first_file_is_the_councils_place),
        cmocka_unit_test(
            codes_that_one_file_lacks_are_reported_where_they_stand),
        cmocka_unit_test(duplicate_codes_refuse_every_row_that_has_them),
        cmocka_unit_test(missing_and_unsafe_codes_refuse_their_rows),
        cmocka_unit_test(code_of_64_bytes_is_too_long),
        cmocka_unit_test(council_without_a_name_is_refused),
        cmocka_unit_test(row_at_fault_is_not_also_missing),
        cmocka_unit_test(column_in_two_files_is_refused_with_both_places),
        cmocka_unit_test(missing_columns_come_with_a_suggestion),
        cmocka_unit_test(semicolons_for_commas_are_recognised),
        cmocka_unit_test(files_must_be_there_and_in_the_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
