#include "letter/placeholder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_found(const char *text, size_t from, size_t to)
{
    struct bracket bracket;

    assert_true(placeholder_find(text, 0, strlen(text), &bracket));
    assert_true(bracket.closed);
    assert_int_equal(bracket.from, from);
    assert_int_equal(bracket.to, to);
}

static void brackets_balance(void **state)
{
    assert_found("a ((b)) c", 2, 7);
    assert_found("(((b)))", 1, 6);
    assert_found("((a (b) (c (d)) e))", 0, 19);
    assert_found("((a??b ((c?\?((d)) (e) )) f)) ))", 0, 28);
    assert_found("((a??b) c))", 0, 11);
    assert_found("((a?\?\\) \\)) ))", 0, 14);
    assert_found("((a\nb))", 0, 7);
    assert_found("\\((a ((b))", 5, 10);
    assert_found("\\\\((a))", 2, 7);
}

static void a_blank_line_ends_the_search(void **state)
{
    struct bracket bracket;
    const char *text = "a ((b\n \t\nc)) d";

    assert_true(placeholder_find(text, 0, strlen(text), &bracket));
    assert_false(bracket.closed);
    assert_int_equal(bracket.from, 2);
    assert_int_equal(bracket.to, 5);
}

static void single_brackets_are_none(void **state)
{
    struct bracket bracket;

    assert_false(placeholder_find("", 0, 0, &bracket));
    assert_false(placeholder_find("(a) )) ( (", 0, 10, &bracket));
    assert_false(placeholder_find("\\((a))", 0, 6, &bracket));
}

static void assert_read(const char *text, enum placeholder_kind kind,
                        bool negated, const char *name, const char *inner)
{
    struct arena *arena = arena_new();
    struct bracket bracket;
    struct placeholder placeholder;

    assert_true(placeholder_find(text, 0, strlen(text), &bracket));
    assert_null(placeholder_read(arena, text, bracket, &placeholder));
    assert_int_equal(placeholder.kind, kind);
    assert_int_equal(placeholder.negated, negated);
    assert_string_equal(placeholder.name, name);
    if (inner) {
        assert_int_equal(placeholder.text_end - placeholder.text,
                         strlen(inner));
        assert_memory_equal(text + placeholder.text, inner, strlen(inner));
    }
    arena_free(arena);
}

static void every_kind_is_read(void **state)
{
    assert_read("((a b))", PLACEHOLDER_VALUE, false, "a b", NULL);
    assert_read("((  a\n  b\t))", PLACEHOLDER_VALUE, false, "a b", NULL);
    assert_read("((a\\_b))", PLACEHOLDER_VALUE, false, "a_b", NULL);
    assert_read("((a?))", PLACEHOLDER_OPTIONAL, false, "a", NULL);
    assert_read("((a ??b))", PLACEHOLDER_CHOICE, false, "a", "b");
    assert_read("((^ a?? b?\?c ))", PLACEHOLDER_CHOICE, true, "a", " b?\?c ");
    assert_read("((#a))", PLACEHOLDER_OPEN, false, "a", NULL);
    assert_read("((^a))", PLACEHOLDER_OPEN, true, "a", NULL);
    assert_read("((/ a ))", PLACEHOLDER_CLOSE, false, "a", NULL);
    assert_read("((>a))", PLACEHOLDER_INCLUDE, false, "a", NULL);
}

static void assert_fault(const char *text, const char *fault)
{
    struct arena *arena = arena_new();
    struct bracket bracket;
    struct placeholder placeholder;

    assert_true(placeholder_find(text, 0, strlen(text), &bracket));
    assert_string_equal(placeholder_read(arena, text, bracket, &placeholder),
                        fault);
    arena_free(arena);
}

static void what_is_no_placeholder_is_said(void **state)
{
    assert_fault("(())", "holds no name");
    assert_fault("((# ))", "holds no name");
    assert_fault("((??a))", "holds no name");
    assert_fault("((a?\?))", "has no text after ?\?");
    assert_fault("((#a??b))", "has a text after ??, so it takes no # / or > "
                              "before its name");
    assert_fault("((a ((b)) c))",
                 "holds a placeholder, which may only be after ?\?");
}

#define TEST(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(brackets_balance),
        TEST(a_blank_line_ends_the_search),
        TEST(single_brackets_are_none),
        TEST(every_kind_is_read),
        TEST(what_is_no_placeholder_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
