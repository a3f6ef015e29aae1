#include "mail/readback_check.h"

#include <sys/stat.h>

#include "mail/email_channel.h"
#include "mail/letter_identity.h"
#include "mail/message_reader.h"
#include "run/render.h"

#include "../scratch.h"

/* 2022-07-27 09:00:00 UTC */
enum { MORNING = 1658912400 };

/* The sample campaign, its letters made, its mail-out set up. */
static struct scratch scratch;
static struct engine engine;
static struct mailout *mailout;
static const struct readback_check_rules strict;

static int make_letters(void **state)
{
    const struct engine_paths paths = {.campaign = "../input/2022",
                                       .fonts = "../fonts",
                                       .channel = &email_channel};
    struct render_options options = {.sync = FILE_SYNC_NONE};
    struct render_summary summary;

    scratch = scratch_open();
    options.output = scratch.folder;
    assert_int_equal(engine_open(&engine, &paths, scratch.diagnostics),
                     STATUS_OK);
    assert_int_equal(
        render_run(&engine, &options, &summary, scratch.diagnostics),
        STATUS_OK);
    assert_int_equal(mailout_open(scratch.arena, &engine, scratch.folder,
                                  &mailout, scratch.diagnostics),
                     STATUS_OK);
    return 0;
}

static int remove_letters(void **state)
{
    const char *letters = scratch_path(&scratch, "letters");

    for (size_t i = 0; i < mailout_count(mailout); i++)
        unlink(scratch_path(&scratch, mailout_entry(mailout, i)->file));
    rmdir(letters);
    mailout_close(mailout);
    engine_close(&engine);
    scratch_close(&scratch);
    return 0;
}

static struct message compose(size_t index)
{
    struct message message;

    assert_int_equal(mailout_compose(mailout, index, MORNING, scratch.arena,
                                     &message, scratch.diagnostics),
                     STATUS_OK);
    return message;
}

static struct readback_check *new_check(void)
{
    return readback_check_new(scratch.arena, mailout, &strict);
}

/* The message is refused for what is said. */
static void refuse(struct readback_check *readback_check, size_t index,
                   const struct message *message, enum diagnostic_id rule,
                   const char *said)
{
    struct error err = {.code = ""};

    assert_int_equal(
        readback_check_message(readback_check, index, message, &err),
        STATUS_INPUT);
    assert_int_equal(err.rule, rule);
    if (!strstr(err.message, said))
        fail_msg("not \"%s\" but \"%s\"", said, err.message);
}

static void pass(struct readback_check *readback_check, size_t index,
                 const struct message *message)
{
    struct error err = {.code = ""};

    if (readback_check_message(readback_check, index, message, &err) !=
        STATUS_OK)
        fail_msg("%s", err.message);
}

/* --- whole mail-outs ----------------------------------------------------- */

static void every_letter_of_the_sample_passes(void **state)
{
    struct readback_check *readback_check = new_check();

    assert_int_equal(mailout_count(mailout), 13);
    for (size_t i = 0; i < 13; i++) {
        struct message message = compose(i);
        pass(readback_check, i, &message);
        message_free(&message);
    }
}

static void a_letter_that_is_tried_again_is_not_there_twice(void **state)
{
    struct readback_check *readback_check = new_check();
    struct message message = compose(0);

    pass(readback_check, 0, &message);
    pass(readback_check, 0, &message);
    message_free(&message);
}

/* --- the letter ---------------------------------------------------------- */

static void another_councils_message_is_not_this_ones(void **state)
{
    struct message message = compose(1);

    refuse(new_check(), 0, &message, RULE_MAIL_LETTER, "the e-mail is for");
    message_free(&message);
}

static void a_swapped_attachment_is_found_in_the_bytes(void **state)
{
    struct message one = compose(0);
    struct message other = compose(1);
    struct message mixed = one;

    mixed.bytes = other.bytes;
    refuse(new_check(), 0, &mixed, RULE_MAIL_LETTER,
           "the attachment has sha256");
    message_free(&one);
    message_free(&other);
}

static void an_attachment_of_another_hash_is_not_what_was_made(void **state)
{
    struct message message = compose(0);

    message.file_sha256[0] ^= 1;
    refuse(new_check(), 0, &message, RULE_MAIL_LETTER, "is not what is attach");
    message_free(&message);
}

static void another_councils_file_is_not_this_ones(void **state)
{
    struct message message = compose(0);
    struct message other = compose(1);

    message.letter = other.letter;
    refuse(new_check(), 0, &message, RULE_MAIL_LETTER, "is not the letter of");
    message_free(&message);
    message_free(&other);
}

static void a_byte_changed_on_disk_is_seen(void **state)
{
    struct message message = compose(0);
    FILE *file = fopen(message.letter, "r+b");
    int byte;

    assert_int_equal(fseek(file, 2000, SEEK_SET), 0);
    byte = fgetc(file);
    assert_int_equal(fseek(file, 2000, SEEK_SET), 0);
    fputc(byte ^ 1, file);
    fclose(file);
    refuse(new_check(), 0, &message, RULE_MAIL_LETTER,
           "is not as it was made for E06000032");
    file = fopen(message.letter, "r+b");
    assert_int_equal(fseek(file, 2000, SEEK_SET), 0);
    fputc(byte, file);
    fclose(file);
    pass(new_check(), 0, &message);
    message_free(&message);
}

static void a_letter_that_is_gone_is_said(void **state)
{
    struct message message = compose(0);
    const char *aside = scratch_path(&scratch, "aside");
    struct error err = {.code = ""};

    assert_int_equal(rename(message.letter, aside), 0);
    assert_int_equal(readback_check_message(new_check(), 0, &message, &err),
                     STATUS_INPUT);
    assert_int_equal(err.rule, RULE_FILE_MISSING);
    assert_int_equal(rename(aside, message.letter), 0);
    message_free(&message);
}

/* --- recipients ---------------------------------------------------------- */

static void another_recipient_than_the_rows_is_refused(void **state)
{
    const char *recipients[] = {"chief.executive@bcp.example",
                                "complaints@luton.example"};
    struct message message = compose(0);

    message.recipients = recipients;
    refuse(new_check(), 0, &message, RULE_MAIL_RECIPIENT,
           "E06000032 has chief.executive@luton.example, the e-mail goes to "
           "chief.executive@bcp.example");
    recipients[0] = "chief.executive@luton.example";
    pass(new_check(), 0, &message);
    recipients[1] = "x@luton.example";
    refuse(new_check(), 0, &message, RULE_MAIL_RECIPIENT, "x@luton.example");
    message_free(&message);
}

static void a_recipient_too_many_or_too_few_is_refused(void **state)
{
    const char *recipients[] = {"chief.executive@luton.example",
                                "complaints@luton.example",
                                "press@luton.example"};
    struct message message = compose(0);

    message.recipients = recipients;
    message.recipient_count = 3;
    refuse(new_check(), 0, &message, RULE_MAIL_LETTER, "goes to 3 addresses");
    message.recipient_count = 1;
    refuse(new_check(), 0, &message, RULE_MAIL_RECIPIENT, "goes to nobody");
    message_free(&message);
}

/* Puts @p with in the place of @p what, of the same length, in the bytes. */
static void overwrite(struct message *message, const char *what,
                      const char *with)
{
    char *at =
        memmem(message->bytes.bytes, message->bytes.length, what, strlen(what));

    assert_non_null(at);
    assert_int_equal(strlen(what), strlen(with));
    memcpy(at, with, strlen(with));
}

static void what_the_header_says_has_to_be_the_envelope(void **state)
{
    struct message message = compose(0);

    overwrite(&message, "<chief.executive@luton", "<chief.executive@lutom");
    refuse(new_check(), 0, &message, RULE_MAIL_LETTER, "does not name");
    overwrite(&message, "<chief.executive@lutom", "<chief.executive@luton");
    pass(new_check(), 0, &message);
    overwrite(&message, "\r\nCc:", "\r\nXX:");
    refuse(new_check(), 0, &message, RULE_MAIL_LETTER, "does not name");
    message_free(&message);
}

static void a_hidden_recipient_is_found(void **state)
{
    struct message message = compose(0);

    overwrite(&message, "\r\nReply-To:", "\r\nBcc: x@y:");
    overwrite(&message, "x@y:", "a@b,");
    refuse(new_check(), 0, &message, RULE_MAIL_LETTER, "addresses and goes");
    message_free(&message);
}

static void another_message_id_is_refused(void **state)
{
    struct message message = compose(0);

    message.id = "<other@ombudsman.example>";
    refuse(new_check(), 0, &message, RULE_MAIL_LETTER, "another Message-ID");
    message_free(&message);
}

/* --- names on pages ------------------------------------------------------ */

static bool names(const char *words, const char *name)
{
    return letter_identity_names(scratch.arena, words, name);
}

static void a_name_may_be_broken_over_lines(void **state)
{
    assert_true(
        names("To\nLuton\nBorough  Council\nRef", "Luton Borough Council"));
    assert_true(names("Bournemouth, Christ-\nchurch and Poole Council",
                      "Bournemouth, Christchurch and Poole Council"));
    assert_true(names("Shef\xef\xac\x81"
                      "eld City Council",
                      "Sheffield City Council"));
    assert_true(
        names("Cyngor Sir Ynys Mo\xcc\x82n", "Cyngor Sir Ynys M\xc3\xb4n"));
    assert_true(names("St Aldhelm\xe2\x80\x99s", "St Aldhelm's"));
    assert_true(names("\xd0\x9a\xd0\xb8\n\xd1\x97\xd0\xb2",
                      "\xd0\x9a\xd0\xb8\xd1\x97\xd0\xb2"));
}

static void another_name_does_not_stand_there(void **state)
{
    assert_false(names("Luton Borough Council", "Harrow Council"));
    assert_false(names("", "Luton"));
    assert_false(names("Luton", ""));
    assert_false(names("Lu\nton Borough", "Luton Borough Council"));
    assert_false(names("\xd0\x9a\xd0\xb8", "\xd0\x9a\xd0\xb8\xd1\x97\xd0\xb2"));
}

static void what_is_no_letter_says_nothing_of_itself(void **state)
{
    struct error err = {.code = ""};
    struct letter_identity letter_identity;

    assert_int_equal(letter_identity_read(scratch.arena, "x.pdf", "no", 2,
                                          &letter_identity, &err),
                     STATUS_INPUT);
    assert_int_equal(err.rule, RULE_PDF_FOREIGN);
}

static void an_enclosure_counts_letters(void **state)
{
    static const char text[] =
        "To: a@b.example, Group: c@d.example, e@f.example;\n"
        "Content-Type: multipart/mixed; boundary=x\n\n--x\n"
        "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
        "YWJj\n--x\nContent-Type: application/pdf\n\nabc\n--x--\n";
    struct message_contents message_contents;

    message_reader_read(scratch.arena, text, strlen(text), &message_contents);
    assert_int_equal(message_contents.letters, 2);
    /* a group is nobody's address; it makes the count differ */
    assert_string_equal(message_contents.recipients[0], "a@b.example");
    assert_null(message_contents.message_id);
    /* FIPS 180-2, appendix B.1: "abc" */
    assert_string_equal(message_contents.sha256,
                        "ba7816bf8f01cfea414140de5dae2223"
                        "b00361a396177a9cb410ff61f20015ad");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_letter_of_the_sample_passes),
        cmocka_unit_test(a_letter_that_is_tried_again_is_not_there_twice),
        cmocka_unit_test(another_councils_message_is_not_this_ones),
        cmocka_unit_test(a_swapped_attachment_is_found_in_the_bytes),
        cmocka_unit_test(an_attachment_of_another_hash_is_not_what_was_made),
        cmocka_unit_test(another_councils_file_is_not_this_ones),
        cmocka_unit_test(a_byte_changed_on_disk_is_seen),
        cmocka_unit_test(a_letter_that_is_gone_is_said),
        cmocka_unit_test(another_recipient_than_the_rows_is_refused),
        cmocka_unit_test(a_recipient_too_many_or_too_few_is_refused),
        cmocka_unit_test(what_the_header_says_has_to_be_the_envelope),
        cmocka_unit_test(a_hidden_recipient_is_found),
        cmocka_unit_test(another_message_id_is_refused),
        cmocka_unit_test(a_name_may_be_broken_over_lines),
        cmocka_unit_test(another_name_does_not_stand_there),
        cmocka_unit_test(what_is_no_letter_says_nothing_of_itself),
        cmocka_unit_test(an_enclosure_counts_letters),
    };

    return cmocka_run_group_tests(tests, make_letters, remove_letters);
}
