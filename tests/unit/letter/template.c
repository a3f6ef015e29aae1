#include "fixture.h"

/* Values. Row A1 of the fixture: Alpha Council, Ms Ash, flag Yes, other No,
 * blank empty; upheld 1,234 of 2,000 = 61.7%, average of unitary councils 64%;
 * compliance 11 of 11, average 99%; remedy 617 of 1,234 = 50%, no average. */

static void a_value_stands_where_its_placeholder_stood(void **state)
{
    assert_body("Dear ((chief_executive)), of ((name))", "A1",
                "p Dear Ms Ash, of Alpha Council\n");
}

static void names_match_without_case_spaces_dashes_underscores(void **state)
{
    assert_body("((CHIEF executive)) ((chief-EXECUTIVE)) ((jobtitle)) "
                "((job_title)) (( name )) ((chief\\_executive))",
                "A1", "p Ms Ash Ms Ash Chief Chief Alpha Council Ms Ash\n");
}

static void a_name_may_hold_brackets_and_a_question_mark(void **state)
{
    assert_body("((rate (%))) per cent, late: ((late?)). "
                "((late???Late.))((^late???In time.))",
                "B2", "p 0 per cent, late: yes. Late.\n");
}

static void an_optional_value_may_be_empty(void **state)
{
    assert_body("To ((blank?)) ((name)),((job title?))", "A1",
                "p To Alpha Council,Chief\n");
}

static void an_empty_value_refuses_the_row_at_its_cell(void **state)
{
    assert_refused("a ((blank)) b ((blank)) **((job title))**", "B2",
                   "councils.csv:4:37 value-missing [B2] Job Title: empty; "
                   "((job title)) in letter.md:1:27 needs it\n"
                   "councils.csv:4:49 value-missing [B2] blank: empty; "
                   "((blank)) in letter.md:1:3 needs it\n");
}

static void a_value_that_is_not_reached_may_be_empty(void **state)
{
    assert_body("a((blank?\?((blank))))\n\n((#blank))\n((blank))\n((/blank))",
                "A1", "p a\n");
}

static void a_value_is_text_and_never_markup(void **state)
{
    assert_body("((name)) and **((name))**", "B2",
                "p *Beta* [Council](x) <b> and <b>*Beta* [Council](x) "
                "<b></b>\n");
}

static void a_line_end_in_a_value_is_a_hard_break(void **state)
{
    assert_body("- ((notes))!", "A1", "ul\n-\n  p first line|second line!\n");
}

static void figures_print_as_the_design_says(void **state)
{
    assert_body("((upheld.rate)) ((upheld.count)) ((UPHELD.Total)) "
                "((upheld.average))",
                "A1", "p 62% 1,234 2,000 64%\n");
}

static void dates_are_words(void **state)
{
    assert_body("((date)); ((period_start)) to ((Period End))"
                "((publication?? and ((publication?)) too))",
                "A1", "p 20 July 2022; 1 April 2021 to 31 March 2022\n");
}

static void constants_are_text(void **state)
{
    assert_body("See ((site)) ((nothing?))at ((map-url))", "A1",
                "p See www.example.org at https://map.example/2022\n");
}

static void a_missing_rate_refuses_the_row(void **state)
{
    assert_refused("((upheld.rate)) ((upheld.average?))", "C3",
                   "1:1 value-missing [C3] upheld: ((upheld.rate)) has no rate "
                   "to print, for the total is 0, in the letter of C3\n");
}

static void a_missing_average_refuses_the_row(void **state)
{
    assert_refused("over ((remedy.average))", "A1",
                   "1:6 value-missing [A1] remedy: ((remedy.average)) has no "
                   "average to print, in the letter of A1\n");
}

/* Conditions */

static void false_is_empty_no_n_false_f_and_0(void **state)
{
    /* flag: Yes FALSE 0 x; other: No true n f */
    assert_body("((flag??flag))((other??other))", "A1", "p flag\n");
    assert_body("((flag??flag))((other??other))", "B2", "p other\n");
    assert_body("x((flag??flag))((other??other))((blank??blank))", "C3",
                "p x\n");
    assert_body("((flag??flag))((other??other))", "D4", "p flag\n");
}

static void the_other_branch_takes_a_circumflex(void **state)
{
    assert_body("((^flag??not ))((flag??quite ))((^other??so)).", "A1",
                "p quite so.\n");
}

static void a_choice_holds_markup_and_placeholders(void **state)
{
    assert_body("a((flag?? *b* **((name))** [c](https://c.example) "
                "((other??d))((^other?\?((flag??e)))) (f) \\) )) g",
                "A1",
                "p a <i>b</i> <b>Alpha Council</b> "
                "<a https://c.example>c</a> e (f) ) g\n");
}

static void a_choice_takes_on_the_style_around_it(void **state)
{
    assert_body("**a ((flag??b *c*))** [d((flag?? *e*))](https://e.example)",
                "A1",
                "p <b>a b </b><b><i>c</i></b> <a https://e.example>d "
                "<i>e</i></a>\n");
}

static void a_span_says_what_language_its_text_has(void **state)
{
    assert_body("<span lang=\"cy\">Annwyl ((name)), **am** "
                "((flag?\?<span  lang = 'en-GB' >help</span >)) nawr</span>.",
                "A1",
                "p <cy>Annwyl Alpha Council, </cy><cy><b>am</b></cy><cy> </cy>"
                "<en-GB>help</en-GB><cy> nawr</cy>.\n");
    assert_body("[<span lang=\"cy\">map</span> here](https://e.example)", "A1",
                "p <a https://e.example><cy>map</cy> here</a>\n");
}

static void white_space_in_a_choice_counts(void **state)
{
    assert_body("a((flag?? b ))c((flag??d))((flag?? ))e", "A1", "p a b cd e\n");
}

static void text_in_a_choice_is_no_block(void **state)
{
    assert_body("((flag?\?- a))", "A1", "p - a\n");
    assert_body("((flag??# a))", "A1", "p # a\n");
    assert_body("((flag??1. a))", "A1", "p 1. a\n");
    assert_body("((flag?\?> a))", "A1", "p > a\n");
    assert_body("((flag??    a))", "A1", "p a\n");
    assert_body("((flag??a\n- b\\\n# c))", "A1", "p a - b|# c\n");
}

static void a_choice_sees_link_definitions_of_the_text(void **state)
{
    assert_body("((flag??see [the map]))\n\n[the map]: ((map_url))", "A1",
                "p see <a https://map.example/2022>the map</a>\n");
}

static void constants_decide_once_for_all_letters(void **state)
{
    assert_body("a((site??, see **((name))**))((nothing??b))((^nothing?? c "
                "[d](((map_url)))))((publication??e)).",
                "A1",
                "p a, see <b>Alpha Council</b> c "
                "<a https://map.example/2022>d</a>.\n");
    assert_body("((#nothing))\na\n((/nothing))\n((#site))\nb\n((/site))\n"
                "((^publication))\nc\n((/publication))",
                "A1", "p b\np c\n");
}

static void compared_needs_a_rate_and_an_average(void **state)
{
    const char *text = "x((upheld.compared??u))((^remedy.compared??r))";

    assert_body(text, "A1", "p xur\n");
    assert_body(text, "B2", "p xr\n");
    assert_body(text, "C3", "p xr\n");
}

static void a_false_choice_leaves_no_gap(void **state)
{
    assert_body("a ((other??b)) c\n\n((other??d)) ((blank?))\n\ne\n\n"
                "f\\\n((other??g))\\\nh",
                "A1", "p a c\np e\np f|h\n");
}

static void a_heading_without_text_goes_too(void **state)
{
    assert_letter("# S\n\n## ((other??Never))\n\na", "A1", "# S\np a\n");
}

static void a_subject_without_text_refuses_the_row(void **state)
{
    struct fixture fixture = fixture_open(fixture_folder);
    struct template *template = fixture_compile(&fixture, "# ((other??S))\n");
    struct letter letter;

    assert_non_null(template);
    assert_int_equal(fixture_letter(&fixture, template, "A1", &letter),
                     STATUS_INPUT);
    assert_string_equal(fixture_faults(&fixture),
                        "1:1 template-headings [A1] the subject has no text, "
                        "in the letter of A1\n");
    template_close(template);
    fixture_close(&fixture);
}

/* Blocks */

static void tags_need_no_blank_lines(void **state)
{
    assert_body("a\n((#flag))\nb\n((/flag))\n((^flag))\nc\n((/flag))\nd", "A1",
                "p a\np b\np d\n");
    assert_body("a\n((#flag))\nb\n((/flag))\n((^flag))\nc\n((/flag))\nd", "B2",
                "p a\np c\np d\n");
}

static void blocks_nest(void **state)
{
    const char *text = "((#flag))\n((#other))\nboth\n((/other))\n"
                       "  ((^other))\none\n\t((/OTHER))\n((/flag))\nend";

    assert_body(text, "A1", "p one\np end\n");
    assert_body(text, "B2", "p end\n");
}

static void surviving_items_make_one_list(void **state)
{
    const char *text =
        "- a\n((#flag))\n- b\n((/flag))\n((#other))\n- c\n((/other))\n- d";

    assert_body(text, "A1", "ul\n-\n  p a\n-\n  p b\n-\n  p d\n");
    assert_body(text, "B2", "ul\n-\n  p a\n-\n  p c\n-\n  p d\n");
    assert_body(text, "C3", "ul\n-\n  p a\n-\n  p d\n");
}

static void numbering_goes_on(void **state)
{
    const char *text = "((#other))\n3. a\n((/other))\n4. b\n((#flag))\n"
                       "5. c\n6. d\n((/flag))\n7. e";

    assert_body(text, "A1", "ol 3\n-\n  p b\n-\n  p c\n-\n  p d\n-\n  p e\n");
    assert_body(text, "B2", "ol 3\n-\n  p a\n-\n  p b\n-\n  p e\n");
}

static void lists_of_different_kinds_stay_apart(void **state)
{
    assert_body("- a\n((#flag))\n* b\n((/flag))\n1. c\n((#flag))\n2) d\n"
                "((/flag))",
                "A1",
                "ul\n-\n  p a\nul\n-\n  p b\nol 1\n-\n  p c\nol 2\n-\n  p d\n");
}

static void a_paragraph_between_parts_lists(void **state)
{
    const char *text = "1. a\n\n((#flag))\nb\n((/flag))\n\n1. c";

    assert_body(text, "A1", "ol 1\n-\n  p a\np b\nol 1\n-\n  p c\n");
    assert_body(text, "B2", "ol 1\n-\n  p a\n-\n  p c\n");
}

static void tags_stand_inside_list_items(void **state)
{
    const char *text = "- a\n\n  ((#flag))\n  more\n  ((/flag))\n- b\n"
                       "  - c\n  ((#flag))\n  - d\n  ((/flag))\n  - e";

    assert_body(text, "A1",
                "ul\n-\n  p a\n  p more\n-\n  p b\n  ul\n  -\n    p c\n"
                "  -\n    p d\n  -\n    p e\n");
    assert_body(text, "B2",
                "ul\n-\n  p a\n-\n  p b\n  ul\n  -\n    p c\n  -\n    p e\n");
}

static void tags_at_the_margin_do_not_end_a_nested_list(void **state)
{
    assert_body("- a\n  - b\n((#flag))\n  - c\n((/flag))\n- d", "A1",
                "ul\n-\n  p a\n  ul\n  -\n    p b\n  -\n    p c\n-\n  p d\n");
    assert_body("- a\n  ((#flag))\n- b\n  ((/flag))\n- c", "A1",
                "ul\n-\n  p a\n-\n  p b\n-\n  p c\n");
}

static void an_item_without_text_goes(void **state)
{
    assert_body("- ((other??a))\n- b\n- ((blank?))", "A1", "ul\n-\n  p b\n");
    assert_body("a\n\n- ((other??a))\n- ((blank?))\n\nb", "A1", "p a\np b\n");
}

static void page_breaks_do_not_leave_empty_pages(void **state)
{
    assert_letter("# S\n\n***\n\n((#other))\na\n((/other))\n\n---\n\nb\n\n***\n"
                  "\n((#other))\nc\n((/other))\n",
                  "A1", "# S\n***\np b\n");
}

static void headings_lists_and_breaks_are_blocks(void **state)
{
    assert_letter("a\n\nSubject\n=======\n\n## Section ##\n\nb\nc  \nd\\\ne\n\n"
                  "7. f\n8. g\n   * h\n\n***\n\n```signature\n```\n",
                  "A1",
                  "p a\n# Subject\n## Section\np b c|d|e\nol 7\n-\n  p f\n-\n"
                  "  p g\n  ul\n  -\n    p h\n***\nsign\n");
}

static void subjects_may_exclude_each_other(void **state)
{
    const char *text = "((#flag))\n# A\n((/flag))\n((^flag))\n# B\n((/flag))\n";

    assert_letter(text, "A1", "# A\n");
    assert_letter(text, "B2", "# B\n");
}

/* Brackets, escapes, entities */

static void a_placeholder_begins_at_the_last_two_brackets(void **state)
{
    assert_body("(((name))) ((((name))))", "A1",
                "p (Alpha Council) ((Alpha Council))\n");
}

static void an_escaped_bracket_is_text(void **state)
{
    assert_body("\\((name)) \\\\((name)) \\(((name))", "A1",
                "p ((name)) \\Alpha Council (Alpha Council\n");
}

static void brackets_in_text_are_left_alone(void **state)
{
    assert_body("see (section 3 (b)) and ( ( x ) ) and 1) 2)", "A1",
                "p see (section 3 (b)) and ( ( x ) ) and 1) 2)\n");
}

static void entities_and_escapes_are_commonmark(void **state)
{
    assert_body("&amp; &eacute; &#65; \\*a\\* \"b\" -- ...", "A1",
                "p & \xC3\xA9 A *a* \"b\" -- ...\n");
}

static void style_ends_beside_a_value(void **state)
{
    assert_body("**((name))**'s *((name))*s a**((name))**b _((name))_", "A1",
                "p <b>Alpha Council</b>'s <i>Alpha Council</i>s a<b>Alpha "
                "Council</b>b <i>Alpha Council</i>\n");
}

static void neighbours_that_look_the_same_are_one_run(void **state)
{
    struct fixture fixture = fixture_open(fixture_folder);
    struct template *template =
        fixture_compile(&fixture, "# S\n\na ((name)) b((flag??c)) **d**");
    struct letter letter;

    assert_int_equal(fixture_letter(&fixture, template, "A1", &letter),
                     STATUS_OK);
    assert_int_equal(letter.blocks.items[1]->words.count, 2);
    assert_string_equal(letter.blocks.items[1]->words.runs[0].text,
                        "a Alpha Council bc ");
    template_close(template);
    fixture_close(&fixture);
}

static void what_is_constant_is_shared_by_all_letters(void **state)
{
    struct fixture fixture = fixture_open(fixture_folder);
    struct template *template = fixture_compile(
        &fixture, "# S\n\non ((date)), **[x](((map_url)))**\n\n((name))");
    struct letter a, b;

    assert_int_equal(fixture_letter(&fixture, template, "A1", &a), STATUS_OK);
    assert_int_equal(fixture_letter(&fixture, template, "B2", &b), STATUS_OK);
    assert_ptr_equal(a.blocks.items[1]->words.runs,
                     b.blocks.items[1]->words.runs);
    assert_ptr_not_equal(a.blocks.items[2], b.blocks.items[2]);
    template_close(template);
    fixture_close(&fixture);
}

static void runs_know_where_they_come_from(void **state)
{
    struct fixture fixture = fixture_open(fixture_folder);
    struct template *template =
        fixture_compile(&fixture, "# S\n\nplain\n**bold** Dear ((name))");
    const struct text_run *runs;
    struct letter letter;

    assert_int_equal(fixture_letter(&fixture, template, "B2", &letter),
                     STATUS_OK);
    runs = letter.blocks.items[1]->words.runs;
    assert_int_equal(runs[0].location.line, 3);
    assert_int_equal(runs[0].location.column, 1);
    assert_int_equal(runs[1].location.line, 4);
    assert_int_equal(runs[1].location.column, 3);
    /* a value's run is its cell's */
    assert_string_equal(runs[2].location.file,
                        "unit/letter/campaign/councils.csv");
    assert_int_equal(runs[2].location.line, 4);
    assert_int_equal(runs[2].location.column, 4);
    template_close(template);
    fixture_close(&fixture);
}

/* Links */

static void links_lead_where_they_say(void **state)
{
    assert_body("[a](https://a.example \"title\") <https://b.example/x> "
                "<c@c.example> [d][e] [f]\n\n[e]: http://e.example\n[f]: "
                "<mailto:f@f.example>",
                "A1",
                "p <a https://a.example>a</a> <a https://b.example/x>"
                "https://b.example/x</a> <a mailto:c@c.example>c@c.example</a> "
                "<a http://e.example>d</a> <a mailto:f@f.example>f</a>\n");
}

static void placeholders_stand_in_destinations(void **state)
{
    assert_body("[a](((map_url))) [b](<((map url))>) [c](((url))) "
                "[d](mailto:((mail))) [e](https://e.example/((code))?q=((query)"
                ")&r) [f](((site)))",
                "A1",
                "p <a https://map.example/2022>a</a> "
                "<a https://map.example/2022>b</a> "
                "<a https://alpha.example/a%20b?x=1>c</a> "
                "<a mailto:ash@alpha.example>d</a> "
                "<a https://e.example/A1?q=A%20%26%20B&r>e</a> "
                "<a https://www.example.org>f</a>\n");
}

static void a_placeholder_may_be_an_autolink(void **state)
{
    assert_body("at <((map_url))> or <((mail))>.", "A1",
                "p at <a https://map.example/2022>https://map.example/2022</a> "
                "or <a mailto:ash@alpha.example>ash@alpha.example</a>.\n");
}

static void choices_stand_in_destinations(void **state)
{
    assert_body("[a](https://x.example/((flag??yes))((^flag??no)))", "B2",
                "p <a https://x.example/no>a</a>\n");
}

static void a_link_that_prints_nothing_needs_no_destination(void **state)
{
    assert_body("a [((blank?))](((blank))) b", "A1", "p a b\n");
}

static void a_destination_that_is_none_refuses_the_row(void **state)
{
    assert_refused(
        "x\n[a](((url)))", "B2",
        "councils.csv:4:50 template-link [B2] url: "
        "\"ftp://beta.example\" is no http, https or mailto address; "
        "a web address begins with https://, for the link in "
        "letter.md:2:1\n");
    assert_refused("[a](((url?)))", "C3",
                   "councils.csv:5:34 template-link [C3] url: the link leads "
                   "nowhere, for the link in letter.md:1:1\n");
}

/* Head */

static void the_head_comes_from_the_settings(void **state)
{
    struct fixture fixture = fixture_open(fixture_folder);
    struct template *template = fixture_compile(&fixture, "# S\n");
    struct letter letter;

    assert_int_equal(fixture_letter(&fixture, template, "B2", &letter),
                     STATUS_OK);
    assert_string_equal(letter.code, "B2");
    assert_string_equal(letter.title,
                        "Annual letter - *Beta* [Council](x) <b>");
    assert_string_equal(letter.language, "en-GB");
    assert_string_equal(letter.file, "b2-beta-council-x-b");
    assert_string_equal(letter.date, "20 July 2022");
    assert_string_equal(letter.delivery, "By post");
    /* The job title is empty, and its line left out. */
    assert_int_equal(letter.addressee_count, 2);
    assert_string_equal(letter.addressee[0], "Mr Birch");
    assert_string_equal(letter.addressee[1], "*Beta* [Council](x) <b>");
    assert_int_equal(letter.addressee_origins[0].items[0].location.line, 4);
    assert_int_equal(letter.addressee_origins[0].items[0].location.column, 28);
    assert_int_equal(letter.addressee_origins[1].items[0].location.column, 4);
    assert_int_equal(letter.name_location.column, 4);
    assert_string_equal(letter.signatory, "Alex Specimen");
    assert_int_equal(letter.roles.count, 1);
    assert_int_equal(letter.figures.count, 3);
    template_close(template);
    fixture_close(&fixture);
}

static void mistakes_in_settings_have_their_place(void **state)
{
    struct fixture fixture = fixture_open("unit/letter/mistaken");
    struct template *template = fixture_compile(&fixture, "# S\n");

    assert_null(template);
    assert_string_equal(
        fixture_faults(&fixture),
        "campaign.yaml:4:26 template-name-unknown ((chief_exec)) names no "
        "column; did you mean ((chief_executive))?\n"
        "campaign.yaml:5:14 template-syntax ((#name)) cannot be in a "
        "setting; write ((flag??text))\n"
        "campaign.yaml:6:14 template-name-unknown ((cod)) names no column; did "
        "you mean ((code))?\n");
    fixture_close(&fixture);
}

static void a_default_file_name_takes_the_column_with_the_name(void **state)
{
    struct fixture fixture = fixture_open("unit/letter/plain");
    struct template *template = fixture_compile(&fixture, "# S\n");
    struct letter letter;

    assert_string_equal(fixture_faults(&fixture), "");
    assert_int_equal(fixture_letter(&fixture, template, "A1", &letter),
                     STATUS_OK);
    assert_string_equal(letter.file, "a1-alpha-council");
    assert_string_equal(letter.delivery, "");
    assert_int_equal(letter.addressee_count, 0);
    template_close(template);
    fixture_close(&fixture);
}

static void a_row_without_file_name_is_refused(void **state)
{
    struct fixture fixture = fixture_open("unit/letter/plain");
    struct template *template;
    struct letter letter;

    fixture.campaign.settings.file_name.text = "((signs))";
    template = fixture_compile(&fixture, "# S\n");
    assert_non_null(template);
    assert_int_equal(fixture_letter(&fixture, template, "A1", &letter),
                     STATUS_INPUT);
    assert_string_equal(fixture_faults(&fixture),
                        "councils.csv:2:1 file-name-empty [A1] file_name: "
                        "nothing is left of it for this row\n");
    template_close(template);
    fixture_close(&fixture);
}

/* 12 times "Burrowshire " is 144 letters; what is left has to keep the code. */
static void a_long_file_name_keeps_its_code(void **state)
{
#define BURROWS                                                                \
    "Burrowshire Burrowshire Burrowshire Burrowshire Burrowshire Burrowshire " \
    "Burrowshire Burrowshire Burrowshire Burrowshire Burrowshire Burrowshire "
    static const struct {
        const char *setting;
        const char *head;
        const char *tail;
    } cases[] = {
        {BURROWS "((code))", "burrowshire-burrowshire-", "-a1"},
        {BURROWS "((code)) ((council))", "burrowshire-", "-a1-alpha-council"},
        {BURROWS "((code)) " BURROWS, "burrowshire-", "-a1"},
        {"((code)) " BURROWS, "a1-burrowshire-", "-burrowshire"},
        {"a1 " BURROWS "((code))", "a1-burrowshire-", "-a1"},
        {BURROWS, "burrowshire-", "-burrowshire"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture = fixture_open("unit/letter/plain");
        const size_t tail = strlen(cases[i].tail);
        struct template *template;
        struct letter letter;
        fixture.campaign.settings.file_name.text = cases[i].setting;
        template = fixture_compile(&fixture, "# S\n");
        assert_int_equal(fixture_letter(&fixture, template, "A1", &letter),
                         STATUS_OK);
        assert_in_range(strlen(letter.file), 90, 120);
        assert_memory_equal(letter.file, cases[i].head, strlen(cases[i].head));
        assert_string_equal(letter.file + strlen(letter.file) - tail,
                            cases[i].tail);
        template_close(template);
        fixture_close(&fixture);
    }
#undef BURROWS
}

static void the_letter_is_read_from_its_file(void **state)
{
    struct fixture fixture = fixture_open(fixture_folder);
    struct template *template;
    struct letter letter;

    assert_int_equal(template_open(fixture.arena, &fixture.campaign, NULL, NULL,
                                   &template, fixture.diagnostics),
                     STATUS_OK);
    assert_int_equal(fixture_letter(&fixture, template, "A1", &letter),
                     STATUS_OK);
    show_blocks(&fixture.shown, letter.blocks, 0);
    assert_string_equal(buffer_text(&fixture.shown),
                        "# The letter on file\np Dear Ms Ash\n");
    template_close(template);
    fixture_close(&fixture);
}

static void columns_in_use_are_known(void **state)
{
    struct fixture fixture = fixture_open(fixture_folder);
    const struct roster *roster = fixture.campaign.roster;
    struct template *template = fixture_compile(
        &fixture, "# S\n((other??[x](((url))))) ((upheld.rate))\n\n"
                  "((#blank))\n((/blank))");

    assert_non_null(template);
    assert_true(
        template_uses_column(template, roster_find_column(roster, "other")));
    assert_true(
        template_uses_column(template, roster_find_column(roster, "url")));
    assert_true(
        template_uses_column(template, roster_find_column(roster, "blank")));
    /* in the addressee */
    assert_true(template_uses_column(template,
                                     roster_find_column(roster, "job title")));
    assert_false(
        template_uses_column(template, roster_find_column(roster, "mail")));
    /* a statistic's columns are the caller's matter */
    assert_false(
        template_uses_column(template, roster_find_column(roster, "upheld")));
    template_close(template);
    fixture_close(&fixture);
}

static void characters_are_those_that_all_letters_share(void **state)
{
    struct fixture fixture = fixture_open(fixture_folder);
    struct template *template = fixture_compile(
        &fixture, "# S\xC5\xB5\n\n((other?\?\xC3\xA9)) ((site)) &euro;");
    const char *characters;

    assert_non_null(template);
    characters = template_characters(template);
    assert_non_null(strstr(characters, "\xC5\xB5"));
    assert_non_null(strstr(characters, "\xC3\xA9"));
    assert_non_null(strstr(characters, "\xE2\x82\xAC")); /* the euro */
    for (const char *at = "0123456789%,wexapl.orgJuOmbudsmAlSpF"; *at; at++)
        assert_non_null(strchr(characters, *at));
    assert_null(strchr(characters, ';'));
    template_close(template);
    fixture_close(&fixture);
}

static void digest_of(struct fixture *fixture, const char *text,
                      const char *code, unsigned char digest[static HASH_SIZE])
{
    struct template *template = fixture_compile(fixture, text);
    struct hash *hash = hash_new();
    struct council council;

    assert_non_null(template);
    roster_read(fixture->campaign.roster,
                roster_find(fixture->campaign.roster, code), fixture->arena,
                &council);
    template_hash(template, &council, hash);
    hash_finish(hash, digest);
    hash_free(hash);
    template_close(template);
}

static void the_hash_knows_the_text_and_the_files(void **state)
{
    struct fixture fixture = fixture_open(fixture_folder);
    unsigned char a[HASH_SIZE], b[HASH_SIZE];

    digest_of(&fixture, "# S\n", "A1", a);
    digest_of(&fixture, "# S\n", "D4", b);
    assert_memory_equal(a, b, HASH_SIZE);
    digest_of(&fixture, "# T\n", "A1", b);
    assert_memory_not_equal(a, b, HASH_SIZE);
    digest_of(&fixture, "# S\n\n((>extra))\n", "A1", a);
    digest_of(&fixture, "# S\n\n((>extra))\n", "D4", b);
    assert_memory_not_equal(a, b, HASH_SIZE);
    fixture_close(&fixture);
}

#define TEST(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_value_stands_where_its_placeholder_stood),
        TEST(names_match_without_case_spaces_dashes_underscores),
        TEST(a_name_may_hold_brackets_and_a_question_mark),
        TEST(an_optional_value_may_be_empty),
        TEST(an_empty_value_refuses_the_row_at_its_cell),
        TEST(a_value_that_is_not_reached_may_be_empty),
        TEST(a_value_is_text_and_never_markup),
        TEST(a_line_end_in_a_value_is_a_hard_break),
        TEST(figures_print_as_the_design_says),
        TEST(dates_are_words),
        TEST(constants_are_text),
        TEST(a_missing_rate_refuses_the_row),
        TEST(a_missing_average_refuses_the_row),
        TEST(false_is_empty_no_n_false_f_and_0),
        TEST(the_other_branch_takes_a_circumflex),
        TEST(a_choice_holds_markup_and_placeholders),
        TEST(a_choice_takes_on_the_style_around_it),
        TEST(a_span_says_what_language_its_text_has),
        TEST(white_space_in_a_choice_counts),
        TEST(text_in_a_choice_is_no_block),
        TEST(a_choice_sees_link_definitions_of_the_text),
        TEST(constants_decide_once_for_all_letters),
        TEST(compared_needs_a_rate_and_an_average),
        TEST(a_false_choice_leaves_no_gap),
        TEST(a_heading_without_text_goes_too),
        TEST(a_subject_without_text_refuses_the_row),
        TEST(tags_need_no_blank_lines),
        TEST(blocks_nest),
        TEST(surviving_items_make_one_list),
        TEST(numbering_goes_on),
        TEST(lists_of_different_kinds_stay_apart),
        TEST(a_paragraph_between_parts_lists),
        TEST(tags_stand_inside_list_items),
        TEST(tags_at_the_margin_do_not_end_a_nested_list),
        TEST(an_item_without_text_goes),
        TEST(page_breaks_do_not_leave_empty_pages),
        TEST(headings_lists_and_breaks_are_blocks),
        TEST(subjects_may_exclude_each_other),
        TEST(a_placeholder_begins_at_the_last_two_brackets),
        TEST(an_escaped_bracket_is_text),
        TEST(brackets_in_text_are_left_alone),
        TEST(entities_and_escapes_are_commonmark),
        TEST(style_ends_beside_a_value),
        TEST(neighbours_that_look_the_same_are_one_run),
        TEST(what_is_constant_is_shared_by_all_letters),
        TEST(runs_know_where_they_come_from),
        TEST(links_lead_where_they_say),
        TEST(placeholders_stand_in_destinations),
        TEST(a_placeholder_may_be_an_autolink),
        TEST(choices_stand_in_destinations),
        TEST(a_link_that_prints_nothing_needs_no_destination),
        TEST(a_destination_that_is_none_refuses_the_row),
        TEST(the_head_comes_from_the_settings),
        TEST(mistakes_in_settings_have_their_place),
        TEST(a_default_file_name_takes_the_column_with_the_name),
        TEST(a_row_without_file_name_is_refused),
        TEST(a_long_file_name_keeps_its_code),
        TEST(the_letter_is_read_from_its_file),
        TEST(columns_in_use_are_known),
        TEST(characters_are_those_that_all_letters_share),
        TEST(the_hash_knows_the_text_and_the_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
