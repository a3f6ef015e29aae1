#include "ledger/ledger_post.h"

#include "ledger_file.h"

/* Approves letters that go by post, a, b, ..., whose contents are full of a
 * digit each. */
static enum status approve(struct ledger *ledger, const char *digits)
{
    struct ledger_approval approval = {
        .by = "R. Head", .at = MORNING, .summary = ""};
    struct ledger_entry entries[8];
    size_t count = 0;

    memset(approval.manifest_sha256, 'e', HASH_HEX_SIZE - 1);
    memset(approval.messages_sha256, 'f', HASH_HEX_SIZE - 1);
    for (; digits[count]; count++) {
        entries[count] = (struct ledger_entry){
            .code = arena_printf(scratch.arena, "%c", 'a' + (int)count),
            .name = "Council",
            .recipients = "",
            .file = "letters/x.pdf",
            .message_id = ""};
        memset(entries[count].file_sha256, digits[count], HASH_HEX_SIZE - 1);
        memset(entries[count].content_sha256, digits[count], HASH_HEX_SIZE - 1);
    }
    return ledger_approve(ledger, &approval, entries, count, &err);
}

static enum status print_piece(struct ledger *ledger, const char *job,
                               int again, int64_t number, const char *code,
                               char digit)
{
    char pdf_sha256[HASH_HEX_SIZE] = "";
    const struct ledger_job made = {.name = job,
                                    .again = again,
                                    .at = MORNING + 60,
                                    .pages = 4,
                                    .sheets = 2,
                                    .pdf_sha256 = pdf_sha256};
    struct ledger_piece piece = {.number = number, .code = code, .sheets = 2};

    memset(pdf_sha256, 'd', HASH_HEX_SIZE - 1);
    memset(piece.content_sha256, digit, HASH_HEX_SIZE - 1);
    return ledger_post_record(ledger, &made, &piece, 1, &err);
}

static struct ledger_piece read_piece(struct ledger *ledger, const char *code)
{
    struct ledger_piece *pieces;
    size_t count;

    assert_int_equal(
        ledger_post_pieces(ledger, scratch.arena, &pieces, &count, &err),
        STATUS_OK);
    for (size_t i = 0; i < count; i++)
        if (strcmp(pieces[i].code, code) == 0)
            return pieces[i];
    return (struct ledger_piece){.number = 0};
}

static void note_return(struct ledger *ledger, int64_t number,
                        const char *reason, bool wanted)
{
    bool news;

    assert_int_equal(ledger_post_note_return(ledger, number, MORNING + 60,
                                             reason, &news, &err),
                     STATUS_OK);
    assert_int_equal(news, wanted);
}

static void a_letter_is_in_one_job_under_one_number(void **state)
{
    struct ledger *ledger = open_ledger(LEDGER_WRITE);
    int64_t count;

    assert_int_equal(approve(ledger, "12"), STATUS_OK);
    assert_int_equal(print_piece(ledger, "2022-1", 0, 1, "a", '1'), STATUS_OK);
    assert_int_equal(print_piece(ledger, "2022-2", 0, 2, "a", '1'),
                     STATUS_INPUT);
    assert_int_equal(print_piece(ledger, "2022-2", 0, 1, "b", '2'),
                     STATUS_INPUT);
    assert_int_equal(print_piece(ledger, "2022-1", 0, 2, "b", '2'),
                     STATUS_INPUT);
    assert_int_equal(err.rule, RULE_LEDGER_STATE);
    assert_int_equal(read_piece(ledger, "b").number, 0);
    assert_int_equal(ledger_post_count_jobs(ledger, &count, &err), STATUS_OK);
    assert_int_equal(count, 1);
    ledger_close(ledger);
}

static void only_what_was_approved_is_recorded(void **state)
{
    struct ledger *ledger = open_ledger(LEDGER_WRITE);

    assert_int_equal(approve(ledger, "1"), STATUS_OK);
    assert_int_equal(print_piece(ledger, "2022-1", 0, 1, "a", '2'),
                     STATUS_INPUT);
    assert_int_equal(print_piece(ledger, "2022-1", 0, 1, "z", '1'),
                     STATUS_INPUT);
    assert_int_equal(print_piece(ledger, "2022-1-R1", 1, 1, "a", '1'),
                     STATUS_INPUT);
    ledger_close(ledger);
}

static void a_piece_that_came_back_may_be_printed_again(void **state)
{
    struct ledger *ledger = open_ledger(LEDGER_WRITE);
    int64_t again;

    assert_int_equal(approve(ledger, "12"), STATUS_OK);
    assert_int_equal(print_piece(ledger, "2022-1", 0, 7, "a", '1'), STATUS_OK);
    note_return(ledger, 7, "gone away", true);
    note_return(ledger, 7, "gone away", false);
    assert_int_equal(read_piece(ledger, "a").returned, MORNING + 60);
    assert_string_equal(read_piece(ledger, "a").reason, "gone away");
    /* in the same second: it is the printing that counts, not the clock */
    assert_int_equal(print_piece(ledger, "2022-1-R1", 1, 7, "a", '1'),
                     STATUS_OK);
    assert_int_equal(read_piece(ledger, "a").returned, 0);
    assert_string_equal(read_piece(ledger, "a").job, "2022-1");
    assert_string_equal(read_piece(ledger, "a").again, "2022-1-R1");
    note_return(ledger, 7, "gone away", true);
    assert_int_equal(ledger_post_count_again(ledger, "2022-1", &again, &err),
                     STATUS_OK);
    assert_int_equal(again, 1);
    ledger_close(ledger);
}

static void what_was_printed_stays_as_it_was_approved(void **state)
{
    struct ledger *ledger = open_ledger(LEDGER_WRITE);

    assert_int_equal(approve(ledger, "12"), STATUS_OK);
    assert_int_equal(print_piece(ledger, "2022-1", 0, 1, "a", '1'), STATUS_OK);
    assert_int_equal(approve(ledger, "32"), STATUS_INPUT);
    assert_string_equal(err.code, "a");
    assert_int_equal(approve(ledger, "14"), STATUS_OK);
    note_return(ledger, 1, "spoilt", true);
    assert_int_equal(approve(ledger, "34"), STATUS_OK);
    assert_int_equal(approve(ledger, ""), STATUS_OK); /* b is withdrawn */
    assert_int_equal(print_piece(ledger, "2022-2", 0, 2, "b", '4'),
                     STATUS_INPUT);
    assert_int_equal(print_piece(ledger, "2022-1-R1", 1, 1, "a", '3'),
                     STATUS_OK);
    ledger_close(ledger);
}

static void what_was_printed_cannot_be_forgotten(void **state)
{
    struct ledger *ledger = open_ledger(LEDGER_WRITE);

    assert_int_equal(approve(ledger, "1"), STATUS_OK);
    assert_int_equal(print_piece(ledger, "2022-1", 0, 1, "a", '1'), STATUS_OK);
    note_return(ledger, 1, "spoilt", true);
    ledger_close(ledger);
    assert_int_equal(tamper("DELETE FROM piece"), SQLITE_CONSTRAINT);
    assert_int_equal(tamper("DELETE FROM job"), SQLITE_CONSTRAINT);
    assert_int_equal(tamper("DELETE FROM returned"), SQLITE_CONSTRAINT);
    assert_int_equal(tamper("DELETE FROM entry"), SQLITE_CONSTRAINT);
    assert_int_equal(tamper("UPDATE piece SET code = 'b'"), SQLITE_CONSTRAINT);
    assert_int_equal(tamper("DROP TRIGGER piece_stays; DELETE FROM piece;"
                            "CREATE TRIGGER piece_stays BEFORE DELETE ON piece"
                            "\nBEGIN\n    SELECT RAISE(ABORT, 'what was "
                            "printed is kept');\nEND"),
                     SQLITE_OK);
    assert_int_equal(
        ledger_open(scratch.arena, path(), LEDGER_WRITE, &ledger, &err),
        STATUS_INPUT);
    assert_int_equal(err.rule, RULE_LEDGER_DAMAGED);
    assert_non_null(strstr(err.message, "there is no piece of a"));
}

#define TEST(test)                                                             \
    cmocka_unit_test_setup_teardown(test, open_scratch, close_scratch)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_letter_is_in_one_job_under_one_number),
        TEST(only_what_was_approved_is_recorded),
        TEST(a_piece_that_came_back_may_be_printed_again),
        TEST(what_was_printed_stays_as_it_was_approved),
        TEST(what_was_printed_cannot_be_forgotten),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
