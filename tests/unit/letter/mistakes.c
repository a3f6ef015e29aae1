#include "fixture.h"

/* Every mistake in a letter text, with the place worked out by hand. */

static void an_unknown_name_is_reported_with_the_nearest(void **state)
{
    assert_body_mistakes(
        "Dear ((chief_exec)),\n\n- of ((zzz?\?((chief_exec?))))\n\n"
        "((#chief_exec))\na\n((/chief_exec))",
        "1:6 template-name-unknown ((chief_exec)) names no column; did you "
        "mean ((chief_executive))?\n"
        "3:6 template-name-unknown ((zzz)) names no column\n"
        "3:13 template-name-unknown ((chief_exec)) names no column; did you "
        "mean ((chief_executive))?\n"
        "5:1 template-name-unknown ((#chief_exec)) names no column; did you "
        "mean ((#chief_executive))?\n");
}

static void a_lone_question_mark_is_understood(void **state)
{
    assert_body_mistakes("a ((flag?and more))",
                         "1:3 template-name-unknown ((flag?and more)) names no "
                         "column; did you mean ((flag??text))?\n");
}

static void columns_count_characters(void **state)
{
    /* two-byte, three-byte and four-byte letters before it */
    assert_body_mistakes(
        "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80 ((qqqqqq))",
        "1:5 template-name-unknown ((qqqqqq)) names no column\n");
}

static void an_unknown_statistic_is_reported(void **state)
{
    assert_body_mistakes(
        "((uphold.rate)) ((upheld.rat))",
        "1:1 template-name-unknown ((uphold.rate)) names no statistic; did you "
        "mean ((upheld.rate))?\n"
        "1:17 template-name-unknown ((upheld.rat)): a rate, which upheld "
        "is, has value, rate, count, total, average, compared, national, "
        "previous.value, previous.rate, previous.count, previous.total, "
        "change, difference, peers, higher, low, high, as in "
        "((upheld.value))\n");
}

static void a_name_for_two_things_is_reported_where_it_is_used(void **state)
{
    assert_body_mistakes("a ((both))",
                         "1:3 template-name-ambiguous ((both)) names both a "
                         "column and a text constant; rename one of them\n");
}

static void a_date_that_is_not_given_is_reported(void **state)
{
    assert_body_mistakes("on ((publication))",
                         "1:4 setting-missing ((publication)) needs a date in "
                         "campaign.yaml, under dates\n");
}

static void an_empty_constant_is_reported_where_it_is_defined(void **state)
{
    assert_body_mistakes("a ((nothing))",
                         "campaign.yaml:22:3 value-missing nothing: empty; "
                         "((nothing)) in letter.md:1:3 needs it\n");
}

static void compared_is_no_value(void **state)
{
    assert_body_mistakes("((upheld.compared))",
                         "1:1 template-syntax ((upheld.compared)) is true or "
                         "false and prints nothing; write "
                         "((upheld.compared??text))\n");
}

static void broken_brackets_are_reported(void **state)
{
    assert_body_mistakes(
        "a ((name\n\nb (( )) c ((flag?"
        "?))\n\n(name)) d\n\n((a ((name))))",
        "1:3 template-syntax (( is not closed by )) in its paragraph\n"
        "3:3 template-syntax (( holds no name\n"
        "3:11 template-syntax (( has no text after ?"
        "?\n"
        "5:6 template-syntax )) closes no ((\n"
        "7:1 template-syntax (( holds a placeholder, which may only be "
        "after ?"
        "?\n");
}

static void each_unclosed_bracket_is_reported(void **state)
{
    assert_body_mistakes(
        "((name) ((nmex)) ((flag)",
        "1:1 template-syntax (( is not closed by )) in its paragraph\n"
        "1:9 template-name-unknown ((nmex)) names no column\n"
        "1:18 template-syntax (( is not closed by )) in its paragraph\n");
}

static void a_tag_stands_alone_on_its_line(void **state)
{
    assert_body_mistakes(
        "a ((#flag))b((/flag))\n\n- ((>extra))\n\n((flag?\?((#other)) x))",
        "1:3 template-syntax ((#flag)) is not alone on its line; "
        "inside a line write ((flag??text))\n"
        "1:13 template-syntax ((/flag)) is not alone on its line; "
        "inside a line write ((flag??text))\n"
        "3:3 template-syntax ((>extra)) is not alone on its line\n"
        "5:9 template-syntax ((#other)) cannot be inside ((flag??text))\n");
}

static void only_columns_name_files(void **state)
{
    assert_body_mistakes("((>site))\n\n((>date))",
                         "1:1 template-syntax ((>site)) names a text constant; "
                         "only a column's cells name files\n"
                         "3:1 template-syntax ((>date)) names a date of "
                         "campaign.yaml; only a column's cells name files\n");
}

static void tags_balance(void **state)
{
    assert_body_mistakes(
        "((#flag))\na\n((#other))\nb\n((/flag))\n\n((/late?))",
        "3:1 template-unbalanced ((#other)) is not closed before line 5\n"
        "7:1 template-unbalanced ((/late?)) closes nothing that was opened "
        "before it\n");
    assert_mistakes("# S\n((^flag))\na\n((/falg))\nb",
                    "4:1 template-unbalanced ((/falg)) is where ((/flag)) "
                    "is wanted, for ((^flag)) on line 2\n");
}

static void tags_are_siblings(void **state)
{
    assert_body_mistakes(
        "- a\n\n  ((#flag))\n  b\n\nc\n((/flag))",
        "3:3 template-unbalanced ((#flag)) is not closed in its list item\n"
        "7:1 template-unbalanced ((/flag)) closes nothing that was opened "
        "before it\n");
}

static void a_letter_has_one_subject_before_its_sections(void **state)
{
    assert_mistakes("a\n", "1:1 template-headings the letter has no subject; "
                           "one line begins with #\n");
    assert_mistakes("# A\n\nb\n\n# C\n",
                    "5:1 template-headings a second subject; the first is "
                    "on line 1, and sections begin with ##\n");
    assert_mistakes("## A\n\n# B\n",
                    "1:1 template-headings a section comes before the subject "
                    "on line 3\n");
    assert_mistakes("((#flag))\n# A\n((/flag))\n",
                    "2:1 template-headings some letters would have no subject, "
                    "for it is under a condition\n");
    assert_mistakes("((#flag))\n# A\n((/flag))\n((#other))\n# B\n((/other))\n",
                    "5:1 template-headings a second subject; the first is "
                    "on line 2, and sections begin with ##\n");
    assert_mistakes("# A\n\n### B\n\n##\n",
                    "3:1 template-headings headings go two deep: # for the "
                    "subject, ## for sections\n"
                    "5:1 template-headings the heading has no text\n");
}

static void what_has_no_form_is_reported(void **state)
{
    assert_body_mistakes(
        "a `b` ((name)) ``c`` <d>\n  e ![f](g) `h`\n",
        "1:3 template-unsupported code between ` and ` has no form in a "
        "letter; take the ` away or write \\`\n"
        "1:16 template-unsupported code between ` and ` has no form in a "
        "letter; take the ` away or write \\`\n"
        "1:22 template-unsupported HTML has no form in a letter; for a line "
        "break end the line with \\, for a plain < write \\<\n"
        "2:5 template-unsupported pictures have no place in the text; the logo "
        "and the signature are named in campaign.yaml\n"
        "2:13 template-unsupported code between ` and ` has no form in a "
        "letter; take the ` away or write \\`\n");
    assert_body_mistakes(
        "- a\n    b ((flag??c `d`))\nlazy `e`\n\n[r]: http://r.example\nf `g`",
        "2:17 template-unsupported code between ` and ` has no form in a "
        "letter; take the ` away or write \\`\n"
        "3:6 template-unsupported code between ` and ` has no form in a "
        "letter; take the ` away or write \\`\n"
        "6:3 template-unsupported code between ` and ` has no form in a "
        "letter; take the ` away or write \\`\n");
}

static void blocks_without_form_are_reported(void **state)
{
    assert_body_mistakes(
        "> a\n\n    b\n\n```pannel upheld\n```\n\n```\n```\n\n<div>\n\n"
        "- c\n\n  ## d\n\n  ***\n\n  ```signature\n  ```\n",
        "1:1 template-unsupported a block quote has no form in a letter; take "
        "the > away or write \\>\n"
        "3:5 template-unsupported text that is indented this far is code, "
        "which has no form in a letter; indent it less\n"
        "5:1 template-unsupported ```pannel is no block of a letter; did you "
        "mean ```panel?\n"
        "8:1 template-unsupported a fence begins ```panel or ```signature; "
        "code has no form in a letter\n"
        "11:1 template-unsupported HTML has no form in a letter; for a plain < "
        "write \\<\n"
        "15:3 template-unsupported a heading cannot be in a list item\n"
        "17:3 template-unsupported a page break cannot be in a list item\n"
        "19:3 template-unsupported a fence cannot be in a list item\n");
}

static void constant_destinations_are_looked_at(void **state)
{
    assert_body_mistakes(
        "a [b](c.example) [d]() [](https://e.example)\n"
        "[f](ftp://f.example) [g](/x/((name))) [h](https://)\n"
        "[i\nj](mailto:x) [k [l](https://l.example)](https://k.example)",
        "1:3 template-link \"c.example\" is no http, https or mailto address; "
        "a web address begins with https://\n"
        "1:18 template-link the link leads nowhere\n"
        "1:24 template-link a link needs a text between [ and ]\n"
        "2:1 template-link \"ftp://f.example\" is no http, https or mailto "
        "address; a web address begins with https://\n"
        "2:22 template-link \"/x/...\" is no http, https or mailto address; a "
        "web address begins with https://\n"
        "2:39 template-link \"https://\" leads nowhere\n"
        "3:1 template-link \"mailto:x\" leads nowhere\n");
}

/* cmark does not count a line that a backslash ends. */
static void places_behind_hard_line_breaks_are_true(void **state)
{
    assert_body_mistakes(
        "a\\\nbc [d](ftp://d.example) `e`\\\n\\\n  [f](ftp://f.example)\n"
        "g  \n[h](ftp://h.example)\\\n`i`\n\n"
        "- j\\\n  k [l](ftp://l.example)\n",
        "2:4 template-link \"ftp://d.example\" is no http, https or mailto "
        "address; a web address begins with https://\n"
        "2:25 template-unsupported code between ` and ` has no form in a "
        "letter; take the ` away or write \\`\n"
        "4:3 template-link \"ftp://f.example\" is no http, https or mailto "
        "address; a web address begins with https://\n"
        "6:1 template-link \"ftp://h.example\" is no http, https or mailto "
        "address; a web address begins with https://\n"
        "7:1 template-unsupported code between ` and ` has no form in a "
        "letter; take the ` away or write \\`\n"
        "10:5 template-link \"ftp://l.example\" is no http, https or mailto "
        "address; a web address begins with https://\n");
}

static void a_link_inside_a_link_is_reported(void **state)
{
    assert_body_mistakes("[a ((flag??[b](https://b.example)))]"
                         "(https://a.example)",
                         "1:12 template-link a link inside a link\n");
}

static void one_signature_signs_a_letter(void **state)
{
    assert_body_mistakes("```signature\n```\n\n((#flag))\n```signature\n```\n"
                         "((/flag))",
                         "5:1 template-syntax a second signature; the first "
                         "is on line 1\n");
    assert_body_mistakes("```signature\nAlex\n```",
                         "1:1 template-syntax the signature's fence is empty; "
                         "name and roles are in campaign.yaml, under "
                         "signatory\n");
}

static void a_signature_needs_a_signatory(void **state)
{
    struct fixture fixture = fixture_open("unit/letter/plain");

    assert_null(fixture_compile(&fixture, "# S\n\n```signature\n```\n"));
    assert_string_equal(fixture_faults(&fixture),
                        "3:1 setting-missing the signature needs signatory: "
                        "name: in campaign.yaml\n");
    fixture_close(&fixture);
}

static void a_missing_letter_does_not_hide_other_mistakes(void **state)
{
    struct fixture fixture = fixture_open("unit/letter/mistaken");
    struct template *template = NULL;

    fixture.campaign.settings.delivery.text = "a \xF4\x80\x80\x80";
    fixture.campaign.settings.addressee.count = 0;
    assert_int_equal(template_open(fixture.arena, &fixture.campaign, NULL, NULL,
                                   &template, fixture.diagnostics),
                     STATUS_INPUT);
    assert_string_equal(
        fixture_faults(&fixture),
        "campaign.yaml:2:9 file-missing letter: no file letter.md in "
        "unit/letter/mistaken\n"
        "campaign.yaml:5:13 text-private the private character U+100000 cannot "
        "be printed\n"
        "campaign.yaml:6:14 template-name-unknown ((cod)) names no column; did "
        "you mean ((code))?\n");
    fixture_close(&fixture);
}

static void private_characters_are_refused(void **state)
{
    assert_mistakes("# S\n\na \xF4\x80\x80\x80 &#x100001; &#1114109;",
                    "3:3 text-private the private character U+100000 cannot be "
                    "printed\n"
                    "3:5 text-private the private character U+100001 cannot be "
                    "printed\n"
                    "3:16 text-private the private character U+10FFFD cannot "
                    "be printed\n");
}

static void letter_bombs_are_defused(void **state)
{
    struct buffer text = buffer_new(256 * 1024);

    for (int i = 0; i < 200; i++)
        buffer_add_text(&text, "- ");
    buffer_add_text(&text, "a");
    assert_body_mistakes(buffer_text(&text), "1:101 template-unsupported "
                                             "nested too deeply\n");
    buffer_clear(&text);
    for (int i = 0; i < 60; i++)
        buffer_add_text(&text, "((#flag))\n");
    for (int i = 0; i < 60; i++)
        buffer_add_text(&text, "((/flag))\n");
    assert_body_mistakes(buffer_text(&text), "50:1 template-unsupported "
                                             "nested too deeply\n");
    buffer_free(&text);
}

static void line_ends_may_be_any(void **state)
{
    assert_mistakes("# S\r\n\r\na\r\nb ((zzz))\r\rc ((zzz))\n\n((zzz))",
                    "4:3 template-name-unknown ((zzz)) names no column\n"
                    "6:3 template-name-unknown ((zzz)) names no column\n"
                    "8:1 template-name-unknown ((zzz)) names no column\n");
}

#define TEST(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_unknown_name_is_reported_with_the_nearest),
        TEST(a_lone_question_mark_is_understood),
        TEST(columns_count_characters),
        TEST(an_unknown_statistic_is_reported),
        TEST(a_name_for_two_things_is_reported_where_it_is_used),
        TEST(a_date_that_is_not_given_is_reported),
        TEST(an_empty_constant_is_reported_where_it_is_defined),
        TEST(compared_is_no_value),
        TEST(broken_brackets_are_reported),
        TEST(each_unclosed_bracket_is_reported),
        TEST(a_tag_stands_alone_on_its_line),
        TEST(only_columns_name_files),
        TEST(tags_balance),
        TEST(tags_are_siblings),
        TEST(a_letter_has_one_subject_before_its_sections),
        TEST(what_has_no_form_is_reported),
        TEST(blocks_without_form_are_reported),
        TEST(constant_destinations_are_looked_at),
        TEST(places_behind_hard_line_breaks_are_true),
        TEST(a_link_inside_a_link_is_reported),
        TEST(one_signature_signs_a_letter),
        TEST(a_signature_needs_a_signatory),
        TEST(a_missing_letter_does_not_hide_other_mistakes),
        TEST(private_characters_are_refused),
        TEST(letter_bombs_are_defused),
        TEST(line_ends_may_be_any),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
