#include "verify/claims.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int free_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const struct pdf_report_font font = {
    .name = "ABCDEF+Face", .embedded = true, .subset = true, .unicode = true};

static const struct pdf_report_attachment file = {.name = "figures.csv",
                                                  .relationship = "Data",
                                                  .mime = "text/csv",
                                                  .named = true,
                                                  .associated = true,
                                                  .readable = true,
                                                  .stated = -1};

/* A file of which every condition holds. */
static struct pdf_report sound(void)
{
    return (struct pdf_report){
        .pages = 1,
        .accessible = true,
        .has_binary_mark = true,
        .ends_cleanly = true,
        .has_identifier = true,
        .has_intent = true,
        .has_metadata = true,
        .title = "Title",
        .shows_title = true,
        .language = "en-GB",
        .ua_part = "1",
        .a_part = "3",
        .a_conformance = "A",
        .tags = {.marked = true,
                 .rooted = true,
                 .elements = 9,
                 .indexed = true,
                 .tied_pages = 1},
        .fonts = &font,
        .font_count = 1,
        .attachments = &file,
        .attachment_count = 1,
    };
}

static struct verification judged(struct pdf_report pdf_report)
{
    struct verification verification = {.arena = arena,
                                        .pdf_report = pdf_report};

    claims_check(&verification);
    return verification;
}

/* The faults, one a line. */
static const char *said(struct pdf_report pdf_report)
{
    const struct verification verification = judged(pdf_report);
    const char *text = "";

    for (size_t i = 0; i < verification.fault_count; i++)
        text = arena_printf(arena, "%s%s: %s\n", text,
                            verification.faults[i].claim,
                            verification.faults[i].message);
    return text;
}

static void assert_claims(const char *ua, const char *part, const char *level,
                          const char *expected)
{
    struct pdf_report pdf_report = sound();

    pdf_report.ua_part = ua;
    pdf_report.a_part = part;
    pdf_report.a_conformance = level;
    pdf_report.attachment_count = 0;
    assert_string_equal(judged(pdf_report).pdf_claims, expected);
}

static void claims_are_named_as_people_name_them(void **state)
{
    (void)state;
    assert_claims("1", "3", "A", "PDF/UA-1 and PDF/A-3a");
    assert_claims("1", NULL, NULL, "PDF/UA-1");
    assert_claims(NULL, "2", "U", "PDF/A-2u");
    assert_claims(NULL, " 1\n", "B", "PDF/A-1b");
    assert_claims(NULL, NULL, NULL, "");
    assert_claims("", "", "", "");
}

static void what_is_checked_is_said(void **state)
{
    struct pdf_report pdf_report = sound();

    (void)state;
    assert_string_equal(judged(pdf_report).checked,
                        "tags, title, language, fonts, metadata, output "
                        "intent, attachments, encryption, syntax, scripts");
    pdf_report.a_part = NULL;
    assert_string_equal(judged(pdf_report).checked,
                        "tags, title, language, fonts, metadata, encryption");
    pdf_report.ua_part = NULL;
    assert_string_equal(judged(pdf_report).checked, "");
}

static void a_sound_file_has_no_faults(void **state)
{
    (void)state;
    assert_string_equal(said(sound()), "");
}

static void what_is_not_known_does_not_hold(void **state)
{
    struct pdf_report pdf_report = sound();

    (void)state;
    pdf_report.ua_part = "2";
    pdf_report.a_part = "4";
    pdf_report.a_conformance = NULL;
    assert_string_equal(said(pdf_report),
                        "PDF/UA-2: not known to this version\n"
                        "PDF/A-4: not known to this version\n");
    pdf_report = sound();
    pdf_report.a_part = "1";
    pdf_report.a_conformance = "U";
    assert_string_equal(said(pdf_report),
                        "PDF/A-1U: not known to this version\n");
}

static void a_missing_tree_fails_both_standards(void **state)
{
    struct pdf_report pdf_report = sound();

    (void)state;
    pdf_report.tags = (struct pdf_report_structure){.marked = true};
    assert_string_equal(said(pdf_report),
                        "PDF/UA-1 and PDF/A-3a: not tagged: there is no "
                        "structure tree\n");
    pdf_report.tags =
        (struct pdf_report_structure){.rooted = true, .elements = 1};
    assert_string_equal(said(pdf_report),
                        "PDF/UA-1 and PDF/A-3a: not tagged: the catalogue has "
                        "no /Marked\n");
}

/* A file that calls itself tagged claims it, whatever else it claims. */
static void tagged_is_a_claim(void **state)
{
    struct pdf_report pdf_report = {.tags = {.marked = true, .rooted = true}};

    (void)state;
    assert_string_equal(said(pdf_report),
                        "tags: not tagged: the structure tree is empty\n");
    pdf_report.tags.marked = false;
    assert_string_equal(said(pdf_report), "");
}

static void levels_ask_for_no_more_than_they_do(void **state)
{
    struct pdf_report_font plain = font;
    struct pdf_report pdf_report = sound();

    (void)state;
    plain.unicode = false;
    pdf_report.fonts = &plain;
    pdf_report.ua_part = NULL;
    pdf_report.tags = (struct pdf_report_structure){.marked = false};
    pdf_report.language = NULL;
    pdf_report.title = NULL;
    pdf_report.a_conformance = "B";
    assert_string_equal(said(pdf_report), "");
    pdf_report.a_conformance = "U";
    assert_string_equal(said(pdf_report),
                        "PDF/A-3u: font ABCDEF+Face: no /ToUnicode\n");
}

static void part_one_has_no_attachments(void **state)
{
    struct pdf_report pdf_report = sound();

    (void)state;
    pdf_report.a_part = "1";
    assert_string_equal(said(pdf_report), "PDF/A-1a: it has attachments\n");
}

static void assert_language(const char *language, const char *expected)
{
    struct pdf_report pdf_report = sound();

    pdf_report.a_part = NULL;
    pdf_report.language = language;
    assert_string_equal(said(pdf_report), expected);
}

static void a_language_has_the_form_of_a_tag(void **state)
{
    struct pdf_report pdf_report = sound();

    (void)state;
    assert_language("cy", "");
    assert_language("de-CH-1996", "");
    assert_language("x-klingon", "");
    assert_language("en_GB",
                    "PDF/UA-1: language \"en_GB\" is no language tag\n");
    assert_language("en-", "PDF/UA-1: language \"en-\" is no language tag\n");
    assert_language("English language", "PDF/UA-1: language \"English "
                                        "language\" is no language tag\n");
    pdf_report.language = NULL;
    pdf_report.tags.languageless = 3;
    assert_string_equal(said(pdf_report),
                        "PDF/UA-1: no language: the catalogue has no /Lang\n");
    pdf_report.tags.languageless = 0;
    assert_string_equal(said(pdf_report), "");
}

/** A thing that is wrong, and what is said of it. */
struct defect {
    void (*make)(struct pdf_report *pdf_report);
    const char *said;
};

static void without_title(struct pdf_report *pdf_report)
{
    pdf_report->title = " ";
}

static void without_title_bar(struct pdf_report *pdf_report)
{
    pdf_report->shows_title = false;
}

static void with_mute_figure(struct pdf_report *pdf_report)
{
    pdf_report->tags.mute_figures = 1;
}

static void with_mute_links(struct pdf_report *pdf_report)
{
    pdf_report->tags.mute_links = 2;
}

static void with_unsorted_page(struct pdf_report *pdf_report)
{
    pdf_report->tags.unsorted_pages = 1;
}

static void with_skipped_heading(struct pdf_report *pdf_report)
{
    pdf_report->tags.heading_skipped = true;
}

static void with_suspects(struct pdf_report *pdf_report)
{
    pdf_report->tags.suspects = true;
}

static void encrypted(struct pdf_report *pdf_report)
{
    pdf_report->encrypted = true;
    pdf_report->accessible = false;
}

static void without_intent(struct pdf_report *pdf_report)
{
    pdf_report->has_intent = false;
}

static void without_mark(struct pdf_report *pdf_report)
{
    pdf_report->has_binary_mark = false;
}

static void with_rest(struct pdf_report *pdf_report)
{
    pdf_report->ends_cleanly = false;
}

static void without_identifier(struct pdf_report *pdf_report)
{
    pdf_report->has_identifier = false;
}

static void with_script(struct pdf_report *pdf_report)
{
    pdf_report->has_script = true;
}

static void with_contradiction(struct pdf_report *pdf_report)
{
    pdf_report->contradiction = "part";
}

static void each_defect_is_named(void **state)
{
    static const struct defect defects[] = {
        {without_title, "PDF/UA-1: no title: XMP has no dc:title\n"},
        {without_title_bar,
         "PDF/UA-1: the title is not shown: no /DisplayDocTitle\n"},
        {with_mute_figure, "PDF/UA-1: 1 figure without /Alt\n"},
        {with_mute_links, "PDF/UA-1: 2 links without /Contents\n"},
        {with_unsorted_page, "PDF/UA-1: 1 page with links and no /Tabs /S\n"},
        {with_skipped_heading, "PDF/UA-1: a level of headings is skipped\n"},
        {with_suspects, "PDF/UA-1: its tags are marked as suspects\n"},
        {encrypted, "PDF/UA-1: encrypted so that no screen reader may read "
                    "it\nPDF/A-3a: it is encrypted\n"},
        {without_intent, "PDF/A-3a: no output intent\n"},
        {without_mark, "PDF/A-3a: no comment of four bytes over 127 follows "
                       "the header\n"},
        {with_rest, "PDF/A-3a: it does not end with %%EOF\n"},
        {without_identifier, "PDF/A-3a: the trailer has no /ID\n"},
        {with_script, "PDF/A-3a: it runs a script or a program\n"},
        {with_contradiction,
         "PDF/UA-1 and PDF/A-3a: XMP gives two values of part\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof defects / sizeof *defects; i++) {
        struct pdf_report pdf_report = sound();
        defects[i].make(&pdf_report);
        assert_string_equal(said(pdf_report), defects[i].said);
    }
}

static void attachments_say_what_they_are(void **state)
{
    struct pdf_report_attachment bare = file;
    struct pdf_report pdf_report = sound();

    (void)state;
    pdf_report.attachments = &bare;
    bare.relationship = "";
    assert_string_equal(
        said(pdf_report),
        "PDF/A-3a: attachment figures.csv: no /AFRelationship\n");
    bare = file;
    bare.associated = false;
    assert_string_equal(said(pdf_report), "");
    pdf_report.code = "E06000032";
    assert_string_equal(
        said(pdf_report),
        "letter: attachment figures.csv: not associated with it\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(claims_are_named_as_people_name_them),
        cmocka_unit_test(what_is_checked_is_said),
        cmocka_unit_test(a_sound_file_has_no_faults),
        cmocka_unit_test(what_is_not_known_does_not_hold),
        cmocka_unit_test(a_missing_tree_fails_both_standards),
        cmocka_unit_test(tagged_is_a_claim),
        cmocka_unit_test(levels_ask_for_no_more_than_they_do),
        cmocka_unit_test(part_one_has_no_attachments),
        cmocka_unit_test(a_language_has_the_form_of_a_tag),
        cmocka_unit_test(each_defect_is_named),
        cmocka_unit_test(attachments_say_what_they_are),
    };

    return cmocka_run_group_tests(tests, make_arena, free_arena);
}
