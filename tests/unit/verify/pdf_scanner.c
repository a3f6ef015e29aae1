#include "verify/pdf_scanner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* @return how much of the text a value takes, from its first byte; -1: none */
static long value_length(const char *text, size_t *stated)
{
    struct pdf_scanner scanner = {text, text + strlen(text)};

    return pdf_scanner_value(&scanner, stated) ? scanner.at - text : -1;
}

static void assert_value(const char *text, long length)
{
    size_t stated;

    assert_int_equal(value_length(text, &stated), length);
}

static void a_value_ends_where_it_ends(void **state)
{
    assert_value("12 0 R", 2);
    assert_value("/Name/Other", 5);
    assert_value("(a(b)c\\)) x", 9);
    assert_value("<0a 1F> x", 7);
    assert_value("[1 [2] <</A(])>>] x", 17);
    assert_value("<</A<<>>/B[]>>stream", 14);
}

static void what_readers_may_read_in_two_ways_is_no_value(void **state)
{
    static const char *const texts[] = {
        "",         "]",         "[",   "[1>>",       "<<]",      "<</A",
        "(a",       "<0g>",      "{1}", "[1 % a\n2]", "<</A(b>>", "\x80",
        "[\x00 1]", "<</A 1]>>", ">>",  "<",          ")"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_value(texts[i], -1);
}

static void depth_has_a_limit(void **state)
{
    char text[201] = "";

    memset(text, '[', 100);
    memset(text + 100, ']', 100);
    assert_value(text, -1);
    assert_value(text + 50, 100);
}

static void the_length_of_a_stream_is_its_own(void **state)
{
    size_t stated;

    assert_int_equal(value_length("<</Length 12>>", &stated), 14);
    assert_int_equal(stated, 12);
    (void)value_length("<</A<</Length 3>>/B[/Length 4]>>", &stated);
    assert_true(stated == SIZE_MAX);
    (void)value_length("<</A<</Length 3>>/Length 5>>", &stated);
    assert_int_equal(stated, 5);
}

static void words_and_numbers_are_taken_or_left(void **state)
{
    static const char text[] = " 7 obj -1";
    struct pdf_scanner scanner = {text, text + sizeof text - 1};
    size_t number;

    assert_false(pdf_scanner_take(&scanner, "obj"));
    assert_true(pdf_scanner_number(&scanner, &number));
    assert_int_equal(number, 7);
    assert_false(pdf_scanner_number(&scanner, &number));
    assert_false(pdf_scanner_take(&scanner, "ob"));
    assert_true(pdf_scanner_take(&scanner, "obj"));
    assert_false(pdf_scanner_number(&scanner, &number));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_ends_where_it_ends),
        cmocka_unit_test(what_readers_may_read_in_two_ways_is_no_value),
        cmocka_unit_test(depth_has_a_limit),
        cmocka_unit_test(the_length_of_a_stream_is_its_own),
        cmocka_unit_test(words_and_numbers_are_taken_or_left),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
