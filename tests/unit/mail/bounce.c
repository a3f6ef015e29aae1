#include "mail/bounce.h"
#include "base/memory.h"

#include <sys/stat.h>

#include "base/buffer.h"
#include "mail/bounce_match.h"
#include "mail/mailbox_reader.h"

#include "../scratch_each.h"

/* 2022-07-27 12:00:00 UTC */
enum { NOON = 1658923200 };

static struct bounce_report read_bytes(const char *bytes, size_t size)
{
    struct bounce_report dsn;

    bounce_read(scratch.arena, bytes, size, &dsn);
    return dsn;
}

static struct bounce_report read_text(const char *text)
{
    return read_bytes(text, strlen(text));
}

static struct bounce_report read_fixture(const char *name)
{
    const char *path = arena_printf(scratch.arena, "system/bounces/%s", name);
    struct buffer bytes = buffer_new(1 << 20);
    struct bounce_report dsn;

    assert_int_equal(buffer_read_file(&bytes, path, path, &err), STATUS_OK);
    dsn = read_bytes(bytes.bytes, bytes.length);
    buffer_free(&bytes);
    return dsn;
}

static void expect_one(const char *name, const char *id, const char *recipient,
                       const char *status, const char *diagnostic)
{
    const struct bounce_report dsn = read_fixture(name);

    assert_int_equal(dsn.kind, BOUNCE_REPORT);
    assert_int_equal(dsn.count, 1);
    assert_int_equal(dsn.message_id_count, 1);
    assert_string_equal(dsn.message_ids[0], id);
    assert_string_equal(dsn.bounces[0].recipient, recipient);
    assert_string_equal(dsn.bounces[0].status, status);
    assert_string_equal(dsn.bounces[0].diagnostic, diagnostic);
}

/* --- messages ------------------------------------------------------------ */

static void postfixs_report_is_read(void **state)
{
    expect_one("postfix.eml", "<ashford.1@letters.example>",
               "chief@ashford.example", "5.1.1",
               "550 5.1.1 <chief@ashford.example>: no such person here");
    assert_string_equal(read_fixture("postfix.eml").date,
                        "2022-07-27 09:12 UTC");
    assert_string_equal(read_fixture("postfix.eml").subject,
                        "Undelivered Mail Returned to Sender");
}

static void exims_report_with_headers_alone_is_read(void **state)
{
    expect_one("exim.eml", "<bexley.2@letters.example>", "chief@bexley.example",
               "5.0.0", "552 5.2.2 This mailbox is full");
}

/* Made by Exim 4.96 itself, but for the words to people. */
static void a_report_that_exim_made_is_read(void **state)
{
    expect_one("exim-4.96.eml", "<bexley.2@letters.example>",
               "chief@bexley.example", "5.0.0", "");
}

static void exchanges_report_is_read(void **state)
{
    expect_one("exchange.eml", "<cardiff.3@letters.example>",
               "chief@cardiff.example", "5.1.10",
               "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient "
               "chief@cardiff.example not found by SMTP address lookup");
}

static void gmails_report_is_read(void **state)
{
    expect_one("gmail.eml", "<derby.4@letters.example>", "chief@derby.example",
               "5.1.1",
               "550-5.1.1 There is no account of that name at this 550-5.1.1 "
               "server. Look for typing errors and spaces in the address. "
               "550 5.1.1 ref 8-20020a05");
}

static void a_delay_is_no_failure(void **state)
{
    const struct bounce_report dsn = read_fixture("delayed.eml");

    assert_int_equal(dsn.count, 1);
    assert_int_equal(dsn.bounces[0].action, BOUNCE_DELAYED);
    assert_string_equal(dsn.bounces[0].status, "4.4.1");
    assert_string_equal(dsn.message_ids[0], "<exeter.5@letters.example>");
}

static void each_recipient_has_its_own_fate(void **state)
{
    const struct bounce_report dsn = read_fixture("two-recipients.eml");

    assert_int_equal(dsn.count, 2);
    assert_int_equal(dsn.bounces[0].action, BOUNCE_DELIVERED);
    assert_string_equal(dsn.bounces[0].recipient, "chief@fareham.example");
    assert_int_equal(dsn.bounces[1].action, BOUNCE_FAILED);
    assert_string_equal(dsn.bounces[1].recipient, "link@fareham.example");
    assert_string_equal(dsn.bounces[1].status, "5.2.1");
    assert_string_equal(dsn.message_ids[0], "<fareham.6@letters.example>");
}

static void a_report_without_the_original_names_the_recipient(void **state)
{
    const struct bounce_report dsn = read_fixture("no-original.eml");

    assert_int_equal(dsn.message_id_count, 0);
    assert_string_equal(dsn.bounces[0].recipient, "Chief@Gosport.example");
    assert_string_equal(dsn.bounces[0].diagnostic, "");
}

static void an_international_report_is_read(void **state)
{
    expect_one("international.eml", "<mon.7@letters.example>",
               "prif@ynysm\xc3\xb4n.example", "5.1.1",
               "550 5.1.1 neb o'r enw hwnnw \xe2\x80\x93 prif");
    assert_string_equal(read_fixture("international.eml").subject,
                        "Heb ei ddosbarthu: Sir F\xc3\xb4n");
}

static void mail_that_came_back_in_words_is_opaque(void **state)
{
    const struct bounce_report dsn = read_fixture("plain.eml");

    assert_int_equal(dsn.kind, BOUNCE_OPAQUE);
    assert_int_equal(dsn.count, 0);
}

static void an_answering_machine_reports_nothing(void **state)
{
    assert_int_equal(read_fixture("away.eml").kind, BOUNCE_NONE);
}

static void exims_old_field_stands_for_a_report(void **state)
{
    const struct bounce_report dsn =
        read_text("From: Mailer-Daemon@x.example\r\n"
                  "X-Failed-Recipients: a@b.example,\r\n c@d.example\r\n"
                  "References: <one@x> <two@y>\r\n\r\nno\r\n");

    assert_int_equal(dsn.kind, BOUNCE_REPORT);
    assert_int_equal(dsn.count, 2);
    assert_string_equal(dsn.bounces[1].recipient, "c@d.example");
    assert_int_equal(dsn.message_id_count, 2);
    assert_string_equal(dsn.message_ids[1], "<two@y>");
}

static void a_report_need_not_say_that_it_is_one(void **state)
{
    expect_one("mixed.eml", "<ashford.1@letters.example>",
               "chief@ashford.example", "5.1.1", "550 5.1.1 user unknown");
    assert_int_equal(read_text("Content-Type: message/delivery-status\n\n"
                               "Reporting-MTA: dns; x\n\nAction: failed\n"
                               "Final-Recipient: rfc822; a@b.example\n")
                         .count,
                     1);
}

static void qmails_report_is_read(void **state)
{
    const struct bounce_report dsn = read_fixture("qmail.eml");

    assert_int_equal(dsn.kind, BOUNCE_REPORT);
    assert_int_equal(dsn.count, 2);
    assert_int_equal(dsn.bounces[0].action, BOUNCE_FAILED);
    assert_string_equal(dsn.bounces[0].recipient, "chief@ashford.example");
    assert_string_equal(dsn.bounces[0].status, "5.1.1");
    assert_string_equal(dsn.bounces[0].diagnostic,
                        "Sorry, no mailbox here by that name. (#5.1.1)");
    assert_string_equal(dsn.bounces[1].recipient, "link@ashford.example");
    assert_string_equal(dsn.bounces[1].status, "");
    assert_string_equal(
        dsn.bounces[1].diagnostic,
        "192.0.2.7 does not like recipient. Remote host said: 550 unknown "
        "Giving up on 192.0.2.7.");
    assert_int_equal(dsn.message_id_count, 1);
    assert_string_equal(dsn.message_ids[0], "<ashford.1@letters.example>");
}

/* All of it has to be there: a letter may begin with the same words. */
static void a_greeting_is_no_report(void **state)
{
    assert_int_equal(
        read_text("From: x@y.example\n\nHi. This is the answer.\n\n"
                  "<a@b.example>:\nis my address\n")
            .kind,
        BOUNCE_NONE);
    assert_int_equal(read_text("From: x@y.example\n\nHi. This is the answer.\n"
                               "\n-- \nJo\n")
                         .kind,
                     BOUNCE_NONE);
}

static void rubbish_is_no_report(void **state)
{
    static const char zeros[200];

    assert_int_equal(read_text("").kind, BOUNCE_NONE);
    assert_int_equal(read_text("\n\n\n").kind, BOUNCE_NONE);
    assert_int_equal(read_bytes(zeros, sizeof zeros).kind, BOUNCE_NONE);
    assert_int_equal(read_text("Content-Type: multipart/report\n\nno\n").kind,
                     BOUNCE_NONE);
}

static void a_report_of_nothing_is_opaque(void **state)
{
    assert_int_equal(
        read_text("Content-Type: multipart/report; boundary=x\n\n--x\n"
                  "Content-Type: message/delivery-status\n\n"
                  "Reporting-MTA: dns; x\n\nAction: pondered\n\n--x--\n")
            .kind,
        BOUNCE_OPAQUE);
}

static void what_a_report_says_is_one_line_of_text(void **state)
{
    const struct bounce_report dsn = read_text(
        "Content-Type: multipart/report; boundary=x\n\n--x\n"
        "Content-Type: message/delivery-status\n\n"
        "Final-Recipient: rfc822; a@b.example\nAction: failed\n"
        "Diagnostic-Code: smtp; 550 \033[31mred\033[0m \xff\xfe\x07 end\n"
        "\n--x--\n");

    assert_int_equal(dsn.count, 1);
    assert_string_equal(dsn.bounces[0].diagnostic, "550 ?[31mred?[0m ??? end");
}

static void half_a_report_does_no_harm(void **state)
{
    struct buffer bytes = buffer_new(1 << 20);

    assert_int_equal(
        buffer_read_file(&bytes, "system/bounces/gmail.eml", "", &err),
        STATUS_OK);
    for (size_t size = 0; size < bytes.length; size += 7) {
        char *copy = memory_alloc(size + 1);
        memcpy(copy, bytes.bytes, size);
        (void)read_bytes(copy, size);
        free(copy);
    }
    buffer_free(&bytes);
}

/* --- mailboxes ----------------------------------------------------------- */

struct visits {
    const char *lines; /* of the places */
    size_t count;
    size_t sizes[8];
    const char *texts[8];
    const char *moves[2][2]; /* files to rename at the first visit; or NULL */
    const char *faults;      /* what was told, a line each */
};

static void visit(struct location location, const char *bytes, size_t size,
                  void *context)
{
    struct visits *visits = context;

    visits->lines =
        arena_printf(scratch.arena, "%s%d ", visits->lines, location.line);
    visits->sizes[visits->count] = size;
    visits->texts[visits->count++] = arena_strndup(scratch.arena, bytes, size);
    for (size_t i = 0; i < 2; i++) {
        if (visits->moves[i][0])
            assert_int_equal(rename(visits->moves[i][0], visits->moves[i][1]),
                             0);
        visits->moves[i][0] = NULL;
    }
}

static void fault(const struct error *told, void *context)
{
    struct visits *visits = context;

    visits->faults =
        arena_printf(scratch.arena, "%s%s: %s\n", visits->faults,
                     strrchr(told->location.file, '/') + 1, told->message);
}

static struct visits visits_of(const char *path)
{
    struct visits visits = {.lines = "", .faults = ""};

    assert_int_equal(
        mailbox_reader_walk(scratch.arena, path, visit, fault, &visits, &err),
        STATUS_OK);
    return visits;
}

static void a_mailbox_is_taken_apart_where_messages_begin(void **state)
{
    const struct visits visits = visits_of("system/bounces/three.mbox");

    assert_int_equal(visits.count, 3);
    assert_string_equal(visits.lines, "1 59 76 ");
    assert_ptr_equal(strstr(visits.texts[0], "Return-Path: <>"),
                     visits.texts[0]);
    assert_non_null(strstr(visits.texts[1], "\n\nFrom here on, ask"));
}

static void a_message_by_itself_is_a_mailbag(void **state)
{
    const struct visits visits = visits_of("system/bounces/away.eml");

    assert_int_equal(visits.count, 1);
    assert_string_equal(visits.lines, "0 ");
}

static void an_empty_mailbox_has_no_report(void **state)
{
    scratch_write(&scratch, "empty", "");
    assert_int_equal(visits_of(scratch_path(&scratch, "empty")).sizes[0], 0);
}

/* A Maildir in the scratch folder. */
static const char *make_maildir(void)
{
    assert_int_equal(mkdir(scratch_path(&scratch, "box"), 0755), 0);
    assert_int_equal(mkdir(scratch_path(&scratch, "box/new"), 0755), 0);
    assert_int_equal(mkdir(scratch_path(&scratch, "box/cur"), 0755), 0);
    assert_int_equal(mkdir(scratch_path(&scratch, "box/tmp"), 0755), 0);
    return scratch_path(&scratch, "box");
}

static void remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;

    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL)
        if (*entry->d_name != '.' &&
            unlinkat(dirfd(folder), entry->d_name, 0) != 0)
            remove_folder(
                arena_printf(scratch.arena, "%s/%s", path, entry->d_name));
    closedir(folder);
    assert_int_equal(rmdir(path), 0);
}

static void a_maildir_has_new_and_read_messages(void **state)
{
    const char *box = make_maildir();
    struct visits visits;

    scratch_write(&scratch, "box/new/1658913123.1.host", "Subject: b\n\n");
    scratch_write(&scratch, "box/cur/1658913000.2.host:2,S", "Subject: c\n\n");
    scratch_write(&scratch, "box/cur/1658912000.3.host:2,S", "Subject: d\n\n");
    scratch_write(&scratch, "box/tmp/1658912000.4.host", "Subject: e\n\n");
    visits = visits_of(box);
    assert_int_equal(visits.count, 3);
    assert_string_equal(visits.texts[0], "Subject: b\n\n");
    assert_string_equal(visits.texts[1], "Subject: d\n\n");
    assert_string_equal(visits.faults, "");
    remove_folder(box);
}

static void a_bad_entry_of_a_maildir_hides_no_message(void **state)
{
    const char *box = make_maildir();
    struct visits visits;

    scratch_write(&scratch, "box/new/5", "Subject: new\n\n");
    scratch_write(&scratch, "box/cur/6:2,S", "Subject: cur\n\n");
    assert_int_equal(symlink("nowhere", scratch_path(&scratch, "box/new/1")),
                     0);
    assert_int_equal(mkfifo(scratch_path(&scratch, "box/new/2"), 0644), 0);
    assert_int_equal(symlink("/dev/zero", scratch_path(&scratch, "box/new/3")),
                     0);
    assert_int_equal(mkdir(scratch_path(&scratch, "box/cur/4"), 0755), 0);
    assert_int_equal(symlink("5", scratch_path(&scratch, "box/new/7")), 0);
    visits = visits_of(box);
    assert_int_equal(visits.count, 3);
    assert_string_equal(visits.texts[1], "Subject: new\n\n");
    assert_string_equal(visits.texts[2], "Subject: cur\n\n");
    assert_string_equal(visits.faults,
                        "1: is a link to what is not there\n"
                        "2: is no message: a folder, a pipe or a device\n"
                        "3: is no message: a folder, a pipe or a device\n"
                        "4: is no message: a folder, a pipe or a device\n");
    remove_folder(box);
}

/* A mail program moves what has come in while the folder is read. */
static void a_message_that_is_moved_is_read_once(void **state)
{
    const char *box = make_maildir();
    struct visits visits = {.lines = "", .faults = ""};

    scratch_write(&scratch, "box/new/1", "Subject: one\n\n");
    scratch_write(&scratch, "box/new/2", "Subject: two\n\n");
    visits.moves[0][0] = scratch_path(&scratch, "box/new/1");
    visits.moves[0][1] = scratch_path(&scratch, "box/cur/1:2,S");
    visits.moves[1][0] = scratch_path(&scratch, "box/new/2");
    visits.moves[1][1] = scratch_path(&scratch, "box/cur/2:2,");
    assert_int_equal(
        mailbox_reader_walk(scratch.arena, box, visit, fault, &visits, &err),
        STATUS_OK);
    assert_int_equal(visits.count, 2);
    assert_string_equal(visits.texts[1], "Subject: two\n\n");
    assert_string_equal(visits.faults, "");
    /* a flag is set, and a message removed, after the listing of cur/ */
    visits = (struct visits){.lines = "", .faults = ""};
    scratch_write(&scratch, "box/cur/3:2,", "Subject: three\n\n");
    visits.moves[0][0] = scratch_path(&scratch, "box/cur/2:2,");
    visits.moves[0][1] = scratch_path(&scratch, "box/cur/2:2,RS");
    visits.moves[1][0] = scratch_path(&scratch, "box/cur/3:2,");
    visits.moves[1][1] = scratch_path(&scratch, "box/tmp/3");
    assert_int_equal(
        mailbox_reader_walk(scratch.arena, box, visit, fault, &visits, &err),
        STATUS_OK);
    assert_int_equal(visits.count, 2);
    assert_string_equal(visits.texts[1], "Subject: two\n\n");
    assert_string_equal(visits.faults,
                        "3:2,: was removed while the folder was read\n");
    remove_folder(box);
}

static void what_is_no_mailbag_is_refused(void **state)
{
    struct visits visits = {.lines = "", .faults = ""};

    assert_int_equal(mailbox_reader_walk(scratch.arena, scratch.folder, visit,
                                         fault, &visits, &err),
                     STATUS_IO);
    assert_int_equal(err.rule, RULE_FILE_UNREADABLE);
    assert_int_equal(mailbox_reader_walk(scratch.arena,
                                         scratch_path(&scratch, "none"), visit,
                                         fault, &visits, &err),
                     STATUS_INPUT);
    assert_int_equal(err.rule, RULE_FILE_MISSING);
    assert_int_equal(visits.count, 0);
}

/* --- the ledger ---------------------------------------------------------- */

static struct ledger_entry entry_of(const char *town, char digit)
{
    struct ledger_entry entry = {
        .code = town,
        .name = town,
        .recipients = arena_printf(
            scratch.arena, "chief@%s.example, link@%s.example", town, town),
        .file = "letters/x.pdf",
        .message_id =
            arena_printf(scratch.arena, "<%s.%c@letters.example>", town, digit),
    };

    memset(entry.file_sha256, digit, HASH_HEX_SIZE - 1);
    memset(entry.message_sha256, digit, HASH_HEX_SIZE - 1);
    memset(entry.content_sha256, digit, HASH_HEX_SIZE - 1);
    return entry;
}

/* A ledger of letters that were accepted, and one that was not sent. */
static struct ledger *open_ledger(void)
{
    static const char *const towns[] = {"ashford", "bexley",  "exeter",
                                        "fareham", "gosport", "derby"};
    static const char digits[] = "125604";
    struct ledger_approval approval = {.by = "x", .summary = ""};
    const struct ledger_outcome accepted = {
        .state = LEDGER_ACCEPTED, .reply = "", .queue_id = ""};
    struct ledger_entry entries[6];
    struct ledger *ledger;

    memset(approval.manifest_sha256, 'e', HASH_HEX_SIZE - 1);
    memset(approval.messages_sha256, 'e', HASH_HEX_SIZE - 1);
    assert_int_equal(ledger_open(scratch.arena,
                                 scratch_path(&scratch, "ledger.db"),
                                 LEDGER_WRITE, &ledger, &err),
                     STATUS_OK);
    for (size_t i = 0; i < 6; i++)
        entries[i] = entry_of(towns[i], digits[i]);
    assert_int_equal(ledger_approve(ledger, &approval, entries, 6, &err),
                     STATUS_OK);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(
            ledger_begin(ledger, towns[i], entries[i].file_sha256, 1, &err),
            STATUS_OK);
        assert_int_equal(
            ledger_record_outcome(ledger, towns[i], 2, &accepted, &err),
            STATUS_OK);
    }
    return ledger;
}

static struct bounce_match read_into(struct ledger *ledger, const char *name)
{
    struct bounce_match bounce_match = bounce_match_new(scratch.arena);

    assert_int_equal(bounce_match_read(
                         &bounce_match, ledger,
                         arena_printf(scratch.arena, "system/bounces/%s", name),
                         NOON, scratch.diagnostics),
                     STATUS_OK);
    return bounce_match;
}

static const char *bounce_of(struct ledger *ledger, const char *code)
{
    struct ledger_entry *entries;
    size_t count;

    assert_int_equal(
        ledger_entries(ledger, scratch.arena, &entries, &count, &err),
        STATUS_OK);
    for (size_t i = 0; i < count; i++)
        if (strcmp(entries[i].code, code) == 0)
            return entries[i].bounce;
    return NULL;
}

static void a_mailbox_marks_its_letters_and_marks_them_once(void **state)
{
    struct ledger *ledger = open_ledger();
    struct bounce_match bounce_match;

    for (int i = 0; i < 2; i++) {
        bounce_match = read_into(ledger, "three.mbox");
        assert_int_equal(bounce_match.messages, 3);
        assert_int_equal(bounce_match.others, 1);
        assert_int_equal(bounce_match.count, 2);
        assert_string_equal(bounce_match.lines[1].code, "bexley");
        assert_int_equal(bounce_match.lines[1].news, i == 0);
        bounce_match_free(&bounce_match);
    }
    assert_string_equal(bounce_of(ledger, "bexley"),
                        "5.0.0 for chief@bexley.example: 552 5.2.2 This "
                        "mailbox is full (reported 2022-07-27 09:15 UTC)");
    assert_string_equal(scratch_said(&scratch), "");
    ledger_close(ledger);
}

static void two_recipients_bounces_stand_side_by_side(void **state)
{
    struct ledger *ledger = open_ledger();
    struct bounce_match bounce_match = read_into(ledger, "two-recipients.eml");
    bool news;

    assert_int_equal(bounce_match.count, 2);
    assert_int_equal(bounce_match.lines[0].action, BOUNCE_DELIVERED);
    bounce_match_free(&bounce_match);
    assert_int_equal(ledger_note(ledger, "<fareham.6@letters.example>", NOON,
                                 "bounced", "5.1.1 for chief", &news, &err),
                     STATUS_OK);
    assert_true(news);
    assert_string_equal(bounce_of(ledger, "fareham"),
                        "5.2.1 for link@fareham.example (reported 2022-07-27 "
                        "09:30 UTC); 5.1.1 for chief");
    bounce_match = read_into(ledger, "two-recipients.eml");
    assert_false(bounce_match.lines[1].news);
    bounce_match_free(&bounce_match);
    ledger_close(ledger);
}

static void a_delay_marks_no_letter(void **state)
{
    struct ledger *ledger = open_ledger();
    struct bounce_match bounce_match = read_into(ledger, "delayed.eml");
    struct ledger_event *events;
    size_t count;

    assert_int_equal(bounce_match.count, 1);
    bounce_match_free(&bounce_match);
    assert_string_equal(bounce_of(ledger, "exeter"), "");
    assert_int_equal(
        ledger_history(ledger, scratch.arena, "exeter", &events, &count, &err),
        STATUS_OK);
    assert_string_equal(events[count - 1].event, "delayed");
    ledger_close(ledger);
}

static void an_address_tells_where_no_message_is_named(void **state)
{
    struct ledger *ledger = open_ledger();
    struct bounce_match bounce_match = read_into(ledger, "no-original.eml");

    assert_int_equal(bounce_match.count, 1);
    assert_string_equal(bounce_match.lines[0].code, "gosport");
    bounce_match_free(&bounce_match);
    ledger_close(ledger);
}

static void what_is_about_no_letter_is_said(void **state)
{
    struct ledger *ledger = open_ledger();
    struct bounce_match bounce_match = read_into(ledger, "exchange.eml");

    assert_int_equal(bounce_match.unmatched, 1);
    bounce_match_free(&bounce_match);
    bounce_match = read_into(ledger, "gmail.eml"); /* approved and not sent */
    assert_int_equal(bounce_match.unmatched, 1);
    bounce_match_free(&bounce_match);
    bounce_match = read_into(ledger, "plain.eml");
    assert_int_equal(bounce_match.opaque, 1);
    bounce_match_free(&bounce_match);
    assert_string_equal(
        scratch_said(&scratch),
        "system/bounces/exchange.eml: warning: a report about "
        "chief@cardiff.example (failed) is about no letter that was sent\n"
        "system/bounces/gmail.eml: warning: a report about chief@derby.example "
        "(failed) is about no letter that was sent\n"
        "system/bounces/plain.eml: warning: \"failure notice\" came back from "
        "a "
        "mail server and is no report that can be read\n");
    ledger_close(ledger);
}

int main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, open_scratch, close_scratch)
    const struct CMUnitTest tests[] = {
        TEST(postfixs_report_is_read),
        TEST(exims_report_with_headers_alone_is_read),
        TEST(a_report_that_exim_made_is_read),
        TEST(exchanges_report_is_read),
        TEST(gmails_report_is_read),
        TEST(a_delay_is_no_failure),
        TEST(each_recipient_has_its_own_fate),
        TEST(a_report_without_the_original_names_the_recipient),
        TEST(an_international_report_is_read),
        TEST(mail_that_came_back_in_words_is_opaque),
        TEST(an_answering_machine_reports_nothing),
        TEST(exims_old_field_stands_for_a_report),
        TEST(a_report_need_not_say_that_it_is_one),
        TEST(qmails_report_is_read),
        TEST(a_greeting_is_no_report),
        TEST(rubbish_is_no_report),
        TEST(a_report_of_nothing_is_opaque),
        TEST(what_a_report_says_is_one_line_of_text),
        TEST(half_a_report_does_no_harm),
        TEST(a_mailbox_is_taken_apart_where_messages_begin),
        TEST(a_message_by_itself_is_a_mailbag),
        TEST(an_empty_mailbox_has_no_report),
        TEST(a_maildir_has_new_and_read_messages),
        TEST(a_bad_entry_of_a_maildir_hides_no_message),
        TEST(a_message_that_is_moved_is_read_once),
        TEST(what_is_no_mailbag_is_refused),
        TEST(a_mailbox_marks_its_letters_and_marks_them_once),
        TEST(two_recipients_bounces_stand_side_by_side),
        TEST(a_delay_marks_no_letter),
        TEST(an_address_tells_where_no_message_is_named),
        TEST(what_is_about_no_letter_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
