#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <linebreak.h>
#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"
#include "type/break_opportunity.h"
#include "type/smart_punctuation.h"

enum { ROOM = 64 };

/* What libunibreak says of the whole text, at the byte before @p at. */
static bool ask_libunibreak(const char *display_text, size_t length, size_t at)
{
    utf32_t letters[ROOM];
    size_t starts[ROOM];
    char breaks[ROOM];
    const char *next = display_text;
    size_t count = 0;

    while (next < display_text + length) {
        uint32_t plain;
        starts[count] = (size_t)(next - display_text);
        letters[count] = smart_punctuation_next(&next, &plain);
        letters[count] = letters[count] ? letters[count] : 1;
        count++;
    }
    init_linebreak();
    set_linebreaks_utf32(letters, count, "en", breaks);
    for (size_t i = 1; i < count; i++)
        if (starts[i] == at)
            return breaks[i - 1] != LINEBREAK_NOBREAK;
    fail_msg("byte %zu is inside a character", at);
    return false;
}

static bool is_between(const char *a, const char *space, const char *b)
{
    char text[ROOM];
    const struct text_range before = {0, strlen(a)};
    const struct text_range after = {before.end + strlen(space),
                                     before.end + strlen(space) + strlen(b)};
    bool found;

    memcpy(text, a, before.end);
    memcpy(text + before.end, space, strlen(space));
    memcpy(text + after.start, b, strlen(b) + 1);
    found = break_opportunity_between(text, before, after);
    assert_int_equal(found, ask_libunibreak(text, after.end, after.start));
    return found;
}

static void space_between_words_is_one(void **state)
{
    assert_true(is_between("the", " ", "council"));
    assert_true(is_between("council.", " ", "We"));
    assert_true(is_between("council,", "  ", "(we"));
    assert_true(is_between("caf\u00E9", " ", "\u00C9cole"));
    assert_true(is_between("this", " ", "\u2013"));
    assert_true(is_between("\u00A35", "\t", "x"));
}

static void punctuation_is_not_left_alone(void **state)
{
    assert_false(is_between("what", " ", "?"));
    assert_false(is_between("(", " ", "a"));
    assert_false(is_between("\3", " ", "a"));
    assert_false(is_between("a", "  ", "\4"));
    assert_false(is_between("\u201C", " ", "a"));
    assert_false(is_between("'", " ", "("));
}

/* Every pair of what a display text may contain, as one and as two letters. */
static void short_cut_agrees_with_libunibreak(void **state)
{
    static const char *const spaces[] = {" ", "   ", "\t", " \t", "\u2003"};

    for (int a = 1; a < 0x7F; a++)
        for (int b = 1; b < 0x7F; b++)
            for (size_t i = 0; i < 5; i++) {
                const char one[] = {(char)a, 0};
                const char two[] = {'x', (char)a, 0};
                const char next[] = {(char)b, 'y', 0};
                if (strchr(" \t\n\v\f\r\6", a) || strchr(" \t\n\v\f\r\6", b))
                    continue;
                (void)is_between(one, spaces[i], next);
                (void)is_between(two, spaces[i], next);
            }
}

static void wider_letters_agree_with_libunibreak(void **state)
{
    static const char *const letters[] = {
        "\u00A3",     "\u2013", "\u2014", "\u2018",  "\u2019", "\u201C",
        "\u201D",     "\u00AB", "\u00BB", "e\u0301", "\u2026", "\u00A0x",
        "\u4E2D",     "\u3002", "\u300C", "\u05D0",  "\u00AD", "\u2060",
        "\U0001F600", "\u20AC", "\u00B0", "x",       "(",      "/",
    };
    const size_t count = sizeof letters / sizeof *letters;

    for (size_t a = 0; a < count; a++)
        for (size_t b = 0; b < count; b++) {
            (void)is_between(letters[a], " ", letters[b]);
            (void)is_between(letters[a], "\u2009 ", letters[b]);
        }
}

static void expect_inside(const char *word, const char *marks)
{
    struct arena *arena = arena_new();
    const size_t length = strlen(word);
    const unsigned char *found =
        break_opportunity_inside(arena, word, (struct text_range){0, length});

    for (size_t i = 0; i < length; i++)
        if (found[i] != marks[i] - '0')
            fail_msg("%s: byte %zu is %d", word, i, found[i]);
    arena_free(arena);
}

static void hyphens_and_slashes_are_last_resorts(void **state)
{
    expect_inside("well-known", "0000100000");
    expect_inside("and/or", "000100");
    expect_inside("plain", "00000");
    expect_inside("www.a.org/b", "00000000010");
    expect_inside("a\u2014b", "10010");
    expect_inside("2022-23", "0000000");
    expect_inside("x", "0");
}

static void soft_marks_are_told_apart(void **state)
{
    expect_inside("co\u00ADop", "000200");
    expect_inside("co\u200Bop", "0000300");
    expect_inside("co\u2060op", "0000000");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(space_between_words_is_one),
        cmocka_unit_test(punctuation_is_not_left_alone),
        cmocka_unit_test(short_cut_agrees_with_libunibreak),
        cmocka_unit_test(wider_letters_agree_with_libunibreak),
        cmocka_unit_test(hyphens_and_slashes_are_last_resorts),
        cmocka_unit_test(soft_marks_are_told_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
