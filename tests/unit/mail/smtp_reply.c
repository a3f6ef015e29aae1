#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "mail/smtp_reply.h"

static struct smtp_reply read_lines(const char *lines)
{
    struct smtp_reply reply;

    smtp_reply_clear(&reply);
    while (*lines) {
        const size_t length = strcspn(lines, "\n");
        const size_t end = length + (lines[length] == '\n');
        smtp_reply_add_line(&reply, lines, end);
        lines += end;
    }
    return reply;
}

static void a_line_is_code_and_words(void **state)
{
    const struct smtp_reply reply = read_lines("250 2.1.5 Recipient ok\r\n");

    assert_int_equal(reply.code, 250);
    assert_true(reply.whole);
    assert_int_equal(smtp_reply_class(&reply), 2);
    assert_string_equal(reply.text, "250 2.1.5 Recipient ok");
}

static void a_code_alone_is_a_reply(void **state)
{
    const struct smtp_reply reply = read_lines("354\r\n");

    assert_int_equal(smtp_reply_class(&reply), 3);
    assert_string_equal(reply.text, "354");
}

/* Long explanations come in many lines with the code in front of each. */
static void many_lines_become_one_with_the_code_once(void **state)
{
    const struct smtp_reply reply =
        read_lines("550-5.7.26 This mail is unauthenticated.\r\n"
                   "550-5.7.26 It has to be signed. See\r\n"
                   "550 5.7.26 https://mail.example/help\r\n");

    assert_int_equal(reply.code, 550);
    assert_string_equal(reply.text,
                        "550 5.7.26 This mail is unauthenticated. It has to be "
                        "signed. See https://mail.example/help");
}

static void a_reply_without_its_last_line_has_no_class(void **state)
{
    const struct smtp_reply reply = read_lines("250-first\r\n250-second\r\n");

    assert_false(reply.whole);
    assert_int_equal(smtp_reply_class(&reply), 0);
}

static void a_line_cut_short_counts_for_nothing(void **state)
{
    struct smtp_reply reply = read_lines("250 2.0.0 Ok: queu");

    assert_int_equal(reply.code, 0);
    reply = read_lines("25");
    assert_int_equal(reply.code, 0);
}

static void what_is_no_reply_counts_for_nothing(void **state)
{
    static const char *const lines[] = {"",         "\r\n",      "hello\r\n",
                                        "99 x\r\n", "650 x\r\n", "2500\r\n",
                                        "25O x\r\n"};

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_int_equal(read_lines(lines[i]).code, 0);
}

static void the_next_reply_begins_anew(void **state)
{
    const struct smtp_reply reply = read_lines("250 ok\r\n421 closing\r\n");

    assert_string_equal(reply.text, "421 closing");
}

static void controls_and_foreign_bytes_become_question_marks(void **state)
{
    const struct smtp_reply reply =
        read_lines("550 \x1b[31mno\x07 \xc3\xa9\r\n");

    assert_string_equal(reply.text, "550 ?[31mno? ??");
}

static void a_reply_without_end_is_cut(void **state)
{
    char line[4096];
    struct smtp_reply reply;

    memset(line, 'x', sizeof line);
    memcpy(line, "550 ", 4);
    memcpy(line + sizeof line - 2, "\r\n", 2);
    smtp_reply_clear(&reply);
    smtp_reply_add_line(&reply, line, sizeof line);
    assert_int_equal(strlen(reply.text), SMTP_REPLY_SIZE - 1);
    for (int i = 0; i < 100; i++) {
        memcpy(line, "550-", 4);
        smtp_reply_add_line(&reply, line, sizeof line);
    }
    assert_int_equal(strlen(reply.text), SMTP_REPLY_SIZE - 1);
}

/* As the servers' own sources and logs have them. */
static void queue_ids_of_known_servers_are_found(void **state)
{
    static const struct {
        const char *reply;
        const char *id;
    } cases[] = {
        {"250 2.0.0 Ok: queued as 4TxQ2v3Xz1z9sT\r\n", "4TxQ2v3Xz1z9sT"},
        {"250 OK id=1rYcXw-0004Bq-2F\r\n", "1rYcXw-0004Bq-2F"},
        {"250 2.0.0 5d1e7b3c Message accepted for delivery\r\n", "5d1e7b3c"},
        {"250 2.0.0 41KDX1ab012345 Message accepted for delivery\r\n",
         "41KDX1ab012345"},
        {"250 2.6.0 <a@b.example> [InternalId=1234, Hostname=x.example] 9 "
         "bytes Queued mail for delivery\r\n",
         "1234"},
        {"250 Ok 0102018d-5f-4c-000000\r\n", "0102018d-5f-4c-000000"},
        {"250 2.0.0 Ok\r\n", ""},
        {"250\r\n", ""},
        {"250 Thanks, and goodbye\r\n", ""},
        {"550 queued as 12\r\n", ""},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct smtp_reply reply = read_lines(cases[i].reply);
        char id[SMTP_REPLY_ID_SIZE];
        smtp_reply_queue_id(&reply, id);
        assert_string_equal(id, cases[i].id);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_code_and_words),
        cmocka_unit_test(a_code_alone_is_a_reply),
        cmocka_unit_test(many_lines_become_one_with_the_code_once),
        cmocka_unit_test(a_reply_without_its_last_line_has_no_class),
        cmocka_unit_test(a_line_cut_short_counts_for_nothing),
        cmocka_unit_test(what_is_no_reply_counts_for_nothing),
        cmocka_unit_test(the_next_reply_begins_anew),
        cmocka_unit_test(controls_and_foreign_bytes_become_question_marks),
        cmocka_unit_test(a_reply_without_end_is_cut),
        cmocka_unit_test(queue_ids_of_known_servers_are_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
