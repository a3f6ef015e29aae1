#include "letter/run_builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct ink plain = {0, NULL, NULL, {"a", 1, 1}};
static const struct ink bold = {STYLE_BOLD, NULL, NULL, {"a", 1, 9}};
static const struct ink cell = {0, NULL, NULL, {"b", 2, 2}};

/* Runs parted by bars, a hard line break as a slash. */
static void assert_written(struct pen *pen, const char *expected)
{
    const struct words words = pen_finish(pen);
    struct buffer shown = buffer_new(1024);

    for (size_t i = 0; i < words.count; i++) {
        const char *text = words.runs[i].text;
        buffer_add_text(&shown, i ? "|" : "");
        buffer_add_text(&shown, strcmp(text, "\n") == 0 ? "/" : text);
    }
    assert_string_equal(buffer_text(&shown), expected);
    buffer_free(&shown);
}

static void runs_that_look_the_same_are_joined(void **state)
{
    struct arena *arena = arena_new();
    struct pen pen = pen_new(arena);

    (void)state;
    pen_text(&pen, "a ", plain);
    pen_value(&pen, "b", cell);
    pen_text(&pen, " c", plain);
    pen_text(&pen, "d", bold);
    pen_text(&pen, "e", bold);
    assert_written(&pen, "a b c|de");
    pen_free(&pen);
    arena_free(arena);
}

static void a_run_is_placed_where_its_first_value_is(void **state)
{
    struct arena *arena = arena_new();
    struct pen pen = pen_new(arena);
    struct words words;

    (void)state;
    pen_text(&pen, "a ", plain);
    pen_value(&pen, "b", cell);
    pen_text(&pen, "c", bold);
    words = pen_finish(&pen);
    assert_string_equal(words.runs[0].place.file, "b");
    assert_int_equal(words.runs[1].place.column, 9);
    pen_free(&pen);
    arena_free(arena);
}

static void one_space_is_enough(void **state)
{
    struct arena *arena = arena_new();
    struct pen pen = pen_new(arena);

    (void)state;
    pen_text(&pen, " a ", plain);
    pen_text(&pen, " ", bold);
    pen_text(&pen, " b ", plain);
    pen_value(&pen, " \t c  d ", cell);
    pen_text(&pen, " ", bold);
    assert_written(&pen, "a b c d");
    pen_text(&pen, "a ", plain);
    pen_value(&pen, " ", bold);
    assert_written(&pen, "a");
    assert_written(&pen, "");
    pen_free(&pen);
    arena_free(arena);
}

static void no_space_stands_beside_a_break(void **state)
{
    struct arena *arena = arena_new();
    struct pen pen = pen_new(arena);

    (void)state;
    pen_break(&pen, plain);
    pen_text(&pen, "a ", plain);
    pen_break(&pen, plain);
    pen_text(&pen, " b", plain);
    pen_value(&pen, "c \r\n d\re\n\nf\n", cell);
    assert_written(&pen, "a|/|bc|/|d|/|e|/|/|f");
    pen_free(&pen);
    arena_free(arena);
}

static void a_line_that_vanished_takes_its_break_along(void **state)
{
    struct arena *arena = arena_new();
    struct pen pen = pen_new(arena);

    (void)state;
    pen_text(&pen, "a", plain);
    pen_break(&pen, plain);
    pen_vanish(&pen);
    pen_break(&pen, plain);
    pen_text(&pen, "b", plain);
    /* meant to be empty */
    pen_break(&pen, plain);
    pen_break(&pen, plain);
    pen_text(&pen, "c", plain);
    assert_written(&pen, "a|/|b|/|/|c");
    pen_free(&pen);
    arena_free(arena);
}

static void text_alone_is_not_copied(void **state)
{
    struct arena *arena = arena_new();
    struct pen pen = pen_new(arena);
    struct words words;

    (void)state;
    static const char text[] = "a b";
    pen_text(&pen, text, plain);
    words = pen_finish(&pen);
    assert_ptr_equal(words.runs[0].text, text);
    pen_free(&pen);
    arena_free(arena);
}

#define TEST(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(runs_that_look_the_same_are_joined),
        TEST(a_run_is_placed_where_its_first_value_is),
        TEST(one_space_is_enough),
        TEST(no_space_stands_beside_a_break),
        TEST(a_line_that_vanished_takes_its_break_along),
        TEST(text_alone_is_not_copied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
