#include "letter/run_builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct run_style plain = {0, NULL, NULL, {"a", 1, 1}};
static const struct run_style bold = {STYLE_BOLD, NULL, NULL, {"a", 1, 9}};
static const struct run_style cell = {0, NULL, NULL, {"b", 2, 2}};

/* Runs parted by bars, a hard line break as a slash. */
static void assert_written(struct run_builder *run_builder,
                           const char *expected)
{
    const struct inline_text words = run_builder_finish(run_builder);
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
    struct run_builder run_builder = run_builder_new(arena);

    run_builder_text(&run_builder, "a ", plain);
    run_builder_value(&run_builder, "b", cell);
    run_builder_text(&run_builder, " c", plain);
    run_builder_text(&run_builder, "d", bold);
    run_builder_text(&run_builder, "e", bold);
    assert_written(&run_builder, "a b c|de");
    run_builder_free(&run_builder);
    arena_free(arena);
}

/* "a " and " c" come from the text, the b between them from the cell. */
static void the_parts_of_a_run_know_where_they_come_from(void **state)
{
    struct arena *arena = arena_new();
    struct run_builder run_builder = run_builder_new(arena);
    struct inline_text words;

    run_builder_text(&run_builder, "a ", plain);
    run_builder_value(&run_builder, "b", cell);
    run_builder_text(&run_builder, " c", plain);
    words = run_builder_finish(&run_builder);
    assert_int_equal(words.count, 1);
    assert_int_equal(words.runs[0].origins.count, 3);
    assert_int_equal(words.runs[0].origins.items[1].offset, 2);
    assert_string_equal(words.runs[0].origins.items[1].location.file, "b");
    assert_int_equal(words.runs[0].origins.items[2].offset, 3);
    assert_string_equal(words.runs[0].origins.items[2].location.file, "a");
    run_builder_free(&run_builder);
    arena_free(arena);
}

static void a_run_is_placed_where_its_first_value_is(void **state)
{
    struct arena *arena = arena_new();
    struct run_builder run_builder = run_builder_new(arena);
    struct inline_text words;

    run_builder_text(&run_builder, "a ", plain);
    run_builder_value(&run_builder, "b", cell);
    run_builder_text(&run_builder, "c", bold);
    words = run_builder_finish(&run_builder);
    assert_string_equal(words.runs[0].location.file, "b");
    assert_int_equal(words.runs[1].location.column, 9);
    run_builder_free(&run_builder);
    arena_free(arena);
}

static void one_space_is_enough(void **state)
{
    struct arena *arena = arena_new();
    struct run_builder run_builder = run_builder_new(arena);

    run_builder_text(&run_builder, " a ", plain);
    run_builder_text(&run_builder, " ", bold);
    run_builder_text(&run_builder, " b ", plain);
    run_builder_value(&run_builder, " \t c  d ", cell);
    run_builder_text(&run_builder, " ", bold);
    assert_written(&run_builder, "a b c d");
    run_builder_text(&run_builder, "a ", plain);
    run_builder_value(&run_builder, " ", bold);
    assert_written(&run_builder, "a");
    assert_written(&run_builder, "");
    run_builder_free(&run_builder);
    arena_free(arena);
}

static void no_space_stands_beside_a_break(void **state)
{
    struct arena *arena = arena_new();
    struct run_builder run_builder = run_builder_new(arena);

    run_builder_break(&run_builder, plain);
    run_builder_text(&run_builder, "a ", plain);
    run_builder_break(&run_builder, plain);
    run_builder_text(&run_builder, " b", plain);
    run_builder_value(&run_builder, "c \r\n d\re\n\nf\n", cell);
    assert_written(&run_builder, "a|/|bc|/|d|/|e|/|/|f");
    run_builder_free(&run_builder);
    arena_free(arena);
}

static void a_line_that_vanished_takes_its_break_along(void **state)
{
    struct arena *arena = arena_new();
    struct run_builder run_builder = run_builder_new(arena);

    run_builder_text(&run_builder, "a", plain);
    run_builder_break(&run_builder, plain);
    run_builder_vanish(&run_builder);
    run_builder_break(&run_builder, plain);
    run_builder_text(&run_builder, "b", plain);
    /* meant to be empty */
    run_builder_break(&run_builder, plain);
    run_builder_break(&run_builder, plain);
    run_builder_text(&run_builder, "c", plain);
    assert_written(&run_builder, "a|/|b|/|/|c");
    run_builder_free(&run_builder);
    arena_free(arena);
}

#define TEST(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(runs_that_look_the_same_are_joined),
        TEST(the_parts_of_a_run_know_where_they_come_from),
        TEST(a_run_is_placed_where_its_first_value_is),
        TEST(one_space_is_enough),
        TEST(no_space_stands_beside_a_break),
        TEST(a_line_that_vanished_takes_its_break_along),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
