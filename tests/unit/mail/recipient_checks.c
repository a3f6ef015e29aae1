#include "mail/recipient_checks.h"

#include "mail/email_channel.h"

#include "../scratch.h"

/* An engine of which only the template is open. */
struct opened {
    struct scratch scratch;
    struct engine engine;
};

static void open_rows(struct opened *opened, const char *rows,
                      const char *setting)
{
    struct scratch *scratch = &opened->scratch;
    char text[2048];

    *opened = (struct opened){.scratch = scratch_open()};
    snprintf(text, sizeof text,
             "title: T\nletter: l.md\ndata: [a.csv]\n"
             "dates: {letter: 2022-07-20}\n"
             "mail: {from: us@us.example, to: ((email)), subject: S, "
             "body: m.md, cc: [((cc)), archive@us.example], "
             "server: smtps://us.example%s}\n",
             setting);
    scratch_write(scratch, "campaign.yaml", text);
    scratch_write(scratch, "l.md", "# Subject\n");
    scratch_write(scratch, "m.md", "Hello\n");
    snprintf(text, sizeof text, "code,name,email,cc\n%s", rows);
    scratch_write(scratch, "a.csv", text);
    assert_int_equal(campaign_open(scratch->arena, scratch->folder,
                                   &opened->engine.campaign,
                                   scratch->diagnostics),
                     STATUS_OK);
    assert_int_equal(template_open(scratch->arena, &opened->engine.campaign,
                                   NULL, &email_channel.text,
                                   &opened->engine.template,
                                   scratch->diagnostics),
                     STATUS_OK);
}

static void assert_said(const char *rows, const char *setting, const char *said)
{
    struct opened opened;

    open_rows(&opened, rows, setting);
    recipient_checks_run(&opened.engine, opened.scratch.diagnostics);
    assert_string_equal(scratch_said(&opened.scratch), said);
    template_close(opened.engine.template);
    campaign_close(&opened.engine.campaign);
    scratch_close(&opened.scratch);
}

#define NO_SETTING ""

static void addresses_of_their_own_are_fine(void **state)
{
    assert_said("A,Luton Council,a@luton.example,b@luton.example\n"
                "B,Harrow Council,a@harrow.example,\n",
                NO_SETTING, "");
}

/* Whose it is cannot be known, so both are at fault. */
static void an_address_of_two_councils_is_said_at_both(void **state)
{
    static const char rows[] =
        "A,Luton Council,a@luton.example,\n"
        "B,Luton Airport Council,b@luton.example,A@LUTON.example\n";

    assert_said(rows, NO_SETTING,
                "a.csv:2:17: error: email: \"a@luton.example\" is again "
                "at a.csv:3:41; if one person is to have both councils' "
                "letters, set mail.shared_recipients: true\n"
                "a.csv:3:41: error: cc: \"a@luton.example\" is already "
                "at a.csv:2:17; if one person is to have both councils' "
                "letters, set mail.shared_recipients: true\n");
    assert_said(rows, ", shared_recipients: true",
                "a.csv:3:41: warning: cc: \"a@luton.example\" is already "
                "at a.csv:2:17\n");
}

/* Python's idna codec gives the A-label. */
static void a_domain_has_one_form(void **state)
{
    assert_said("A,Müller Council,a@müller.example,\n"
                "B,Müller West Council,A@XN--mller-KVA.Example,\n",
                ", shared_recipients: true",
                "a.csv:3:23: warning: email: \"a@xn--mller-kva.example\" is "
                "already at a.csv:2:18\n");
}

static void an_allowed_domain_is_not_said(void **state)
{
    static const char rows[] = "A,Luton Council,a@x.müller.example,\n";

    assert_said(rows, ", allow_domains: [xn--mller-kva.example]", "");
    assert_said(rows, ", allow_domains: [\"MÜLLER.example\"]", "");
    assert_said(rows, ", allow_domains: [ller.example]",
                "a.csv:2:17: warning: email: the domain of "
                "\"a@x.xn--mller-kva.example\" has nothing of the council's "
                "name\n");
}

static void a_council_may_name_its_address_twice(void **state)
{
    assert_said("A,Luton Council,a@luton.example,a@luton.example\n", NO_SETTING,
                "");
}

static void a_domain_of_another_name_is_said(void **state)
{
    assert_said("A,Luton Council,a@harrow.example,\n", NO_SETTING,
                "a.csv:2:17: warning: email: the domain of "
                "\"a@harrow.example\" has nothing of the council's name\n");
}

static void what_is_no_address_is_not_said_here(void **state)
{
    assert_said("A,Luton Council,nobody,\nB,Harrow Council,,\n", NO_SETTING,
                "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_of_their_own_are_fine),
        cmocka_unit_test(an_address_of_two_councils_is_said_at_both),
        cmocka_unit_test(a_domain_has_one_form),
        cmocka_unit_test(an_allowed_domain_is_not_said),
        cmocka_unit_test(a_council_may_name_its_address_twice),
        cmocka_unit_test(a_domain_of_another_name_is_said),
        cmocka_unit_test(what_is_no_address_is_not_said_here),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
