#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pdf/pdf_syntax.h"

static struct buffer out;

static int set_up(void **state)
{
    out = buffer_new(1000000);
    return 0;
}

static int tear_down(void **state)
{
    buffer_free(&out);
    return 0;
}

static const char *text(const char *words)
{
    buffer_clear(&out);
    pdf_syntax_add_text(&out, words);
    return buffer_text(&out);
}

static void printable_ascii_is_a_literal(void **state)
{
    assert_string_equal(text("Luton 2022"), "(Luton 2022)");
    assert_string_equal(text(""), "()");
    assert_string_equal(text(NULL), "()");
}

static void brackets_and_backslashes_are_escaped(void **state)
{
    assert_string_equal(text("a (b\\c)"), "(a \\(b\\\\c\\))");
}

/* U+0175 and, beyond 16 bits, U+1F600 as the pair D83D DE00 (RFC 2781). */
static void other_text_is_utf16_with_a_mark(void **state)
{
    assert_string_equal(text("\u0175y"), "<FEFF01750079>");
    assert_string_equal(text("\U0001F600"), "<FEFFD83DDE00>");
    assert_string_equal(text("a\nb"), "<FEFF0061000A0062>");
}

/* A dash, a curly apostrophe, an e with acute; a thorn, which begins the mark
 * of UTF-16. Codes from ISO 32000-1, table D.2: 205, 220, 351 octal. */
static void everyday_typography_stays_short(void **state)
{
    assert_string_equal(text("1\u20132 King\u2019s Caf\u00E9"),
                        "(1\2052 King\220s Caf\351)");
    assert_string_equal(text("\u00FEa"), "<FEFF00FE0061>");
    assert_string_equal(text("a\u00AD"), "<FEFF006100AD>");
}

static void names_escape_what_is_not_regular(void **state)
{
    pdf_syntax_add_name(&out, "text/csv");
    pdf_syntax_add_name(&out, "A B#\u00E9");
    assert_string_equal(out.bytes, "/text#2Fcsv/A#20B#23#C3#A9");
}

static void references_and_dates_have_their_form(void **state)
{
    pdf_syntax_add_reference(&out, 12);
    pdf_syntax_add_date(&out, (struct date){2022, 7, 5});
    assert_string_equal(out.bytes, " 12 0 R(D:20220705000000Z)");
}

static void hundredths_drop_zeros_and_know_no_minus_zero(void **state)
{
    static const long values[] = {0, 5, -5, 10, 1200, -1234, 84189};

    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        pdf_syntax_add_hundredths(&out, values[i]);
    assert_string_equal(out.bytes, "0 .05 -.05 .1 12 -12.34 841.89 ");
    assert_int_equal(pdf_syntax_hundredths(-0.004), 0);
    assert_int_equal(pdf_syntax_hundredths(0.125), 13);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(printable_ascii_is_a_literal),
        TEST(brackets_and_backslashes_are_escaped),
        TEST(other_text_is_utf16_with_a_mark),
        TEST(everyday_typography_stays_short),
        TEST(names_escape_what_is_not_regular),
        TEST(references_and_dates_have_their_form),
        TEST(hundredths_drop_zeros_and_know_no_minus_zero),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
