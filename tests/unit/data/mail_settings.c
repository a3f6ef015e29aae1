#include "data/mail_settings.h"

#include "../scratch.h"
#include "data/settings.h"

struct opened {
    struct scratch scratch;
    struct settings settings;
    enum status status;
};

#define LEAST                                                                  \
    "title: T\nletter: l.md\ndata: [a.csv]\ndates: {letter: 2022-07-20}\n"

#define NEEDED                                                                 \
    "  from: a@b.example\n  to: ((email))\n  subject: S\n  body: mail.md\n"

static struct opened open_mail(const char *mail)
{
    struct opened opened = {.scratch = scratch_open()};
    char text[4096];

    snprintf(text, sizeof text, LEAST "%s", mail);
    scratch_write(&opened.scratch, "campaign.yaml", text);
    opened.status =
        settings_read(opened.scratch.arena, opened.scratch.folder, 0,
                      &opened.settings, opened.scratch.diagnostics);
    return opened;
}

static void assert_said(const char *mail, const char *said)
{
    struct opened opened = open_mail(mail);

    assert_string_equal(scratch_said_but_keys(&opened.scratch), said);
    assert_int_equal(opened.status, *said ? STATUS_INPUT : STATUS_OK);
    scratch_close(&opened.scratch);
}

/* The same with what is needed before it, to line 9, and a server after it. */
static void assert_said_of(const char *more, const char *said)
{
    char text[2048];

    snprintf(text, sizeof text, "mail:\n" NEEDED "%s%s", more,
             strstr(more, "server:") ? "" : "  server: smtp://b.example\n");
    assert_said(text, said);
}

static void every_key_is_read(void **state)
{
    struct opened opened =
        open_mail("mail:\n"
                  "  from: \"Dŵr Ombudsman <letters@ombudsman.example>\"\n"
                  "  reply_to: answers@ombudsman.example\n"
                  "  to: ((chief)) <((email))>\n"
                  "  cc: [((a)), ((b))]\n"
                  "  subject: For ((name))\n"
                  "  body: mail.md\n"
                  "  attach: letter\n"
                  "  server: smtp://mail.example\n"
                  "  user: us\n"
                  "  tls: required\n"
                  "  rate: 2/s\n"
                  "  connections: 3\n");
    const struct mail_settings *mail = &opened.settings.mail;

    assert_int_equal(opened.status, STATUS_OK);
    assert_true(mail->given);
    assert_int_equal(mail->location.line, 5);
    assert_string_equal(mail->from.name, "Dŵr Ombudsman");
    assert_string_equal(mail->from.address, "letters@ombudsman.example");
    assert_string_equal(mail->reply_to.name, "");
    assert_string_equal(mail->reply_to.address, "answers@ombudsman.example");
    assert_string_equal(mail->to.text, "((chief)) <((email))>");
    assert_int_equal(mail->cc_count, 2);
    assert_string_equal(mail->cc[1].text, "((b))");
    assert_int_equal(mail->cc[1].location.line, 9);
    assert_string_equal(mail->subject.text, "For ((name))");
    assert_string_equal(mail->body.text, "mail.md");
    assert_string_equal(mail->url, "smtp://mail.example:587");
    assert_false(mail->implicit_tls);
    assert_string_equal(mail->host, "mail.example");
    assert_int_equal(mail->port, 587);
    assert_string_equal(mail->user.text, "us");
    assert_int_equal(mail->rate, 2);
    assert_int_equal(mail->rate_seconds, 1);
    assert_int_equal(mail->connections, 3);
    scratch_close(&opened.scratch);
}

static void what_is_left_out_has_its_default(void **state)
{
    struct opened opened = open_mail("mail:\n" NEEDED);
    const struct mail_settings *mail = &opened.settings.mail;

    assert_int_equal(opened.status, STATUS_OK);
    assert_null(mail->reply_to.address);
    assert_null(mail->url);
    assert_null(mail->user.text);
    assert_int_equal(mail->cc_count, 0);
    assert_int_equal(mail->rate, 60);
    assert_int_equal(mail->rate_seconds, 60);
    assert_int_equal(mail->connections, 2);
    scratch_close(&opened.scratch);
}

static void a_campaign_need_not_be_mailed(void **state)
{
    struct opened opened = open_mail("");

    assert_int_equal(opened.status, STATUS_OK);
    assert_false(opened.settings.mail.given);
    scratch_close(&opened.scratch);
}

static void hidden_recipients_and_passwords_are_refused_by_name(void **state)
{
    assert_said_of("  bcc: [x@y.example]\n",
                   "campaign.yaml:10:3: error: bcc: nobody gets a council's "
                   "letter unseen; name them under cc\n");
    assert_said_of(
        "  password: x\n",
        "campaign.yaml:10:3: error: password: a password does not "
        "belong in a campaign; it is read from a file, the environment or "
        "netrc\n");
    assert_said_of("  server: smtps://me:secret@mail.example:465\n",
                   "campaign.yaml:10:11: error: server: no name and no "
                   "password here; the name is given under user, and the "
                   "password in no campaign\n");
}

static void what_is_needed_is_asked_for(void **state)
{
    assert_said("mail: {attach: letter}\n",
                "campaign.yaml:5:1: warning: mail.server: is missing: nothing "
                "can be sent; give it as in server: "
                "smtps://mail.example.org:465\n"
                "campaign.yaml:5:7: error: body: a value is wanted here\n"
                "campaign.yaml:5:7: error: from: a value is wanted here\n"
                "campaign.yaml:5:7: error: subject: a value is wanted here\n"
                "campaign.yaml:5:7: error: to: a value is wanted here\n");
}

static void domains_and_sharing_are_read(void **state)
{
    struct opened opened =
        open_mail("mail:\n" NEEDED "  server: smtp://b.example\n"
                  "  allow_domains: [müller.example, wales]\n"
                  "  shared_recipients: true\n");
    const struct mail_settings *mail = &opened.settings.mail;
    struct arena *arena = opened.scratch.arena;

    assert_int_equal(opened.status, STATUS_OK);
    assert_true(mail->shared_recipients);
    assert_true(mail_settings_allow(arena, mail, "a@xn--mller-kva.example"));
    assert_true(mail_settings_allow(arena, mail, "a@gov.WALES"));
    assert_false(mail_settings_allow(arena, mail, "a@b.example"));
    scratch_close(&opened.scratch);
    assert_said_of("  allow_domains: [b.example, a@b.example]\n",
                   "campaign.yaml:10:30: error: allow_domains: a domain is "
                   "wanted, such as example.gov.uk\n");
    assert_said_of("  shared_recipients: yes\n",
                   "campaign.yaml:10:22: error: shared_recipients: true or "
                   "false is wanted: whether two councils may have one "
                   "recipient\n");
}

/* RFC 5890: a U-label is no more than another spelling. */
static void a_mailbox_has_its_domain_in_ascii(void **state)
{
    struct arena *arena = arena_new();
    struct mailbox mailbox;

    assert_null(mail_settings_parse_mailbox(arena, "Jo <ceo@Müller.example>",
                                            &mailbox));
    assert_string_equal(mailbox.address, "ceo@xn--mller-kva.example");
    assert_null(
        mail_settings_parse_mailbox(arena, "ceo@XN--0.xn--p1ai", &mailbox));
    assert_string_equal(mailbox.address, "ceo@XN--0.xn--p1ai");
    assert_non_null(
        strstr(mail_settings_parse_mailbox(arena, "jö@b.example", &mailbox),
               "before the @ only ASCII"));
    assert_non_null(strstr(
        mail_settings_parse_mailbox(arena, "jo@☃️.example", &mailbox),
        "begins with xn--"));
    arena_free(arena);
}

static void a_server_is_a_scheme_a_host_and_a_port(void **state)
{
    static const char *const wrong[] = {"mail.example:465",
                                        "http://mail.example",
                                        "smtp://",
                                        "smtp://mail.example:0",
                                        "smtp://mail.example:",
                                        "smtp://mail.example:65536",
                                        "smtp://mail.example:+25",
                                        "smtps://mail.example/path",
                                        "smtps://mail.example?a=b",
                                        "smtp://[::1",
                                        "smtp://mail example",
                                        "SMTPS://mail.example"};
    char more[128];

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        snprintf(more, sizeof more, "  server: \"%s\"\n", wrong[i]);
        assert_said_of(more, "campaign.yaml:10:11: error: server: "
                             "smtps://host:465 or smtp://host:587 is wanted\n");
    }
    assert_said_of("  server: smtps://127.0.0.1\n", "");
    assert_said_of("  server: \"smtp://[::1]:2525\"\n", "");
}

static void faulty_values_are_said_where_they_stand(void **state)
{
    assert_said_of("  tls: optional\n",
                   "campaign.yaml:10:8: error: tls: required is wanted: "
                   "nothing is sent in the clear\n");
    assert_said_of("  attach: figures\n",
                   "campaign.yaml:10:11: error: attach: letter is wanted, the "
                   "one thing that can be attached\n");
    assert_said_of("  connections: 11\n",
                   "campaign.yaml:10:16: error: connections: a whole number "
                   "from 1 to 10 is wanted\n");
    assert_said_of("  cc: ((leader))\n",
                   "campaign.yaml:10:7: error: cc: a list is wanted; write "
                   "[first, second]\n");
    assert_said_of("  repply_to: a@b.example\n",
                   "campaign.yaml:10:3: error: repply_to: unknown key; did "
                   "you mean reply_to?\n");
    assert_said_of("  user: \"a\\r\\nb\"\n",
                   "campaign.yaml:10:9: error: user: holds a line end or a "
                   "control character\n");
}

static void a_rate_is_a_number_a_second_minute_or_hour(void **state)
{
    static const char *const wrong[] = {"60",     "0/min", "-1/s",    "60/day",
                                        "60 min", "/min",  "1.5/s",   "60/",
                                        "fast",   "60/m",  "100001/h"};
    char more[128];

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        snprintf(more, sizeof more, "  rate: \"%s\"\n", wrong[i]);
        assert_said_of(more,
                       "campaign.yaml:10:9: error: rate: messages a second, "
                       "minute or hour are wanted, such as 60/min, 1/s or "
                       "3600/h\n");
    }
    assert_said_of("  rate: 1,000/h\n", "");
}

static void a_sender_is_the_same_for_all(void **state)
{
    assert_said_of("  reply_to: ((email))\n",
                   "campaign.yaml:10:13: error: reply_to: the same for all "
                   "councils, without placeholders\n");
    assert_said_of("  reply_to: \"A\\r\\nBcc: x <a@b.example>\"\n",
                   "campaign.yaml:10:13: error: reply_to: holds a line end or "
                   "a control character; write Name <name@example.org>\n");
}

/* What mail_settings_parse_mailbox() makes of a text: "name|address" or what is
   wrong. */
static const char *parsed(struct arena *arena, const char *text)
{
    struct mailbox mailbox;
    const char *why = mail_settings_parse_mailbox(arena, text, &mailbox);

    return why ? why
               : arena_printf(arena, "%s|%s", mailbox.name, mailbox.address);
}

static void a_mailbox_is_a_name_and_an_address(void **state)
{
    static const char *const cases[][2] = {
        {"a@b.example", "|a@b.example"},
        {" a@b.example ", "|a@b.example"},
        {"<a@b.example>", "|a@b.example"},
        {"A Name <a@b.example>", "A Name|a@b.example"},
        {"\"Name, A\" <a@b.example>", "Name, A|a@b.example"},
        {"O'Neill, Siân <a@b.example>", "O'Neill, Siân|a@b.example"},
        {"", "is not an e-mail address"},
        {"a@b.example, c@d.example", "is not an e-mail address"},
        {"a@b.example c@d.example", "is not an e-mail address"},
        {"A <a@b.example", "is not an e-mail address"},
        {"A <a@b.example>>", "is not an e-mail address"},
        {"c@d.example <a@b.example>", "has a name with < > or @ in it"},
        {"<c@d.example> <a@b.example>", "has a name with < > or @ in it"},
        {"A\rB <a@b.example>", "holds a line end or a control character"},
        {"A\nBcc: c@d.example <a@b.example>",
         "holds a line end or a control character"},
        {"A\xE2\x80\xA8"
         "B <a@b.example>",
         "holds a line end or a control character"},
    };
    struct arena *arena = arena_new();

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(parsed(arena, cases[i][0]), cases[i][1]);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_is_read),
        cmocka_unit_test(what_is_left_out_has_its_default),
        cmocka_unit_test(a_campaign_need_not_be_mailed),
        cmocka_unit_test(hidden_recipients_and_passwords_are_refused_by_name),
        cmocka_unit_test(what_is_needed_is_asked_for),
        cmocka_unit_test(domains_and_sharing_are_read),
        cmocka_unit_test(a_mailbox_has_its_domain_in_ascii),
        cmocka_unit_test(a_server_is_a_scheme_a_host_and_a_port),
        cmocka_unit_test(faulty_values_are_said_where_they_stand),
        cmocka_unit_test(a_rate_is_a_number_a_second_minute_or_hour),
        cmocka_unit_test(a_sender_is_the_same_for_all),
        cmocka_unit_test(a_mailbox_is_a_name_and_an_address),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
