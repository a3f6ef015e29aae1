#include "cli/options.h"

#include <getopt.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct reading {
    struct arena *arena;
    struct options options;
    struct error err;
};

static int open_reading(void **state)
{
    static struct reading reading;

    reading = (struct reading){.arena = arena_new()};
    *state = &reading;
    return 0;
}

static int close_reading(void **state)
{
    struct reading *reading = *state;

    arena_free(reading->arena);
    return 0;
}

enum { WORDS_MAX = 8 };

static enum status read(struct reading *reading, const char *const *given)
{
    char *words[WORDS_MAX + 1] = {arena_strdup(reading->arena, "lettermill")};
    int count = 1;

    for (; given[count - 1]; count++)
        words[count] = arena_strdup(reading->arena, given[count - 1]);
    optind = 0; /* as for a new command line */
    reading->err = (struct error){.code = ""};
    return options_read(reading->arena, count, words, &reading->options,
                        &reading->err);
}

#define READ(reading, ...)                                                     \
    read((reading), (const char *const[]){__VA_ARGS__, NULL})

static void white_space_around_a_word_is_none_of_it(void **state)
{
    struct reading *reading = *state;
    const struct options *options = &reading->options;

    assert_int_equal(READ(reading, "--only", " E1,\tE2 , E 3\xC2\xA0"),
                     STATUS_OK);
    assert_int_equal(options->only.count, 3);
    assert_string_equal(options->only.items[0], "E1");
    assert_string_equal(options->only.items[1], "E2");
    assert_string_equal(options->only.items[2], "E 3");
}

static void lists_add_up(void **state)
{
    struct reading *reading = *state;
    const struct options *options = &reading->options;

    assert_int_equal(READ(reading, "--only", "E1", "--only=E2,E1"), STATUS_OK);
    assert_int_equal(options->only.count, 3);
    assert_string_equal(options->only.items[0], "E1");
    assert_string_equal(options->only.items[1], "E2");
    assert_string_equal(options->only.items[2], "E1");
}

static void a_comma_may_end_the_list(void **state)
{
    struct reading *reading = *state;

    assert_int_equal(READ(reading, "--resend", "E1,E2, "), STATUS_OK);
    assert_int_equal(reading->options.mail.resend.count, 2);
}

static void nothing_before_a_comma_is_refused(void **state)
{
    static const char *const lists[] = {"E1,,E2", "E1, ,E2", ",E1", "E1,,",
                                        ","};
    struct reading *reading = *state;

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        assert_int_equal(READ(reading, "--only", lists[i]), STATUS_INPUT);
        assert_int_equal(reading->err.rule, RULE_USAGE);
        assert_string_equal(reading->err.field, "--only");
    }
}

static void no_word_at_all_is_refused(void **state)
{
    struct reading *reading = *state;

    assert_int_equal(READ(reading, "--only", ""), STATUS_INPUT);
    assert_string_equal(reading->err.message, "names nothing");
    assert_int_equal(READ(reading, "--only", " \t"), STATUS_INPUT);
}

static void each_value_goes_to_its_field(void **state)
{
    struct reading *reading = *state;
    const struct options *options = &reading->options;

    assert_int_equal(READ(reading, "-j", "7", "--wait=0", "--confirm", "12",
                          "-q", "--trust=a.pem", "--trust=b.pem"),
                     STATUS_OK);
    assert_int_equal(options->jobs, 7);
    assert_int_equal(options->mail.wait, 0);
    assert_true(options->mail.confirmed);
    assert_int_equal(options->mail.confirm, 12);
    assert_true(options->quiet);
    assert_false(options->verbose);
    assert_int_equal(options->trust.count, 2);
    assert_string_equal(options->trust.items[1], "b.pem");
    assert_int_equal(options->given_count, 5);
}

static void a_number_out_of_range_is_refused(void **state)
{
    struct reading *reading = *state;

    assert_int_equal(READ(reading, "--jobs", "1024"), STATUS_OK);
    assert_int_equal(READ(reading, "--jobs", "1025"), STATUS_INPUT);
    assert_string_equal(reading->err.field, "--jobs");
    assert_string_equal(reading->err.message,
                        "is a number from 1 to 1024, not: 1025");
    assert_int_equal(READ(reading, "-j", "many"), STATUS_INPUT);
    assert_string_equal(reading->err.field, "--jobs");
}

static void an_empty_path_is_refused(void **state)
{
    struct reading *reading = *state;

    assert_int_equal(READ(reading, "-o", ""), STATUS_INPUT);
    assert_string_equal(reading->err.message, "names no folder");
    assert_int_equal(READ(reading, "--seal="), STATUS_INPUT);
    assert_string_equal(reading->err.message, "names no file");
    assert_int_equal(READ(reading, "--tsa="), STATUS_INPUT);
    assert_string_equal(reading->err.message, "names no URL");
}

#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, open_reading, close_reading)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(white_space_around_a_word_is_none_of_it),
        TEST(lists_add_up),
        TEST(a_comma_may_end_the_list),
        TEST(nothing_before_a_comma_is_refused),
        TEST(no_word_at_all_is_refused),
        TEST(each_value_goes_to_its_field),
        TEST(a_number_out_of_range_is_refused),
        TEST(an_empty_path_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
