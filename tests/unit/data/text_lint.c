#include "data/text_lint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_odd(const char *text, enum diagnostic_id rule, size_t offset,
                       const char *words)
{
    struct text_lint text_lint;

    assert_true(text_lint_find(text, &text_lint));
    assert_int_equal(text_lint.rule, rule);
    assert_int_equal(text_lint.offset, offset);
    assert_string_equal(text_lint.words, words);
}

static void assert_even(const char *text)
{
    struct text_lint text_lint;

    assert_false(text_lint_find(text, &text_lint));
}

/* Each wrong text was made with: printf '<right>' | iconv -f CP1252 -t UTF-8 */
static void misread_utf_8_is_found_with_what_it_was(void **state)
{
    assert_odd("Ynys M\xC3\x83\xC2\xB4n", RULE_TEXT_MOJIBAKE, 6,
               "\"\xC3\x83\xC2\xB4\" looks like a misread \"\xC3\xB4\"");
    assert_odd("St Aldhelm\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2s",
               RULE_TEXT_MOJIBAKE, 10,
               "\"\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2\" looks like a misread "
               "\"\xE2\x80\x99\"");
    assert_odd("D\xC3\x85\xC2\xB5r", RULE_TEXT_MOJIBAKE, 1,
               "\"\xC3\x85\xC2\xB5\" looks like a misread \"\xC5\xB5\"");
    assert_odd("\xC3\x82\xC2\xA3"
               "5",
               RULE_TEXT_MOJIBAKE, 0,
               "\"\xC3\x82\xC2\xA3\" looks like a misread \"\xC2\xA3\"");
    assert_odd("Caf\xEF\xBF\xBD", RULE_TEXT_MOJIBAKE, 3,
               "U+FFFD shows that a letter was lost");
}

static void right_letters_are_no_mojibake(void **state)
{
    assert_even("");
    assert_even("Glan D\xC5\xB5r Borough Council");
    assert_even("Ynys M\xC3\xB4n \xE2\x80\x93 \xE2\x80\x9Cthe island\xE2\x80"
                "\x9D, \xE2\x82\xAC"
                "5 \xC2\xA3"
                "5");
    assert_even("\xC3\x82rdal \xC3\x83o \xC3\x85s");
    assert_even("CAF\xC3\x89\xC2\xBB");
    assert_even("\xC3\xA2\xE2\x82\xAC");
}

static void invisible_characters_are_named(void **state)
{
    assert_odd("Lu\xE2\x80\x8Bton", RULE_TEXT_INVISIBLE, 2,
               "invisible character U+200B");
    assert_odd("a\x01", RULE_TEXT_CONTROL, 1, "control character U+0001");
    assert_odd("a\xC2\x85", RULE_TEXT_CONTROL, 1, "control character U+0085");
    assert_odd("a\xF3\xA0\x81\x81", RULE_TEXT_INVISIBLE, 1,
               "invisible character U+E0041");
    assert_odd("\xE3\x85\xA4", RULE_TEXT_INVISIBLE, 0,
               "invisible character U+3164");
    assert_odd("a\xC2\xADz", RULE_TEXT_INVISIBLE, 1,
               "invisible character U+00AD");
    assert_even("a\tb\r\nc\nd");
    assert_even("no\xC2\xA0"
                "break");
}

static void doubled_spaces_are_found_inside_sentences_only(void **state)
{
    assert_odd("Luton  Borough", RULE_TEXT_DOUBLE_SPACE, 5,
               "two spaces running");
    assert_odd("a   b", RULE_TEXT_DOUBLE_SPACE, 1, "two spaces running");
    assert_even("One.  Two!  Three");
    assert_even("* a\n  b");
    assert_even("end  ");
    assert_even("a b c");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(misread_utf_8_is_found_with_what_it_was),
        cmocka_unit_test(right_letters_are_no_mojibake),
        cmocka_unit_test(invisible_characters_are_named),
        cmocka_unit_test(doubled_spaces_are_found_inside_sentences_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
