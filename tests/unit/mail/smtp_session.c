#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "mail/smtp_session.h"

/* Plays a talk: "C: " lines are said, "S: " lines answered, "." is where the
 * last bytes leave. */
static struct smtp_session play(const char *const *lines)
{
    struct smtp_session smtp_session = {.authenticated = false};

    smtp_session_begin(&smtp_session);
    for (; *lines; lines++) {
        char line[256];
        const int length = snprintf(line, sizeof line, "%s\r\n", *lines);
        if (strcmp(*lines, ".") == 0)
            smtp_session_final_dot(&smtp_session);
        else if (**lines == 'C')
            smtp_session_command(&smtp_session, line + 3, (size_t)length - 3);
        else
            smtp_session_answer(&smtp_session, line + 3, (size_t)length - 3);
    }
    return smtp_session;
}

#define PLAY(...) play((const char *const[]){__VA_ARGS__, NULL})
#define GREETED "S: 220 mail.example ESMTP"
#define OPENED                                                                 \
    GREETED, "C: EHLO us", "S: 250-mail.example", "S: 250 AUTH PLAIN",         \
        "C: AUTH PLAIN", "S: 334 ", "C: AGEAYg==", "S: 235 2.7.0 ok"
#define ADDRESSED                                                              \
    OPENED, "C: MAIL FROM:<a@b.example>", "S: 250 ok",                         \
        "C: RCPT TO:<c@d.example>", "S: 250 ok"
#define GIVEN ADDRESSED, "C: DATA", "S: 354 go on"

static void every_step_is_known_by_its_command(void **state)
{
    assert_int_equal(PLAY(GREETED).step, SMTP_SESSION_CONNECT);
    assert_int_equal(PLAY(GREETED, "C: EHLO us").step, SMTP_SESSION_EHLO);
    assert_int_equal(PLAY(GREETED, "C: EHLO us", "C: STARTTLS").step,
                     SMTP_SESSION_STARTTLS);
    assert_int_equal(PLAY(OPENED).step, SMTP_SESSION_AUTH);
    assert_true(PLAY(OPENED).authenticated);
    assert_int_equal(PLAY(ADDRESSED).step, SMTP_SESSION_RCPT);
    assert_int_equal(PLAY(ADDRESSED, "C: DATA").step, SMTP_SESSION_DATA);
    assert_int_equal(PLAY(GIVEN).step, SMTP_SESSION_BODY);
    assert_int_equal(PLAY(GIVEN, ".").step, SMTP_SESSION_DOT);
}

/* RFC 5321, 4.1.1.4: the reply comes after the end of the mail data. */
static void an_answer_before_the_end_is_none(void **state)
{
    struct smtp_session smtp_session;

    smtp_session = PLAY(GIVEN, "S: 250 ok", ".");
    assert_true(smtp_session.early);
    assert_int_equal(smtp_session_outcome(&smtp_session), SMTP_UNKNOWN);
    smtp_session = PLAY(GIVEN, "S: 250 ok", ".", "S: 250 ok");
    assert_int_equal(smtp_session_outcome(&smtp_session), SMTP_UNKNOWN);
    smtp_session = PLAY(GIVEN, "S: 550 no", ".", "S: 550 no");
    assert_int_equal(smtp_session_outcome(&smtp_session), SMTP_REFUSED);
    smtp_session = PLAY(GIVEN, ".", "S: 250 ok");
    assert_false(smtp_session.early);
    assert_int_equal(smtp_session_outcome(&smtp_session), SMTP_ACCEPTED);
    smtp_session_note_early(&smtp_session);
    assert_int_equal(smtp_session_outcome(&smtp_session), SMTP_UNKNOWN);
    smtp_session_begin(&smtp_session);
    assert_false(smtp_session.early);
}

/* "DATA" is the base64 of three bytes that a password may have. */
static void a_password_that_reads_as_a_command_is_none(void **state)
{
    const struct smtp_session smtp_session =
        PLAY(GREETED, "C: EHLO us", "S: 250 ok", "C: AUTH LOGIN", "S: 334 VX",
             "C: DATA", "S: 334 UG", "C: STARTTLS", "S: 535 5.7.8 no");

    assert_int_equal(smtp_session.step, SMTP_SESSION_AUTH);
    assert_int_equal(smtp_session_outcome(&smtp_session), SMTP_BARRED);
}

static void a_kept_connection_begins_with_mail(void **state)
{
    struct smtp_session smtp_session = PLAY(GIVEN, ".", "S: 250 ok");

    smtp_session_begin(&smtp_session);
    smtp_session_command(&smtp_session, "MAIL FROM:<a@b>\r\n", 17);
    assert_int_equal(smtp_session.step, SMTP_SESSION_MAIL);
    assert_true(smtp_session.authenticated);
    assert_int_equal(smtp_session_outcome(&smtp_session), SMTP_DEFERRED);
}

/* RFC 5321, 4.2.5 and RFC 1047: after the dot the reply alone decides. */
static void after_the_dot_the_reply_alone_decides(void **state)
{
    struct smtp_session smtp_session;

    smtp_session = PLAY(GIVEN, ".", "S: 250 2.0.0 queued");
    assert_int_equal(smtp_session_outcome(&smtp_session), SMTP_ACCEPTED);
    smtp_session = PLAY(GIVEN, ".", "S: 451 4.3.0 later");
    assert_int_equal(smtp_session_outcome(&smtp_session), SMTP_DEFERRED);
    smtp_session = PLAY(GIVEN, ".", "S: 554 5.6.0 no");
    assert_int_equal(smtp_session_outcome(&smtp_session), SMTP_REFUSED);
    smtp_session = PLAY(GIVEN, ".");
    assert_int_equal(smtp_session_outcome(&smtp_session), SMTP_UNKNOWN);
    smtp_session = PLAY(GIVEN, ".", "S: 250-half");
    assert_int_equal(smtp_session_outcome(&smtp_session), SMTP_UNKNOWN);
    smtp_session = PLAY(GIVEN, ".", "S: 354 what");
    assert_int_equal(smtp_session_outcome(&smtp_session), SMTP_UNKNOWN);
}

static void before_the_dot_nothing_is_unknown(void **state)
{
    struct smtp_session smtp_session;

    smtp_session = PLAY(GIVEN);
    assert_int_equal(smtp_session_outcome(&smtp_session), SMTP_DEFERRED);
    smtp_session = PLAY(ADDRESSED, "C: DATA");
    assert_int_equal(smtp_session_outcome(&smtp_session), SMTP_DEFERRED);
    smtp_session = PLAY(GREETED, "C: EHLO us");
    assert_int_equal(smtp_session_outcome(&smtp_session), SMTP_UNREACHABLE);
}

static void the_sender_is_not_the_letters_fault_but_its_size_is(void **state)
{
    struct smtp_session smtp_session;

    smtp_session = PLAY(OPENED, "C: MAIL FROM:<a@b.example>", "S: 550 not you");
    assert_int_equal(smtp_session_outcome(&smtp_session), SMTP_BARRED);
    smtp_session =
        PLAY(OPENED, "C: MAIL FROM:<a@b.example>", "S: 552 too large");
    assert_int_equal(smtp_session_outcome(&smtp_session), SMTP_REFUSED);
}

static void what_is_answered_to_quit_is_not_about_the_message(void **state)
{
    struct smtp_session smtp_session = PLAY(GIVEN, ".", "C: QUIT", "S: 250 ok");

    assert_int_equal(smtp_session_outcome(&smtp_session), SMTP_UNKNOWN);
    smtp_session = PLAY(ADDRESSED, "C: RCPT TO:<x@y.example>", "S: 550 nobody",
                        "C: QUIT", "S: 221 bye");
    assert_int_equal(smtp_session.reply.code, 550);
    smtp_session = PLAY(OPENED, "C: QUIT", "S: 221 bye");
    assert_int_equal(smtp_session.reply.code, 235);
}

static void recipients_are_counted(void **state)
{
    const struct smtp_session smtp_session =
        PLAY(ADDRESSED, "C: RCPT TO:<second@d.example>", "S: 550 5.1.1 nobody");

    assert_int_equal(smtp_session.recipients, 2);
    assert_int_equal(smtp_session_outcome(&smtp_session), SMTP_REFUSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_step_is_known_by_its_command),
        cmocka_unit_test(an_answer_before_the_end_is_none),
        cmocka_unit_test(a_password_that_reads_as_a_command_is_none),
        cmocka_unit_test(a_kept_connection_begins_with_mail),
        cmocka_unit_test(after_the_dot_the_reply_alone_decides),
        cmocka_unit_test(before_the_dot_nothing_is_unknown),
        cmocka_unit_test(the_sender_is_not_the_letters_fault_but_its_size_is),
        cmocka_unit_test(what_is_answered_to_quit_is_not_about_the_message),
        cmocka_unit_test(recipients_are_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
