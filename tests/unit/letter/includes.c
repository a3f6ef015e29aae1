#include "fixture.h"

/* extra: A1 texts/list.md, B2 texts/broken.md, C3 texts/circle.md (deeper is
 * the same), D4 texts/sections.md (deeper is texts/list.md). */

static struct template *compile(struct fixture *fixture, const char *text)
{
    struct template *template = fixture_compile(fixture, text);

    assert_non_null(template);
    return template;
}

static void assert_fine(const char *text, const char *code,
                        const char *expected)
{
    struct fixture fixture = fixture_open(fixture_folder);
    struct template *template = compile(&fixture, text);
    struct letter letter;

    diagnostics_free(fixture.diagnostics);
    fixture.diagnostics = diagnostics_new();
    if (fixture_letter(&fixture, template, code, &letter) != STATUS_OK)
        assert_string_equal(fixture_faults(&fixture), "");
    buffer_clear(&fixture.shown);
    show_blocks(&fixture.shown, letter.blocks, 0);
    assert_string_equal(buffer_text(&fixture.shown), expected);
    template_close(template);
    fixture_close(&fixture);
}

static void assert_refusal(const char *text, const char *code,
                           const char *expected)
{
    struct fixture fixture = fixture_open(fixture_folder);
    struct template *template = compile(&fixture, text);
    struct letter letter;

    diagnostics_free(fixture.diagnostics);
    fixture.diagnostics = diagnostics_new();
    assert_int_equal(fixture_letter(&fixture, template, code, &letter),
                     STATUS_INPUT);
    assert_string_equal(fixture_faults(&fixture), expected);
    template_close(template);
    fixture_close(&fixture);
}

static void each_row_gets_its_file(void **state)
{
    const char *text = "# S\n\na\n((>extra))\nb";

    assert_fine(text, "A1",
                "# S\np a\nul\n-\n  p from a file\n-\n  p for Ms Ash\np b\n");
    assert_fine(text, "D4",
                "# S\np a\n## A section\np Of Delta Council.\nul\n-\n"
                "  p from a file\n-\n  p for Mr Damson\np b\n");
}

static void an_included_list_joins_the_list_around_it(void **state)
{
    assert_fine("# S\n\n- a\n((>extra))\n- b", "A1",
                "# S\nul\n-\n  p a\n-\n  p from a file\n-\n  p for Ms Ash\n-\n"
                "  p b\n");
}

static void every_file_is_looked_at_before_any_row(void **state)
{
    struct fixture fixture = fixture_open(fixture_folder);
    struct template *template =
        compile(&fixture, "# S\n\n((#other))\n((>extra))\n((/other))\n");

    assert_string_equal(
        fixture_faults(&fixture),
        "broken.md:3:6 template-name-unknown [B2] ((chief_exec)) names no "
        "column; did you mean ((chief_executive))? (in the letter of B2)\n"
        "broken.md:5:1 template-headings [B2] an included text has no subject "
        "of its own; begin the line with ##, in the letter of B2\n"
        "circle.md:3:1 include-depth [C3] unit/letter/campaign/texts/circle.md "
        "includes itself through ((>deeper)), in the letter of C3\n");
    template_close(template);
    fixture_close(&fixture);
}

static void rows_that_name_a_broken_file_are_refused(void **state)
{
    assert_refusal("# S\n\n((>extra))\n", "B2",
                   "broken.md:3:6 template-name-unknown [B2] ((chief_exec)) "
                   "names no column; did you mean ((chief_executive))? (in the "
                   "letter of B2)\n");
    assert_refusal("# S\n\n((>extra))\n", "C3",
                   "circle.md:3:1 include-depth [C3] "
                   "unit/letter/campaign/texts/circle.md includes itself "
                   "through ((>deeper)), in the letter of C3\n");
}

static void an_empty_cell_refuses_the_row_where_it_is_reached(void **state)
{
    const char *text = "# S\n\n((#flag))\n((>deeper))\n((/flag))\n";

    /* A1 and D4 are flagged, B2 is not; deeper is empty for A1 and B2. */
    assert_refusal(text, "A1",
                   "councils.csv:3:28 value-missing [A1] deeper: empty; "
                   "((>deeper)) in letter.md:4:1 needs it\n");
    assert_fine(text, "B2", "# S\n");
}

static void files_that_are_not_there_are_reported_at_the_cell(void **state)
{
    struct fixture fixture = fixture_open(fixture_folder);
    struct template *template = compile(&fixture, "# S\n\n((>mail))\n");

    assert_string_equal(
        fixture_faults(&fixture),
        "councils.csv:2:69 file-missing [A1] mail: no file ash@alpha.example "
        "in unit/letter/campaign\n"
        "councils.csv:4:69 file-missing [B2] mail: no file no address in "
        "unit/letter/campaign\n");
    template_close(template);
    fixture_close(&fixture);
}

static void sections_do_not_stand_in_a_list_item(void **state)
{
    assert_fine("# S\n\n- a\n\n  ((>extra))\n", "A1",
                "# S\nul\n-\n  p a\n  ul\n  -\n    p from a file\n  -\n"
                "    p for Ms Ash\n");
    assert_refusal("# S\n\n- a\n\n  ((>extra))\n", "D4",
                   "5:3 template-unsupported [D4] ((>extra)) is in a list "
                   "item, but unit/letter/campaign/texts/sections.md holds "
                   "more than paragraphs and lists, in the letter of D4\n");
}

static void a_section_does_not_come_before_the_subject(void **state)
{
    assert_refusal("((>extra))\n\n# S\n", "D4",
                   "sections.md:1:1 template-headings [D4] a section comes "
                   "before the subject, in the letter of D4\n");
}

#define TEST(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_row_gets_its_file),
        TEST(an_included_list_joins_the_list_around_it),
        TEST(every_file_is_looked_at_before_any_row),
        TEST(rows_that_name_a_broken_file_are_refused),
        TEST(an_empty_cell_refuses_the_row_where_it_is_reached),
        TEST(files_that_are_not_there_are_reported_at_the_cell),
        TEST(sections_do_not_stand_in_a_list_item),
        TEST(a_section_does_not_come_before_the_subject),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
