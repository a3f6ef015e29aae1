#include "proof/proof_record.h"

#include "../scratch.h"

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HEADER "code,name,page,picture,sha256,picture_sha256,before,program\n"

static struct scratch scratch;

static int set_up(void **state)
{
    scratch = scratch_open();
    return 0;
}

static int tear_down(void **state)
{
    scratch_close(&scratch);
    return 0;
}

static enum status read_back(struct proof_record *record)
{
    return proof_record_read(scratch.arena, scratch_path(&scratch, "p.csv"),
                             record, scratch.diagnostics);
}

static void a_record_comes_back_in_order(void **state)
{
    struct proof_record_page pages[] = {
        {"E2", "Two, and \"more\"", 2, "pages/two-2.png", A, A, "", "1"},
        {"E1", "One", 1, "pages/one-1.png", A, A, "before/one-1.png", "1"},
        {"E2", "Two, and \"more\"", 1, "pages/two-1.png", A, A, "", "1"},
    };
    struct proof_record record = {pages, 3};
    struct proof_record_pages found;
    struct error err;

    assert_int_equal(proof_record_write(scratch_path(&scratch, "p.csv"),
                                        &record, FILE_SYNC_NONE, &err),
                     STATUS_OK);
    assert_int_equal(read_back(&record), STATUS_OK);
    assert_int_equal(record.count, 3);
    found = proof_record_find(&record, "E2");
    assert_int_equal(found.count, 2);
    assert_int_equal(found.items[0].number, 1);
    assert_string_equal(found.items[1].picture, "pages/two-2.png");
    assert_string_equal(found.items[1].name, "Two, and \"more\"");
    found = proof_record_find(&record, "E1");
    assert_int_equal(found.count, 1);
    assert_string_equal(found.items[0].before, "before/one-1.png");
    assert_int_equal(proof_record_find(&record, "E0").count, 0);
    assert_int_equal(proof_record_find(&record, "E3").count, 0);
}

static void no_file_is_an_empty_record(void **state)
{
    struct proof_record record;

    assert_int_equal(read_back(&record), STATUS_OK);
    assert_int_equal(record.count, 0);
    assert_int_equal(proof_record_find(&record, "E1").count, 0);
}

static void a_record_without_pages_is_removed(void **state)
{
    struct proof_record record = {NULL, 0};
    struct error err;

    scratch_write(&scratch, "p.csv", HEADER);
    assert_int_equal(proof_record_write(scratch_path(&scratch, "p.csv"),
                                        &record, FILE_SYNC_NONE, &err),
                     STATUS_OK);
    assert_int_equal(access(scratch_path(&scratch, "p.csv"), F_OK), -1);
}

static void assert_refused(const char *csv, const char *said)
{
    struct proof_record record;

    scratch_write(&scratch, "p.csv", csv);
    assert_int_equal(read_back(&record), STATUS_INPUT);
    assert_int_equal(record.count, 0);
    assert_string_equal(scratch_said(&scratch), said);
}

static void a_file_of_another_kind_is_refused(void **state)
{
    assert_refused("code,name\nE1,One\n",
                   "p.csv:1: error: not a record that this program wrote; "
                   "without it nothing is compared\n");
}

/* Pictures that a record names are removed in time: they must not be able to
 * lie elsewhere. */
static void a_picture_outside_its_folder_is_refused(void **state)
{
    assert_refused(HEADER "E1,One,1,pages/../../x.png," A "," A ",,1\n",
                   "p.csv:2:1: error: not a row that this program wrote\n");
}

static void a_damaged_hash_is_refused(void **state)
{
    assert_refused(HEADER "E1,One,1,pages/x.png,abc," A ",,1\n",
                   "p.csv:2:1: error: not a row that this program wrote\n");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_record_comes_back_in_order),
        CASE(no_file_is_an_empty_record),
        CASE(a_record_without_pages_is_removed),
        CASE(a_file_of_another_kind_is_refused),
        CASE(a_picture_outside_its_folder_is_refused),
        CASE(a_damaged_hash_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
