#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"
#include "base/name_match.h"

static struct arena *arena;

static int open_arena(void **state)
{
    arena = arena_new();
    return 0;
}

static int close_arena(void **state)
{
    arena_free(arena);
    return 0;
}

static void bad_utf8_is_found_where_it_stands(void **state)
{
    size_t bad = 99;

    assert_true(utf8_check("caf\xC3\xA9", 5, NULL));
    assert_false(utf8_check("caf\xE9", 4, &bad));
    assert_int_equal(bad, 3);
    assert_false(utf8_check("a\0b", 3, &bad));
    assert_int_equal(bad, 1);
    /* an overlong slash, a surrogate, past U+10FFFF: Unicode 15, D92 */
    assert_false(utf8_check("\xC0\xAF", 2, NULL));
    assert_false(utf8_check("\xED\xA0\x80", 3, NULL));
    assert_false(utf8_check("\xF4\x90\x80\x80", 4, NULL));
}

static void file_names_are_ascii_and_lower_case(void **state)
{
    static const struct {
        const char *text;
        const char *slug;
    } cases[] = {
        {"E06000032-Luton Borough Council", "e06000032-luton-borough-council"},
        {"Bournemouth, Christchurch and Poole Council",
         "bournemouth-christchurch-and-poole-council"},
        {"London Borough of Hammersmith & Fulham",
         "london-borough-of-hammersmith-fulham"},
        {"King's Lynn", "kings-lynn"},
        {"King\xE2\x80\x99s Lynn", "kings-lynn"},
        {"C\xC5\xB5mbach", "cwmbach"},
        {"Stra\xC3\x9F"
         "e \xC5\x81\xC3\xB3"
         "d\xC5\xBA",
         "strasse-lodz"},
        {"../../etc/passwd", "etc-passwd"},
        {"...", ""},
        {"\xE6\x9D\xB1\xE4\xBA\xAC", ""},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(utf8_slug(arena, cases[i].text, 120),
                            cases[i].slug);
}

static void long_file_names_are_cut_within_the_limit(void **state)
{
    char text[400];

    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_int_equal(strlen(utf8_slug(arena, text, 120)), 120);
    text[110] = ' ';
    assert_int_equal(strlen(utf8_slug(arena, text, 120)), 110);
    text[110] = 'x';
    text[120] = ' ';
    assert_int_equal(strlen(utf8_slug(arena, text, 120)), 120);
}

static void names_fold_case_spaces_dashes_and_underscores(void **state)
{
    assert_true(
        name_match_equal("Satisfactory-Remedies", "satisfactory_remedies"));
    assert_true(name_match_equal("Job Title", "jobtitle"));
    assert_true(name_match_equal("\xC5\xB4", "\xC5\xB5"));
    assert_false(name_match_equal("upheld", "uphold"));
    assert_false(name_match_equal("a", ""));
    assert_string_equal(name_match_fold(arena, " Chief_Executive-2 "),
                        "chiefexecutive2");
}

static void mistyped_names_get_a_suggestion(void **state)
{
    static const char *const names[] = {"code", "name", "chief_executive",
                                        "job_title", "upheld"};

    assert_string_equal(name_match_suggest("chief_exec", names, 5),
                        "chief_executive");
    assert_string_equal(name_match_suggest("uphled", names, 5), "upheld");
    assert_string_equal(name_match_suggest("nmae", names, 5), "name");
    assert_null(name_match_suggest("population", names, 5));
    assert_null(name_match_suggest("x", names, 0));
}

static void white_space_of_all_kinds_is_blank(void **state)
{
    assert_true(utf8_is_blank(""));
    assert_true(utf8_is_blank(" \t\r\n\xC2\xA0\xE2\x80\xAF"));
    assert_false(utf8_is_blank(" . "));
    assert_string_equal(utf8_trim(arena, "\xC2\xA0 a b \n"), "a b");
    assert_string_equal(utf8_trim(arena, " \n"), "");
}

/* Neighbours, from DerivedBidiClass.txt: U+058F is ET, U+05BE R, U+07FF R,
 * U+08A0 AL, U+0905 L, U+FB1C unassigned, U+FB1D R, U+FEFC AL, U+FEFF BN. */
static void scripts_from_right_to_left_are_known(void **state)
{
    static const uint32_t leftward[] = {0x5BE,  0x5D0,  0x627,   0x7FF,  0x8A0,
                                        0xFB1D, 0xFEFC, 0x10900, 0x1E900};
    static const uint32_t rightward[] = {'A',    0x175,  0x58F,  0x905,
                                         0x4E2D, 0xFB01, 0xFEFF, 0x1F600};

    for (size_t i = 0; i < sizeof leftward / sizeof *leftward; i++)
        assert_true(utf8_is_rtl(leftward[i]));
    for (size_t i = 0; i < sizeof rightward / sizeof *rightward; i++)
        assert_false(utf8_is_rtl(rightward[i]));
}

static void cut_texts_end_between_characters(void **state)
{
    char text[5];

    assert_string_equal(utf8_copy(text, sizeof text, "abc\xC3\xA9"), "abc");
}

static void days_that_do_not_exist_are_refused(void **state)
{
    struct date date;
    char words[DATE_WORDS_SIZE];

    assert_true(date_parse("2022-07-20", &date));
    assert_string_equal(date_print_words(words, date, "en-GB"), "20 July 2022");
    assert_string_equal(date_print_words(words, date, "cy"),
                        "20 Gorffennaf 2022");
    assert_string_equal(date_print_words(words, date, "CY-gb"),
                        "20 Gorffennaf 2022");
    assert_string_equal(date_print_words(words, date, "cym"), "20 July 2022");
    assert_string_equal(date_print_iso(words, date), "2022-07-20");
    assert_true(date_parse("2020-02-29", &date));
    assert_false(date_parse("2022-02-29", &date));
    assert_false(date_parse("1900-02-29", &date));
    assert_false(date_parse("2022-7-20", &date));
    assert_false(date_parse("2022-13-01", &date));
    assert_false(date_parse("20 July 2022", &date));
    assert_false(date_parse("2022-07-20 ", &date));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_utf8_is_found_where_it_stands),
        cmocka_unit_test(file_names_are_ascii_and_lower_case),
        cmocka_unit_test(long_file_names_are_cut_within_the_limit),
        cmocka_unit_test(names_fold_case_spaces_dashes_and_underscores),
        cmocka_unit_test(mistyped_names_get_a_suggestion),
        cmocka_unit_test(white_space_of_all_kinds_is_blank),
        cmocka_unit_test(scripts_from_right_to_left_are_known),
        cmocka_unit_test(cut_texts_end_between_characters),
        cmocka_unit_test(days_that_do_not_exist_are_refused),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
