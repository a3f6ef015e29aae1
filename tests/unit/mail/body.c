#include "mail/body.h"

#include "../scratch.h"
#include "letter/template.h"
#include "mail/email_channel.h"

/* One campaign of one council, "A1": 12 of 17 upheld is 70.6%, halves up 71%;
 * nothing checked is no rate; the given averages are 64% and none. */
struct opened {
    struct scratch scratch;
    struct campaign campaign;
    struct averages *averages;
    struct template *template;
    struct email_content note;
    struct letter letter;
};

static const char settings[] =
    "title: Report\nletter: l.md\ndata: a.csv\n"
    "dates: {letter: 2022-07-20}\n"
    "signatory: {name: Ann <Specimen>, roles: [First & Last]}\n"
    "statistics: {upheld: {count: up, total: case_total}, "
    "kept: {count: kept, total: checked, of: promise | promises}}\n"
    "groups: {column: type, compared: [x]}\naverages: {from: v.csv}\n"
    "mail: {from: us@us.example, to: ((email)), "
    "subject: 'For ((name)) & <all>', body: m.md}\n";

static void open_body(struct opened *opened, const char *mail)
{
    struct scratch *scratch = &opened->scratch;
    struct council council;
    struct figures figures;

    *opened = (struct opened){.scratch = scratch_open()};
    scratch_write(scratch, "campaign.yaml", settings);
    scratch_write(scratch, "l.md",
                  "# Subject\n\n**((upheld.rate))**, ((upheld.count)) of "
                  "((upheld.total)); ((upheld.average))\n\n```panel "
                  "kept\ntitle: Promises kept\n"
                  "headline: ((kept.rate))\nnone: Nothing.\n```\n");
    scratch_write(scratch, "m.md", mail);
    scratch_write(scratch, "v.csv", "group,upheld,kept\nx,64,none\n");
    scratch_write(scratch, "a.csv",
                  "code,name,email,type,up,case_total,kept,checked,lines\n"
                  "A1,*Alpha* <Council>,a@alpha.example,x,12,17,0,0,"
                  "\"first\nsecond\"\n");
    assert_int_equal(campaign_open(scratch->arena, scratch->folder,
                                   &opened->campaign, scratch->diagnostics),
                     STATUS_OK);
    assert_int_equal(averages_open(scratch->arena, &opened->campaign,
                                   &opened->averages, scratch->diagnostics),
                     STATUS_OK);
    assert_int_equal(template_open(scratch->arena, &opened->campaign, NULL,
                                   &email_channel.text, &opened->template,
                                   scratch->diagnostics),
                     STATUS_OK);
    roster_read(opened->campaign.roster, 0, scratch->arena, &council);
    assert_int_equal(figures_read(scratch->arena, &opened->campaign,
                                  opened->averages, &council, &figures,
                                  scratch->diagnostics),
                     STATUS_OK);
    assert_int_equal(template_letter(opened->template, &council, &figures,
                                     scratch->arena, &opened->letter,
                                     scratch->diagnostics),
                     STATUS_OK);
    assert_int_equal(email_template_write(email_template_of(opened->template),
                                          &council, &opened->letter.figures,
                                          scratch->arena, &opened->note,
                                          scratch->diagnostics),
                     STATUS_OK);
}

static void close_body(struct opened *opened)
{
    template_close(opened->template);
    campaign_close(&opened->campaign);
    scratch_close(&opened->scratch);
}

/* The text of a body without the table behind it. */
static void assert_text(const char *mail, const char *expected)
{
    struct buffer text = buffer_new(1 << 20);
    struct opened opened;
    struct body body;

    open_body(&opened, mail);
    body = body_make(opened.scratch.arena, &opened.note, NULL);
    body.row_count = 0;
    body_write_text(&body, &text);
    assert_string_equal(buffer_text(&text), expected);
    buffer_free(&text);
    close_body(&opened);
}

/* That the page of a body holds something. */
static void assert_page(const char *mail, const char *expected)
{
    struct buffer page = buffer_new(1 << 20);
    struct opened opened;
    struct body body;

    open_body(&opened, mail);
    body = body_make(opened.scratch.arena, &opened.note, NULL);
    body_write_html(&body, &page);
    if (!strstr(buffer_text(&page), expected))
        assert_string_equal(buffer_text(&page), expected);
    buffer_free(&page);
    close_body(&opened);
}

static void words_are_broken_before_the_73rd_character(void **state)
{
    /* seven times ten characters and their spaces, then one word of three:
     * 6 * 11 + 10 = 76 would be too wide, 5 * 11 + 10 = 65, and " abcdef"
     * makes 72 */
    assert_text("aaaaaaaaaa bbbbbbbbbb cccccccccc dddddddddd eeeeeeeeee "
                "ffffffffff abcdef gh\n",
                "aaaaaaaaaa bbbbbbbbbb cccccccccc dddddddddd eeeeeeeeee "
                "ffffffffff abcdef\ngh\n");
    assert_text("aaaaaaaaaa bbbbbbbbbb cccccccccc dddddddddd eeeeeeeeee "
                "ffffffffff abcdefg h\n",
                "aaaaaaaaaa bbbbbbbbbb cccccccccc dddddddddd eeeeeeeeee "
                "ffffffffff\nabcdefg h\n");
}

static void characters_are_counted_and_not_bytes(void **state)
{
    assert_text("ŵŵŵŵŵŵŵŵŵŵ ŵŵŵŵŵŵŵŵŵŵ ŵŵŵŵŵŵŵŵŵŵ ŵŵŵŵŵŵŵŵŵŵ ŵŵŵŵŵŵŵŵŵŵ "
                "ŵŵŵŵŵŵŵŵŵŵ ŵbcdef gh\n",
                "ŵŵŵŵŵŵŵŵŵŵ ŵŵŵŵŵŵŵŵŵŵ ŵŵŵŵŵŵŵŵŵŵ ŵŵŵŵŵŵŵŵŵŵ ŵŵŵŵŵŵŵŵŵŵ "
                "ŵŵŵŵŵŵŵŵŵŵ ŵbcdef\ngh\n");
}

static void headings_and_paragraphs_stand_apart(void **state)
{
    assert_text("One *two* **three**.\n\n## Four ((name))\n\nFive\\\nsix\n",
                "One two three.\n\nFour *Alpha* <Council>\n"
                "----------------------\n\nFive\nsix\n");
}

static void lists_are_marked_and_indented(void **state)
{
    assert_text("Before\n\n- one\n- two ((lines))\n\n  more\n\n  1. deep\n"
                "  2. er\n\n9. nine\n10. ten\n",
                "Before\n\n- one\n- two first\n  second\n\n  more\n\n"
                "  1. deep\n  2. er\n\n9. nine\n10. ten\n");
}

static void links_are_written_out_unless_they_say_themselves(void **state)
{
    assert_text("A [map](https://a.example/b), [a.example/b](https://"
                "a.example/b), <me@a.example>.\n",
                "A map <https://a.example/b>, a.example/b, me@a.example.\n");
}

static void a_long_link_is_not_broken(void **state)
{
    assert_text(
        "See [this](https://a.example/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) now\n",
        "See this\n<https://a.example/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa>\nnow\n");
}

static void panels_are_sentences(void **state)
{
    assert_text("```panel upheld\ntitle: Upheld\nheadline: We upheld "
                "**((upheld.rate))**.\ncomparison: Others: "
                "((upheld.average)).\nbasis: Of ((upheld.total)).\nnote: A\n"
                "note: B\n```\n\n```panel kept\ntitle: Kept\nheadline: "
                "((kept.rate))\nnone: Nothing to keep.\n```\n",
                "Upheld\nWe upheld 71%. Others: 64%. Of 17.\n- A\n- B\n\n"
                "Kept\nNothing to keep.\n");
}

static void the_signatory_stands_where_the_signature_is(void **state)
{
    assert_text("Yours\n\n```signature\n```\n\nPS\n",
                "Yours\n\nAnn <Specimen>\nFirst & Last\n\nPS\n");
}

/* "upheld" has no panel anywhere and goes by its key. */
static void the_figures_are_a_table_even_without_panels(void **state)
{
    struct buffer text = buffer_new(1 << 20);
    struct opened opened;
    struct body body;

    open_body(&opened, "Hello\n");
    body = body_make(opened.scratch.arena, &opened.note, NULL);
    body_write_text(&body, &text);
    assert_string_equal(
        buffer_text(&text),
        "Hello\n\n"
        "The figures in the letter, with the average of similar organisations\n"
        "\n"
        "Measure         Result     Cases       Average\n"
        "upheld             71%  12 of 17           64%\n"
        "Promises kept  No rate    0 of 0  Not compared\n");
    buffer_free(&text);
    close_body(&opened);
}

/* "Yours" is no sentence, so it belongs to the signature. */
static void the_table_comes_before_the_closing_words(void **state)
{
    static const char *const order[] = {"See below.", "The figures", "Yours",
                                        "Ann <Specimen>"};
    struct buffer text = buffer_new(1 << 20);
    const char *before = NULL;
    struct opened opened;
    struct body body;

    open_body(&opened, "See below.\n\nYours\n\n```signature\n```\n");
    body = body_make(opened.scratch.arena, &opened.note, NULL);
    body_write_text(&body, &text);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const char *at = strstr(buffer_text(&text), order[i]);
        assert_non_null(at);
        assert_true(at > before);
        before = at;
    }
    buffer_free(&text);
    close_body(&opened);
}

static void the_page_has_the_same_table(void **state)
{
    assert_page("Hello\n",
                ">Promises kept</th><td style=\"text-align:right;padding:0.4em "
                "0.5em 0.4em 0\"><strong>No rate</strong><br>0 of 0 "
                "promises</td><td style=\"text-align:right;padding:0.4em 0.5em "
                "0.4em 0\">Not compared</td></tr>\n");
}

static void values_are_text_and_never_html(void **state)
{
    assert_page("Dear ((name)): **[((name))](https://a.example/?a=b&c=((code)))"
                "**\n",
                "<p>Dear *Alpha* &lt;Council&gt;: <a "
                "href=\"https://a.example/?a=b&amp;c=A1\"><strong>*Alpha* "
                "&lt;Council&gt;</strong></a></p>\n");
    assert_page("<span lang=\"cy\">Diolch, **((code))**</span>.\n",
                "<span lang=\"cy\">Diolch, </span><span lang=\"cy\"><strong>"
                "A1</strong></span>.</p>\n");
    assert_page("Hello\n", "<title>For *Alpha* &lt;Council&gt; &amp; "
                           "&lt;all&gt;</title>\n");
    assert_page("```signature\n```\n",
                "<p>Ann &lt;Specimen&gt;<br>\nFirst &amp; Last</p>\n");
}

static void lists_of_a_page_are_lists(void **state)
{
    assert_page("- one\n- two\n\n  1. deep\n\n9. nine\n",
                "<ul>\n<li>one</li>\n<li><p>two</p>\n<ol>\n<li>deep</li>\n"
                "</ol>\n</li>\n</ul>\n<ol start=\"9\">\n<li>nine</li>\n"
                "</ol>\n");
}

static void a_sample_says_what_it_is(void **state)
{
    struct buffer text = buffer_new(1 << 20);
    struct opened opened;
    struct body body;

    open_body(&opened, "Hello\n");
    body = body_make(opened.scratch.arena, &opened.note, "me@us.example");
    body.row_count = 0;
    body_write_text(&body, &text);
    assert_string_equal(
        buffer_text(&text),
        "SAMPLE: this is the e-mail for *Alpha* <Council>. It was sent to\n"
        "me@us.example and to nobody else.\n\nHello\n");
    buffer_clear(&text);
    body_write_html(&body, &text);
    assert_non_null(strstr(buffer_text(&text),
                           "<p class=\"sample\"><strong>SAMPLE:</strong> this "
                           "is the e-mail for *Alpha* &lt;Council&gt;. It was "
                           "sent to me@us.example and to nobody else.</p>\n"));
    buffer_free(&text);
    close_body(&opened);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_broken_before_the_73rd_character),
        cmocka_unit_test(characters_are_counted_and_not_bytes),
        cmocka_unit_test(headings_and_paragraphs_stand_apart),
        cmocka_unit_test(lists_are_marked_and_indented),
        cmocka_unit_test(links_are_written_out_unless_they_say_themselves),
        cmocka_unit_test(a_long_link_is_not_broken),
        cmocka_unit_test(panels_are_sentences),
        cmocka_unit_test(the_signatory_stands_where_the_signature_is),
        cmocka_unit_test(the_figures_are_a_table_even_without_panels),
        cmocka_unit_test(the_table_comes_before_the_closing_words),
        cmocka_unit_test(the_page_has_the_same_table),
        cmocka_unit_test(values_are_text_and_never_html),
        cmocka_unit_test(lists_of_a_page_are_lists),
        cmocka_unit_test(a_sample_says_what_it_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
