#include "letter/template.h"

#include "../scratch.h"
#include "mail/email_channel.h"
#include "mail/email_template.h"
#include "stats/figure.h"

/* What a letter prints of its council's figures, and what its e-mail may give.
 *
 * A1 has 12 of 17 upheld (70.6%, prints 71%), B2 1 of 3, which is below the
 * minimum of 5, C3 none of 0: no rate, whatever the minimum. "few" is a flag of
 * B2's row. */
struct opened {
    struct scratch scratch;
    struct campaign campaign;
    struct averages *averages;
    struct template *template;
};

static const char head[] = "title: Report\nletter: l.md\ndata: a.csv\n"
                           "dates: {letter: 2022-07-20}\n"
                           "groups: {column: type, compared: [x]}\n"
                           "averages: {from: v.csv}\n"
                           "mail: {from: us@us.example, to: ((email)), "
                           "subject: For ((name)), body: m.md, "
                           "server: smtps://mail.us.example:465}\n";

static enum status open_texts(struct opened *opened, const char *statistic,
                              const char *letter, const char *mail)
{
    struct scratch *scratch = &opened->scratch;

    *opened = (struct opened){.scratch = scratch_open()};
    scratch_write(scratch, "campaign.yaml",
                  arena_printf(scratch->arena, "%sstatistics: {up: %s}\n", head,
                               statistic));
    scratch_write(scratch, "l.md", letter);
    scratch_write(scratch, "m.md", mail);
    scratch_write(scratch, "v.csv", "group,up\nx,64\n");
    scratch_write(scratch, "a.csv",
                  "code,name,email,type,upheld,cases,stated,few\n"
                  "A1,Alpha,a@a.example,x,12,17,71%,\n"
                  "B2,Beta,b@b.example,x,1,3,33%,yes\n"
                  "C3,Gamma,c@c.example,x,0,0,,\n");
    assert_int_equal(campaign_open(scratch->arena, scratch->folder,
                                   &opened->campaign, scratch->diagnostics),
                     STATUS_OK);
    assert_int_equal(averages_open(scratch->arena, &opened->campaign,
                                   &opened->averages, scratch->diagnostics),
                     STATUS_OK);
    return template_open(scratch->arena, &opened->campaign, NULL,
                         &email_channel.text, &opened->template,
                         scratch->diagnostics);
}

static void close_texts(struct opened *opened)
{
    template_close(opened->template);
    campaign_close(&opened->campaign);
    scratch_close(&opened->scratch);
}

static enum status write_letter(struct opened *opened, size_t row,
                                struct letter *letter)
{
    struct scratch *scratch = &opened->scratch;
    struct council council;
    struct figures figures;

    roster_read(opened->campaign.roster, row, scratch->arena, &council);
    assert_int_equal(figures_read(scratch->arena, &opened->campaign,
                                  opened->averages, &council, &figures,
                                  scratch->diagnostics),
                     STATUS_OK);
    return template_letter(opened->template, &council, &figures, scratch->arena,
                           letter, scratch->diagnostics);
}

static enum status write_note(struct opened *opened, size_t row,
                              struct email_content *note)
{
    struct council council;
    struct letter letter;

    assert_int_equal(write_letter(opened, row, &letter), STATUS_OK);
    roster_read(opened->campaign.roster, row, opened->scratch.arena, &council);
    return email_template_write(email_template_of(opened->template), &council,
                                &letter.figures, opened->scratch.arena, note,
                                opened->scratch.diagnostics);
}

static const char plain[] = "{count: upheld, total: cases, stated: stated}";
static const char minimum[] =
    "{count: upheld, total: cases, stated: stated, minimum: 5}";

/* What the letter with this text prints of the figure of a row. */
static void assert_given(const char *statistic, const char *letter, size_t row,
                         unsigned given)
{
    struct opened opened;
    struct letter written;

    assert_int_equal(open_texts(&opened, statistic, letter, "Hello\n"),
                     STATUS_OK);
    assert_int_equal(write_letter(&opened, row, &written), STATUS_OK);
    assert_string_equal(scratch_said(&opened.scratch), "");
    assert_int_equal(written.figures.items[0].given, given);
    close_texts(&opened);
}

static void assert_letter_refused(const char *statistic, const char *letter,
                                  size_t row, const char *said)
{
    struct opened opened;
    struct letter written;

    assert_int_equal(open_texts(&opened, statistic, letter, "Hello\n"),
                     STATUS_OK);
    assert_int_equal(write_letter(&opened, row, &written), STATUS_INPUT);
    assert_string_equal(scratch_said(&opened.scratch), said);
    close_texts(&opened);
}

static void assert_mail(const char *letter, const char *mail, size_t row,
                        const char *said)
{
    struct opened opened;
    struct email_content note;

    assert_int_equal(open_texts(&opened, plain, letter, mail), STATUS_OK);
    assert_int_equal(write_note(&opened, row, &note),
                     *said ? STATUS_INPUT : STATUS_OK);
    assert_string_equal(scratch_said(&opened.scratch), said);
    close_texts(&opened);
}

static void a_placeholder_on_the_page_is_printed(void **state)
{
    assert_given(plain, "# T\n\n((up.rate))\n", 0, FIGURE_RATE);
    assert_given(plain, "# T\n\n((up.count)) of ((up.total))\n", 0,
                 FIGURE_COUNT | FIGURE_TOTAL);
    assert_given(plain, "# T\n\n- ((up.average))\n", 0, FIGURE_AVERAGE);
    assert_given(plain, "# T\n\nHello\n", 0, 0);
}

static void a_column_prints_what_it_is_to_the_statistic(void **state)
{
    assert_given(plain, "# T\n\n((upheld)) of ((cases))\n", 0,
                 FIGURE_COUNT | FIGURE_TOTAL);
    assert_given(plain, "# T\n\n((stated))\n", 0, FIGURE_RATE);
}

static void what_a_condition_leaves_out_is_not_printed(void **state)
{
    static const char block[] = "# T\n\n((^few))\n((up.rate))\n((/few))\n";
    static const char line[] = "# T\n\nA ((^few?"
                               "?((up.count)))) b\n";

    assert_given(plain, block, 0, FIGURE_RATE);
    assert_given(plain, block, 1, 0);
    assert_given(plain, line, 0, FIGURE_COUNT);
    assert_given(plain, line, 1, 0);
    assert_given(plain, "# T\n\n((up.rate??Some)) ((up.compared??more))\n", 0,
                 0);
}

#define PANEL                                                                  \
    "# T\n\n```panel up\ntitle: Upheld\nheadline: We upheld some.\n"           \
    "none: No cases.\nfew: Few cases.\n```\n"

/* the picture has rate, average and a mark a case, and its description has
 * count and total */
static void a_panel_prints_all_of_its_figure(void **state)
{
    assert_given(plain, PANEL, 0,
                 FIGURE_RATE | FIGURE_COUNT | FIGURE_TOTAL | FIGURE_AVERAGE);
    assert_given(plain, PANEL, 2, FIGURE_COUNT | FIGURE_TOTAL);
    assert_given(minimum, PANEL, 1, 0);
}

static void below_the_minimum_the_panel_says_few(void **state)
{
    struct opened opened;
    struct letter letter;
    const struct panel *panel;

    assert_int_equal(open_texts(&opened, minimum, PANEL, "Hello\n"), STATUS_OK);
    assert_int_equal(write_letter(&opened, 1, &letter), STATUS_OK);
    panel = letter.blocks.items[1]->panel;
    assert_int_equal(panel->headline.count, 0);
    assert_string_equal(panel->none.runs[0].text, "Few cases.");
    assert_false(rate_exists(panel->figure->rate));
    close_texts(&opened);
}

static void below_the_minimum_a_rate_is_like_none(void **state)
{
    assert_given(minimum,
                 "# T\n\n((up.rate?)) ((up.count?)) ((upheld?)) "
                 "((up.compared??compared)) ((^up.rate??few)) ((cases))\n",
                 1, FIGURE_TOTAL);
    assert_letter_refused(
        minimum, "# T\n\n((up.rate))\n", 1,
        "l.md:3:1: error: up: ((up.rate)) is withheld, for the total 3 is "
        "below the minimum 5, in the letter of B2\n");
}

/* 1 of 3 would be a rate again */
static void below_the_minimum_the_count_is_withheld_too(void **state)
{
    assert_letter_refused(
        minimum, "# T\n\n((up.count)) of ((up.total))\n", 1,
        "l.md:3:1: error: up: ((up.count)) is withheld, for the total 3 is "
        "below the minimum 5, in the letter of B2\n");
    assert_letter_refused(
        minimum, "# T\n\n((upheld))\n\n((stated))\n", 1,
        "l.md:3:1: error: up: ((upheld)) is withheld, for the total 3 is "
        "below the minimum 5, in the letter of B2\n"
        "l.md:5:1: error: up: ((stated)) is withheld, for the total 3 is "
        "below the minimum 5, in the letter of B2\n");
}

/* "none was upheld" would be false: one was */
static void a_condition_knows_the_count(void **state)
{
    struct opened opened;
    struct letter letter;

    assert_int_equal(open_texts(&opened, minimum,
                                "# T\n\n((^up.count??None))((up.count??Some))"
                                "\n",
                                "Hello\n"),
                     STATUS_OK);
    assert_int_equal(write_letter(&opened, 1, &letter), STATUS_OK);
    assert_string_equal(letter.blocks.items[1]->words.runs[0].text, "Some");
    close_texts(&opened);
}

static void an_email_gives_what_the_letter_prints(void **state)
{
    static const char letter[] =
        "# T\n\n((^few))\n((up.rate)) of ((up.total))\n((/few))\n";

    assert_mail(letter, "It is ((up.rate)) of ((cases)).\n", 0, "");
    assert_mail(letter, "It is ((up.rate)).\n", 1,
                "m.md:1:7: error: up: ((up.rate)) is not printed in the letter "
                "of B2, so its e-mail may not give it\n");
    assert_mail(letter, "It is ((up.count)).\n", 0,
                "m.md:1:7: error: up: ((up.count)) is not printed in the "
                "letter of A1, so its e-mail may not give it\n");
    assert_mail(letter, "It is ((upheld)) ((stated)).\n", 1,
                "m.md:1:7: error: up: ((upheld)) is not printed in the letter "
                "of B2, so its e-mail may not give it\n"
                "m.md:1:18: error: up: ((stated)) is not printed in the letter "
                "of B2, so its e-mail may not give it\n");
    assert_mail(letter, "It is ((up.rate?)) ((upheld?)).\n", 1, "");
}

static void a_hidden_statistic_is_for_conditions(void **state)
{
    static const char hidden[] = "{count: upheld, total: cases, shown: false}";
    struct opened opened;

    assert_given(hidden, "# T\n\n((up.rate??Some))\n", 0, 0);
    assert_int_equal(open_texts(&opened, hidden,
                                "# T\n\n((up.rate)) ((up.count?))\n\n"
                                "```panel up\ntitle: U\nheadline: V\n```\n",
                                "((up.total))\n"),
                     STATUS_INPUT);
    assert_string_equal(
        scratch_said(&opened.scratch),
        "l.md:3:1: error: ((up.rate)) would print a statistic that is shown: "
        "false in campaign.yaml\n"
        "l.md:3:13: error: ((up.count)) would print a statistic that is "
        "shown: false in campaign.yaml\n"
        "l.md:5:1: error: up is shown: false in campaign.yaml, so no panel can "
        "show it\n"
        "m.md:1:1: error: ((up.total)) would print a statistic that is shown: "
        "false in campaign.yaml\n");
    close_texts(&opened);
}

/* The label of a row's figure. */
static void assert_label(const char *statistic, const char *letter, size_t row,
                         const char *label)
{
    struct opened opened;
    struct letter written;

    assert_int_equal(open_texts(&opened, statistic, letter, "Hello\n"),
                     STATUS_OK);
    assert_int_equal(write_letter(&opened, row, &written), STATUS_OK);
    assert_string_equal(written.figures.items[0].label, label);
    close_texts(&opened);
}

static void a_label_is_the_setting_the_panel_or_the_key(void **state)
{
    static const char conditional[] =
        "# T\n\nHello\n\n((#few))\n```panel up\ntitle: **Upheld** cases\n"
        "headline: V\nnone: N\n```\n((/few))\n";

    assert_label("{count: upheld, total: cases, label: Our label}", PANEL, 0,
                 "Our label");
    assert_label(plain, PANEL, 0, "Upheld");
    assert_label(plain, "# T\n\nHello\n", 0, "up");
    assert_label(plain, conditional, 0, "Upheld cases");
    assert_label(plain, conditional, 1, "Upheld cases");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_placeholder_on_the_page_is_printed),
        cmocka_unit_test(a_column_prints_what_it_is_to_the_statistic),
        cmocka_unit_test(what_a_condition_leaves_out_is_not_printed),
        cmocka_unit_test(a_panel_prints_all_of_its_figure),
        cmocka_unit_test(below_the_minimum_the_panel_says_few),
        cmocka_unit_test(below_the_minimum_a_rate_is_like_none),
        cmocka_unit_test(below_the_minimum_the_count_is_withheld_too),
        cmocka_unit_test(a_condition_knows_the_count),
        cmocka_unit_test(an_email_gives_what_the_letter_prints),
        cmocka_unit_test(a_hidden_statistic_is_for_conditions),
        cmocka_unit_test(a_label_is_the_setting_the_panel_or_the_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
