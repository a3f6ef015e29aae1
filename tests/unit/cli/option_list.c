#include "cli/option_list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct word_array {
    struct arena *arena;
    const char **words;
    size_t count;
    struct error err;
};

static int open_words(void **state)
{
    static struct word_array words;

    words = (struct word_array){.arena = arena_new()};
    *state = &words;
    return 0;
}

static int close_words(void **state)
{
    struct word_array *words = *state;

    arena_free(words->arena);
    return 0;
}

static enum status add(struct word_array *words, const char *list)
{
    return option_list_add(words->arena, "--only", list, &words->words,
                           &words->count, &words->err);
}

static void white_space_around_a_word_is_none_of_it(void **state)
{
    struct word_array *words = *state;

    assert_int_equal(add(words, " E1,\tE2 , E 3\xC2\xA0"), STATUS_OK);
    assert_int_equal(words->count, 3);
    assert_string_equal(words->words[0], "E1");
    assert_string_equal(words->words[1], "E2");
    assert_string_equal(words->words[2], "E 3");
}

static void lists_add_up(void **state)
{
    struct word_array *words = *state;

    assert_int_equal(add(words, "E1"), STATUS_OK);
    assert_int_equal(add(words, "E2,E1"), STATUS_OK);
    assert_int_equal(words->count, 3);
    assert_string_equal(words->words[0], "E1");
    assert_string_equal(words->words[1], "E2");
    assert_string_equal(words->words[2], "E1");
}

static void a_comma_may_end_the_list(void **state)
{
    struct word_array *words = *state;

    assert_int_equal(add(words, "E1,E2, "), STATUS_OK);
    assert_int_equal(words->count, 2);
}

static void nothing_before_a_comma_is_refused(void **state)
{
    static const char *const lists[] = {"E1,,E2", "E1, ,E2", ",E1", "E1,,",
                                        ","};
    struct word_array *words = *state;

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        words->err = (struct error){.code = ""};
        assert_int_equal(add(words, lists[i]), STATUS_INPUT);
        assert_int_equal(words->err.rule, RULE_USAGE);
        assert_string_equal(words->err.field, "--only");
        assert_int_equal(words->count, 0);
    }
}

static void no_word_at_all_is_refused(void **state)
{
    struct word_array *words = *state;

    assert_int_equal(add(words, ""), STATUS_INPUT);
    assert_string_equal(words->err.message, "names nothing");
    words->err = (struct error){.code = ""};
    assert_int_equal(add(words, " \t"), STATUS_INPUT);
}

#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, open_words, close_words)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(white_space_around_a_word_is_none_of_it),
        TEST(lists_add_up),
        TEST(a_comma_may_end_the_list),
        TEST(nothing_before_a_comma_is_refused),
        TEST(no_word_at_all_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
