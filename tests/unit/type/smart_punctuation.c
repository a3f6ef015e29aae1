#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "type/smart_punctuation.h"

struct example {
    const char *source;
    const char *drawn;
};

/* What is drawn, as UTF-8. */
static char *draw(const char *source)
{
    const size_t length = strlen(source);
    char *display_text = malloc(length + 1);
    char *drawn = calloc(length + 1, 4);
    const char *at = display_text;
    size_t end = 0;

    smart_punctuation_apply(source, length, display_text);
    while (at < display_text + length) {
        uint32_t plain;
        const uint32_t letter = smart_punctuation_next(&at, &plain);
        if (letter)
            end += utf8_encode(letter, drawn + end);
    }
    free(display_text);
    return drawn;
}

static void expect(const struct example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *drawn = draw(examples[i].source);
        assert_string_equal(drawn, examples[i].drawn);
        free(drawn);
    }
}

#define EXPECT(examples)                                                       \
    expect((examples), sizeof(examples) / sizeof *(examples))

static void quotes_turn_to_their_side(void **state)
{
    static const struct example examples[] = {
        {"\"fault\"", "“fault”"},
        {"a \"fault\" here", "a “fault” here"},
        {"('fault')", "(‘fault’)"},
        {"[\"a\", \"b\"]", "[“a”, “b”]"},
        {"she said 'yes'.", "she said ‘yes’."},
        {"\"He said 'no'.\"", "“He said ‘no’.”"},
        {"'He said \"no\"'", "‘He said “no”’"},
        {"end.\" \"Next", "end.” “Next"},
        {"\u2014\"so\"\u2014", "\u2014“so”\u2014"},
        {"pre-\"modern\"", "pre-“modern”"},
        {"\u00A0\"so\"\u00A0", "\u00A0“so”\u00A0"},
        {"and/'or'", "and/‘or’"},
        {"'pre-', 'post-'", "‘pre-’, ‘post-’"},
        {"\"...and\"", "“...and”"},
        {"\"\u00C9cole\"", "“\u00C9cole”"},
        {"line\n\"two\"", "line\n“two”"},
    };

    EXPECT(examples);
}

static void apostrophes_close(void **state)
{
    static const struct example examples[] = {
        {"it's", "it’s"},
        {"the council's work", "the council’s work"},
        {"councils' work", "councils’ work"},
        {"caf\u00E9's", "caf\u00E9’s"},
        {"the 1990's", "the 1990’s"},
        {"the '90s", "the ’90s"},
        {"in '22, too", "in ’22, too"},
        {"'tis so", "’tis so"},
        {"'Twas", "’Twas"},
        {"give 'em this", "give ’em this"},
        {"rock 'n' roll", "rock ’n’ roll"},
        {"'emergency'", "‘emergency’"},
        {"'2022'", "‘2022’"},
    };

    EXPECT(examples);
}

static void quotes_of_no_side_stay_straight(void **state)
{
    static const struct example examples[] = {
        {"'", "'"},
        {"\"", "\""},
        {"a \" b", "a \" b"},
        {"a ' b", "a ' b"},
    };

    EXPECT(examples);
}

static void addresses_are_left_alone(void **state)
{
    static const struct example examples[] = {
        {"https://a.org/it's", "https://a.org/it's"},
        {"www.a.org/?q=\"x\"y", "www.a.org/?q=\"x\"y"},
        {"mailto:o'neill@a.org", "mailto:o'neill@a.org"},
        {"(\"www.a.org\")", "(“www.a.org”)"},
        {"'https://a.org/'.", "‘https://a.org/’."},
        {"e.g. it's", "e.g. it’s"},
    };

    EXPECT(examples);
}

static void hyphen_between_spaces_is_a_dash(void **state)
{
    static const struct example examples[] = {
        {"this - that", "this – that"},
        {"this -\u00A0that", "this –\u00A0that"},
        {"well-known", "well-known"},
        {"- item", "- item"},
        {"this -", "this -"},
        {"-5 degrees", "-5 degrees"},
        {"pre- and post-", "pre- and post-"},
        {"a -- b", "a -- b"},
        {"one\n- two", "one\n- two"},
        {"a - \"b\" - c", "a – “b” – c"},
    };

    EXPECT(examples);
}

static void empty_text_stays_empty(void **state)
{
    char display_text[1] = "x";

    smart_punctuation_apply("", 0, display_text);
    assert_int_equal(display_text[0], 0);
}

static void dressed_text_is_as_long_as_its_source(void **state)
{
    const char *source = "\"It's\" - \u00A3'90\u2019";
    char display_text[64];

    smart_punctuation_apply(source, strlen(source), display_text);
    assert_int_equal(strlen(display_text), strlen(source));
    assert_int_equal(display_text[0], SMART_OPEN_DOUBLE);
    assert_int_equal(display_text[3], SMART_CLOSE_SINGLE);
    assert_int_equal(display_text[5], SMART_CLOSE_DOUBLE);
    assert_int_equal(display_text[7], SMART_DASH);
    assert_memory_equal(display_text + 9, "\u00A3", 2);
}

/* Its codes are control characters: those of the source must not pass. */
static void control_characters_draw_nothing(void **state)
{
    static const struct example examples[] = {
        {"a\1b\2c\7d", "abcd"},
    };

    EXPECT(examples);
}

static void plain_letter_stands_in_for_a_dressed_one(void **state)
{
    const char *at = "\1\2\3\4\5\6\7x";
    uint32_t plain;

    assert_int_equal(smart_punctuation_next(&at, &plain), 0x2018);
    assert_int_equal(plain, '\'');
    assert_int_equal(smart_punctuation_next(&at, &plain), 0x2019);
    assert_int_equal(plain, '\'');
    assert_int_equal(smart_punctuation_next(&at, &plain), 0x201C);
    assert_int_equal(plain, '"');
    assert_int_equal(smart_punctuation_next(&at, &plain), 0x201D);
    assert_int_equal(plain, '"');
    assert_int_equal(smart_punctuation_next(&at, &plain), 0x2013);
    assert_int_equal(plain, '-');
    assert_int_equal(smart_punctuation_next(&at, &plain), '-');
    assert_int_equal(smart_punctuation_next(&at, &plain), 'x');
    assert_int_equal(plain, 'x');
}

static void soft_hyphen_is_shown_on_demand(void **state)
{
    char text[] = "co\u00ADop";
    const char *at = text + 2;
    uint32_t plain;

    smart_punctuation_show_hyphen(text + 2);
    assert_int_equal(smart_punctuation_next(&at, &plain), '-');
    assert_int_equal(smart_punctuation_next(&at, &plain), 'o');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_turn_to_their_side),
        cmocka_unit_test(apostrophes_close),
        cmocka_unit_test(quotes_of_no_side_stay_straight),
        cmocka_unit_test(addresses_are_left_alone),
        cmocka_unit_test(hyphen_between_spaces_is_a_dash),
        cmocka_unit_test(empty_text_stays_empty),
        cmocka_unit_test(dressed_text_is_as_long_as_its_source),
        cmocka_unit_test(control_characters_draw_nothing),
        cmocka_unit_test(plain_letter_stands_in_for_a_dressed_one),
        cmocka_unit_test(soft_hyphen_is_shown_on_demand),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
