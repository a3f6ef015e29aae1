#include "fixture.h"

/* Row A1: upheld 1,234 of 2,000 (62%, average 64%), remedy 617 of 1,234 (50%,
 * no average). B2: upheld 1 of 3 (33%), not compared, compliance 0 of 0. */

static void a_panel_prints_its_figures(void **state)
{
    assert_body("```panel upheld\n"
                "title: Complaints *upheld*\n"
                "headline: **((upheld.rate))** were upheld.\n"
                "comparison: The average is ((upheld.average)).\n"
                "count: decision | decisions   # under the number\n"
                "basis: Of ((upheld.total)) in the year to ((period_end))\n"
                "note: one\n"
                "note: # two: ((name))\n"
                "none: None.\n"
                "```",
                "A1",
                "panel upheld\n"
                "  title Complaints <i>upheld</i>\n"
                "  headline <b>62%</b> were upheld.\n"
                "  comparison The average is 64%.\n"
                "  caption decisions\n"
                "  basis Of 2,000 in the year to 31 March 2022\n"
                "  note one\n"
                "  note # two: Alpha Council\n");
}

static const char plain[] = "```panel UPHELD\n"
                            "Title: T\n"
                            "headline: H ((upheld.rate))\n"
                            "comparison: C ((upheld.average))\n"
                            "count: decision | decisions\n"
                            "none: N\n"
                            "note: ((blank?))\n"
                            "```";

static void one_is_singular_and_not_compared_is_silent(void **state)
{
    assert_body(plain, "B2",
                "panel upheld\n  title T\n  headline H 33%\n"
                "  caption decision\n");
}

static void no_rate_prints_none_instead(void **state)
{
    assert_body(plain, "C3", "panel upheld\n  title T\n  none N\n");
}

static void no_rate_without_none_refuses_the_row(void **state)
{
    assert_refused("x\n\n```panel compliance\ntitle: T\nheadline: H\n```", "B2",
                   "3:1 panel-missing-key [B2] compliance: the total is 0, and "
                   "the panel has no none: to print, in the letter of "
                   "B2\n");
}

static void a_count_may_have_one_form(void **state)
{
    const char *text = "```panel upheld\ntitle: T\nheadline: H\n"
                       "count: upheld \\| kept ((flag??a|b))\n```";

    assert_body(text, "A1",
                "panel upheld\n  title T\n  headline H\n"
                "  caption upheld | kept a|b\n");
}

static void values_go_on_and_comments_end(void **state)
{
    assert_body("~~~panel remedy\n"
                "# a comment\n"
                "title: a #1 in  #2   # a comment\n"
                "\n"
                "headline: b\n"
                "  c: d  # another\n"
                "\te\n"
                "note:\n"
                "  - f\n"
                "comparison:\n"
                "~~~",
                "A1",
                "panel remedy\n  title a #1 in #2\n  headline b c: d e\n"
                "  note - f\n");
}

static void text_in_a_value_is_no_block(void **state)
{
    assert_body("```panel remedy\ntitle: # a\nheadline: - b\nnote: 1. c\n"
                "note: [x]: y\nnote:     d\n```",
                "A1",
                "panel remedy\n  title # a\n  headline - b\n  note 1. c\n"
                "  note [x]: y\n  note d\n");
}

static void a_panel_stands_under_a_condition(void **state)
{
    assert_body("((#flag))\n```panel remedy\ntitle: T\nheadline: H\n```\n"
                "((/flag))\n((^flag))\n```panel upheld\ntitle: U\n"
                "headline: I\n```\n((/flag))",
                "B2", "panel upheld\n  title U\n  headline I\n");
}

static void mistakes_in_a_panel_have_their_place(void **state)
{
    assert_body_mistakes(
        "```panel uphold\n"
        "tittle: T\n"
        "headline: H ((zzz)) `code`\n"
        "headline: H\n"
        "no colon\n"
        "colour: red\n"
        "count: a | b | c\n"
        "charts: ring pie ((flag))\n"
        "```\n\n"
        "```panel\n```",
        "1:1 panel-unknown-statistic uphold is no statistic; did you mean "
        "upheld?\n"
        "1:1 panel-missing-key the panel has no title\n"
        "2:1 panel-unknown-key a panel has no tittle; did you mean title? (it "
        "has title, headline, comparison, count, basis, note, none, few and "
        "charts)\n"
        "3:13 template-name-unknown ((zzz)) names no column\n"
        "3:21 template-unsupported code between ` and ` has no form in a "
        "letter; take the ` away or write \\`\n"
        "4:1 panel-duplicate-key headline occurs twice in this panel\n"
        "5:1 template-syntax a line of a panel is a key, a colon and a text, "
        "or begins with white space and continues the line before\n"
        "6:1 panel-unknown-key a panel has no colour (it has title, headline, "
        "comparison, count, basis, note, none, few and charts)\n"
        "7:1 template-syntax count: wants one form, or two: singular | plural; "
        "or six: zero, one, two, few, many, other\n"
        "8:14 panel-unknown-chart there is no chart pie (there are:"
#define CHART(kind, name, feed, parts) " " #name
#include "letter/chart.def"
#undef CHART
        ")\n"
        "8:18 panel-unknown-chart a panel's charts cannot be placeholders\n"
        "11:1 panel-unknown-statistic the panel names no statistic, as in "
        "```panel upheld\n"
        "11:1 panel-missing-key the panel has no headline\n"
        "11:1 panel-missing-key the panel has no title\n");
}

/* Else "none: ..." would be printed in all letters, at the basis' end. */
static void a_key_behind_white_space_is_a_mistake(void **state)
{
    assert_body_mistakes(
        "```panel upheld\n"
        "title: T\n"
        "headline: H\n"
        "basis: B\n"
        "  None : N\n"
        "\tnote : M: of\n"
        "```\n\n"
        "```panel upheld\n"
        "  title: T\n"
        "headline: H\n"
        "  as many notes: none\n"
        "```",
        "5:3 template-syntax none begins its line, or white space makes it "
        "part "
        "of the line before\n"
        "6:2 template-syntax note begins its line, or white space makes it "
        "part "
        "of the line before\n"
        "9:1 panel-missing-key the panel has no title\n"
        "10:3 template-syntax title begins its line, or white space makes it "
        "part of the line before\n");
}

static void tags_do_not_stand_in_a_panel(void **state)
{
    assert_body_mistakes(
        "```panel upheld\ntitle: T\n((#flag))\nheadline: H\n((/flag))\n```",
        "3:1 template-syntax ((#flag)) cannot be in a panel; write "
        "((flag??text)) in a value\n"
        "5:1 template-syntax ((/flag)) cannot be in a panel; write "
        "((flag??text)) in a value\n");
}

static void a_basis_of_another_total_is_a_warning(void **state)
{
    /* remedy's total is the column `upheld`, which is upheld's count */
    assert_body_mistakes(
        "```panel remedy\ntitle: T\nheadline: H\nbasis: Of ((upheld.count)), "
        "((remedy.total)), ((upheld)) from 1 April 2021 to 31/03/2022: "
        "((name)), 50%, 2021-22\n```\n\n"
        "```panel remedy\ntitle: T\nheadline: H\nbasis: Of **33** cases, "
        "((upheld.total)), ((outcomes)), ((flag??1,000))\n```",
        "10:25 warning panel-basis remedy: the basis states ((upheld.total)), "
        "but the total of remedy is ((remedy.total))\n"
        "10:43 warning panel-basis remedy: the basis states ((outcomes)), but "
        "the total of remedy is ((remedy.total))\n");
}

static void a_column_in_the_basis_is_held_against_the_total(void **state)
{
    const char *text = "# S\n\n```panel upheld\ntitle: T\nheadline: H\n"
                       "basis: Of ((completed)) and ((name))\n```";
    struct fixture fixture = fixture_open(fixture_folder);
    struct template *template = fixture_compile(&fixture, text);
    struct letter letter;

    assert_int_equal(fixture_letter(&fixture, template, "A1", &letter),
                     STATUS_OK);
    assert_string_equal(fixture_faults(&fixture), "");
    /* B2 has 3 investigations and 7 completed */
    assert_int_equal(fixture_letter(&fixture, template, "B2", &letter),
                     STATUS_OK);
    assert_string_equal(fixture_faults(&fixture),
                        "6:11 warning panel-basis [B2] upheld: the basis "
                        "states 7, but the total of upheld is 3, in the letter "
                        "of B2\n");
    template_close(template);
    fixture_close(&fixture);
}

#define TEST(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_panel_prints_its_figures),
        TEST(one_is_singular_and_not_compared_is_silent),
        TEST(no_rate_prints_none_instead),
        TEST(no_rate_without_none_refuses_the_row),
        TEST(a_count_may_have_one_form),
        TEST(values_go_on_and_comments_end),
        TEST(text_in_a_value_is_no_block),
        TEST(a_panel_stands_under_a_condition),
        TEST(mistakes_in_a_panel_have_their_place),
        TEST(a_key_behind_white_space_is_a_mistake),
        TEST(tags_do_not_stand_in_a_panel),
        TEST(a_basis_of_another_total_is_a_warning),
        TEST(a_column_in_the_basis_is_held_against_the_total),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
