#include "data/campaign.h"

#include "../scratch.h"

static struct scratch scratch;
static struct campaign campaign;

static int open_campaign(void **state)
{
    scratch = scratch_open();
    scratch_write(&scratch, "campaign.yaml",
                  "title: T\nletter: l.md\ndata: c.csv\n"
                  "dates: {letter: 2022-07-20}\n");
    scratch_write(&scratch, "c.csv", "code,name\nE1,First\n");
    return campaign_open(scratch.arena,
                         arena_printf(scratch.arena, "%s//", scratch.folder),
                         &campaign, scratch.diagnostics);
}

static int close_campaign(void **state)
{
    campaign_close(&campaign);
    scratch_close(&scratch);
    return 0;
}

static void folder_loses_its_slashes_and_gives_the_name(void **state)
{
    assert_string_equal(campaign.folder, scratch.folder);
    assert_string_equal(campaign.name, strrchr(scratch.folder, '/') + 1);
    assert_string_equal(campaign_path(scratch.arena, &campaign, "a/b.md"),
                        scratch_path(&scratch, "a/b.md"));
}

static enum status find(const char *name, const char **path, struct error *err)
{
    static const char file[] = "c.csv";
    const struct value value = {name, {file, 2, 4}};

    return campaign_find_file(scratch.arena, &campaign, value, "field", path,
                              err);
}

static void assert_not_found(const char *name, enum diagnostic_id rule)
{
    struct error err = {0};
    const char *path = NULL;

    assert_int_equal(find(name, &path, &err), STATUS_INPUT);
    assert_int_equal(err.rule, rule);
    assert_int_equal(err.location.column, 4);
    assert_string_equal(err.field, "field");
    assert_null(path);
}

static void file_in_the_folder_is_found(void **state)
{
    struct error err = {0};
    const char *path = NULL;

    assert_int_equal(find("c.csv", &path, &err), STATUS_OK);
    assert_string_equal(path, scratch_path(&scratch, "c.csv"));
    assert_int_equal(find("./c.csv", &path, &err), STATUS_OK);
}

static void nothing_outside_the_folder_is_found(void **state)
{
    assert_not_found("/etc/passwd", RULE_FILE_OUTSIDE);
    assert_not_found("../x", RULE_FILE_OUTSIDE);
    assert_not_found("a/../../x", RULE_FILE_OUTSIDE);
    assert_not_found("..", RULE_FILE_OUTSIDE);
    assert_int_equal(symlink("/etc/passwd", scratch_path(&scratch, "link")), 0);
    assert_not_found("link", RULE_FILE_OUTSIDE);
}

static void what_is_no_file_is_missing(void **state)
{
    assert_not_found("none.md", RULE_FILE_MISSING);
    assert_not_found("", RULE_FILE_MISSING);
    assert_not_found(".", RULE_FILE_MISSING);
    assert_not_found("c.csv/x", RULE_FILE_MISSING);
}

static void missing_campaign_is_one_clear_line(void **state)
{
    struct campaign other;

    assert_int_equal(campaign_open(scratch.arena,
                                   scratch_path(&scratch, "none"), &other,
                                   scratch.diagnostics),
                     STATUS_INPUT);
    assert_int_equal(campaign_open(scratch.arena,
                                   scratch_path(&scratch, "c.csv"), &other,
                                   scratch.diagnostics),
                     STATUS_INPUT);
    assert_string_equal(scratch_said(&scratch),
                        "c.csv: error: not a folder; a campaign is one\n"
                        "none: error: no such campaign folder\n");
    campaign_close(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            folder_loses_its_slashes_and_gives_the_name, open_campaign,
            close_campaign),
        cmocka_unit_test_setup_teardown(file_in_the_folder_is_found,
                                        open_campaign, close_campaign),
        cmocka_unit_test_setup_teardown(nothing_outside_the_folder_is_found,
                                        open_campaign, close_campaign),
        cmocka_unit_test_setup_teardown(what_is_no_file_is_missing,
                                        open_campaign, close_campaign),
        cmocka_unit_test_setup_teardown(missing_campaign_is_one_clear_line,
                                        open_campaign, close_campaign),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
