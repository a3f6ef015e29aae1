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
static struct dialogue play(const char *const *lines)
{
    struct dialogue dialogue = {.authenticated = false};

    dialogue_begin(&dialogue);
    for (; *lines; lines++) {
        char line[256];
        const int length = snprintf(line, sizeof line, "%s\r\n", *lines);
        if (strcmp(*lines, ".") == 0)
            dialogue_part(&dialogue);
        else if (**lines == 'C')
            dialogue_command(&dialogue, line + 3, (size_t)length - 3);
        else
            dialogue_answer(&dialogue, line + 3, (size_t)length - 3);
    }
    return dialogue;
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
    (void)state;
    assert_int_equal(PLAY(GREETED).step, DIALOGUE_CONNECT);
    assert_int_equal(PLAY(GREETED, "C: EHLO us").step, DIALOGUE_EHLO);
    assert_int_equal(PLAY(GREETED, "C: EHLO us", "C: STARTTLS").step,
                     DIALOGUE_STARTTLS);
    assert_int_equal(PLAY(OPENED).step, DIALOGUE_AUTH);
    assert_true(PLAY(OPENED).authenticated);
    assert_int_equal(PLAY(ADDRESSED).step, DIALOGUE_RCPT);
    assert_int_equal(PLAY(ADDRESSED, "C: DATA").step, DIALOGUE_DATA);
    assert_int_equal(PLAY(GIVEN).step, DIALOGUE_BODY);
    assert_int_equal(PLAY(GIVEN, ".").step, DIALOGUE_DOT);
}

/* "DATA" is the base64 of three bytes that a password may have. */
static void a_password_that_reads_as_a_command_is_none(void **state)
{
    const struct dialogue dialogue =
        PLAY(GREETED, "C: EHLO us", "S: 250 ok", "C: AUTH LOGIN", "S: 334 VX",
             "C: DATA", "S: 334 UG", "C: STARTTLS", "S: 535 5.7.8 no");

    (void)state;
    assert_int_equal(dialogue.step, DIALOGUE_AUTH);
    assert_int_equal(dialogue_outcome(&dialogue), POST_BARRED);
}

static void a_kept_connection_begins_with_mail(void **state)
{
    struct dialogue dialogue = PLAY(GIVEN, ".", "S: 250 ok");

    (void)state;
    dialogue_begin(&dialogue);
    dialogue_command(&dialogue, "MAIL FROM:<a@b>\r\n", 17);
    assert_int_equal(dialogue.step, DIALOGUE_MAIL);
    assert_true(dialogue.authenticated);
    assert_int_equal(dialogue_outcome(&dialogue), POST_DEFERRED);
}

/* RFC 5321, 4.2.5 and RFC 1047: after the dot the reply alone decides. */
static void after_the_dot_the_reply_alone_decides(void **state)
{
    struct dialogue dialogue;

    (void)state;
    dialogue = PLAY(GIVEN, ".", "S: 250 2.0.0 queued");
    assert_int_equal(dialogue_outcome(&dialogue), POST_ACCEPTED);
    dialogue = PLAY(GIVEN, ".", "S: 451 4.3.0 later");
    assert_int_equal(dialogue_outcome(&dialogue), POST_DEFERRED);
    dialogue = PLAY(GIVEN, ".", "S: 554 5.6.0 no");
    assert_int_equal(dialogue_outcome(&dialogue), POST_REFUSED);
    dialogue = PLAY(GIVEN, ".");
    assert_int_equal(dialogue_outcome(&dialogue), POST_UNKNOWN);
    dialogue = PLAY(GIVEN, ".", "S: 250-half");
    assert_int_equal(dialogue_outcome(&dialogue), POST_UNKNOWN);
    dialogue = PLAY(GIVEN, ".", "S: 354 what");
    assert_int_equal(dialogue_outcome(&dialogue), POST_UNKNOWN);
}

static void before_the_dot_nothing_is_unknown(void **state)
{
    struct dialogue dialogue;

    (void)state;
    dialogue = PLAY(GIVEN);
    assert_int_equal(dialogue_outcome(&dialogue), POST_DEFERRED);
    dialogue = PLAY(ADDRESSED, "C: DATA");
    assert_int_equal(dialogue_outcome(&dialogue), POST_DEFERRED);
    dialogue = PLAY(GREETED, "C: EHLO us");
    assert_int_equal(dialogue_outcome(&dialogue), POST_AWAY);
}

static void the_sender_is_not_the_letters_fault_but_its_size_is(void **state)
{
    struct dialogue dialogue;

    (void)state;
    dialogue = PLAY(OPENED, "C: MAIL FROM:<a@b.example>", "S: 550 not you");
    assert_int_equal(dialogue_outcome(&dialogue), POST_BARRED);
    dialogue = PLAY(OPENED, "C: MAIL FROM:<a@b.example>", "S: 552 too large");
    assert_int_equal(dialogue_outcome(&dialogue), POST_REFUSED);
}

static void what_is_answered_to_quit_is_not_about_the_message(void **state)
{
    struct dialogue dialogue = PLAY(GIVEN, ".", "C: QUIT", "S: 250 ok");

    (void)state;
    assert_int_equal(dialogue_outcome(&dialogue), POST_UNKNOWN);
    dialogue = PLAY(ADDRESSED, "C: RCPT TO:<x@y.example>", "S: 550 nobody",
                    "C: QUIT", "S: 221 bye");
    assert_int_equal(dialogue.reply.code, 550);
    dialogue = PLAY(OPENED, "C: QUIT", "S: 221 bye");
    assert_int_equal(dialogue.reply.code, 235);
}

static void recipients_are_counted(void **state)
{
    const struct dialogue dialogue =
        PLAY(ADDRESSED, "C: RCPT TO:<second@d.example>", "S: 550 5.1.1 nobody");

    (void)state;
    assert_int_equal(dialogue.recipients, 2);
    assert_int_equal(dialogue_outcome(&dialogue), POST_REFUSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_step_is_known_by_its_command),
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
