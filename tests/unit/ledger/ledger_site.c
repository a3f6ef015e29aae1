#include "ledger/ledger_site.h"

#include "ledger_file.h"

static struct ledger_publication
publication_of(const char *code, enum ledger_site_state state, char digit)
{
    struct ledger_publication publication = {
        .code = code, .state = state, .text = "council/a/2022.html"};

    memset(publication.file_sha256, digit, HASH_HEX_SIZE - 1);
    memset(publication.content_sha256, digit, HASH_HEX_SIZE - 1);
    return publication;
}

static size_t read_site(struct ledger *ledger,
                        struct ledger_publication **publications, bool *open)
{
    size_t count;

    assert_int_equal(ledger_site_read(ledger, scratch.arena, publications,
                                      &count, open, &err),
                     STATUS_OK);
    return count;
}

static void the_last_publication_of_each_council_is_read(void **state)
{
    const struct ledger_publication first[] = {
        publication_of("b", LEDGER_SITE_PUBLISHED, '2'),
        publication_of("a", LEDGER_SITE_EMBARGOED, '1')};
    const struct ledger_publication second =
        publication_of("a", LEDGER_SITE_WITHDRAWN, '1');
    struct ledger *ledger = open_ledger(LEDGER_WRITE);
    struct ledger_publication *read;
    bool open;

    assert_int_equal(read_site(ledger, &read, &open), 0);
    assert_false(open);
    assert_int_equal(
        ledger_site_record(ledger, MORNING, "site", first, 2, &err), STATUS_OK);
    assert_int_equal(
        ledger_site_record(ledger, MORNING + 60, "site", &second, 1, &err),
        STATUS_OK);
    assert_int_equal(read_site(ledger, &read, &open), 2);
    assert_string_equal(read[0].code, "a");
    assert_int_equal(read[0].state, LEDGER_SITE_WITHDRAWN);
    assert_int_equal(read[0].at, MORNING + 60);
    assert_int_equal(read[1].state, LEDGER_SITE_PUBLISHED);
    assert_string_equal(read[1].file_sha256, first[0].file_sha256);
    assert_string_equal(read[1].text, "council/a/2022.html");
    ledger_close(ledger);
    ledger_close(open_ledger(LEDGER_READ)); /* its history holds */
}

static void a_run_that_did_not_say_how_it_ended_is_open(void **state)
{
    struct ledger *ledger = open_ledger(LEDGER_WRITE);
    struct ledger_publication *read;
    bool open;

    assert_int_equal(ledger_site_begin(ledger, MORNING, "site", &err),
                     STATUS_OK);
    ledger_close(ledger);
    ledger = open_ledger(LEDGER_WRITE);
    assert_int_equal(read_site(ledger, &read, &open), 0);
    assert_true(open);
    assert_int_equal(ledger_site_record(ledger, MORNING, NULL, NULL, 0, &err),
                     STATUS_OK);
    assert_int_equal(read_site(ledger, &read, &open), 0);
    assert_false(open);
    ledger_close(ledger);
}

static void what_was_published_is_kept(void **state)
{
    const struct ledger_publication publication =
        publication_of("a", LEDGER_SITE_PUBLISHED, '1');
    struct ledger *ledger = open_ledger(LEDGER_WRITE);

    assert_int_equal(
        ledger_site_record(ledger, MORNING, "site", &publication, 1, &err),
        STATUS_OK);
    ledger_close(ledger);
    assert_int_equal(tamper("DELETE FROM history"), SQLITE_CONSTRAINT);
    assert_int_equal(tamper("UPDATE history SET event = 'published'"),
                     SQLITE_CONSTRAINT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            the_last_publication_of_each_council_is_read, open_scratch,
            close_scratch),
        cmocka_unit_test_setup_teardown(
            a_run_that_did_not_say_how_it_ended_is_open, open_scratch,
            close_scratch),
        cmocka_unit_test_setup_teardown(what_was_published_is_kept,
                                        open_scratch, close_scratch),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
