#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "pdf/font_encoding.h"

static struct arena *arena;
static struct face *face;

static int set_up(void **state)
{
    struct error err;

    arena = arena_new();
    return face_open("../fonts/LiberationSans-Regular.ttf", &face, &err) !=
           STATUS_OK;
}

static int tear_down(void **state)
{
    face_close(face);
    arena_free(arena);
    return 0;
}

static uint32_t number(const struct font_encoding *encoding, uint32_t glyph,
                       const char *text)
{
    const struct char_code *code =
        font_encoding_find(encoding, glyph, text, strlen(text));

    return code ? code->number : 0;
}

static void add(struct font_encoding *encoding, uint32_t glyph,
                const char *text)
{
    assert_true(font_encoding_add(encoding, glyph, text, strlen(text)));
}

static void ascii_has_its_own_codes(void **state)
{
    struct font_encoding *codes = font_encoding_new(arena, face, NULL);

    add(codes, 68, "a");
    add(codes, 3, " ");
    add(codes, 97, "~");
    assert_int_equal(number(codes, 68, "a"), 'a');
    assert_int_equal(number(codes, 3, " "), ' ');
    assert_int_equal(number(codes, 97, "~"), '~');
    assert_int_equal(number(codes, 69, "a"), 0);
    assert_int_equal(number(codes, 68, "b"), 0);
}

static void other_texts_follow_in_order(void **state)
{
    struct font_encoding *codes = font_encoding_new(arena, face, NULL);

    add(codes, 500, "\u0175");
    add(codes, 501, "ffi");
    add(codes, 502, "w\u0302");
    assert_int_equal(number(codes, 500, "\u0175"), 127);
    assert_int_equal(number(codes, 501, "ffi"), 128);
    assert_int_equal(number(codes, 502, "w\u0302"), 129);
}

static void one_glyph_may_stand_for_two_texts(void **state)
{
    struct font_encoding *codes = font_encoding_new(arena, face, NULL);

    add(codes, 10, "'");
    add(codes, 182, "\u2019");
    add(codes, 182, "'");
    assert_int_equal(number(codes, 10, "'"), '\'');
    assert_int_equal(number(codes, 182, "\u2019"), 127);
    assert_int_equal(number(codes, 182, "'"), 128);
}

static void what_is_there_is_not_added_again(void **state)
{
    struct font_encoding *base = font_encoding_new(arena, face, NULL);
    struct font_encoding *codes;
    size_t count;

    add(base, 68, "a");
    add(base, 68, "a");
    font_encoding_codes(base, &count);
    assert_int_equal(count, 1);
    codes = font_encoding_new(arena, face, base);
    add(codes, 68, "a");
    font_encoding_codes(codes, &count);
    assert_int_equal(count, 0);
    assert_int_equal(number(codes, 68, "a"), 'a');
}

static void codes_go_on_behind_the_base(void **state)
{
    struct font_encoding *base = font_encoding_new(arena, face, NULL);
    struct font_encoding *codes;

    add(base, 500, "\u0175");
    codes = font_encoding_new(arena, face, base);
    add(codes, 99, "x");
    assert_int_equal(number(codes, 99, "x"), 128);
    assert_int_equal(number(base, 99, "x"), 0);
}

static void order_of_addition_does_not_matter_once_sorted(void **state)
{
    struct font_encoding *base = font_encoding_new(arena, face, NULL);
    struct font_encoding *one = font_encoding_new(arena, face, base);
    struct font_encoding *other = font_encoding_new(arena, face, base);
    struct font_encoding *sorted_one = font_encoding_new(arena, face, base);
    struct font_encoding *sorted_other = font_encoding_new(arena, face, base);

    add(one, 7, "x");
    add(one, 5, "xy");
    add(one, 5, "x");
    add(other, 5, "x");
    add(other, 7, "x");
    add(other, 5, "xy");
    assert_true(font_encoding_add_sorted(sorted_one, one));
    assert_true(font_encoding_add_sorted(sorted_other, other));
    assert_false(font_encoding_equal(one, other));
    assert_true(font_encoding_equal(sorted_one, sorted_other));
    assert_int_equal(number(sorted_one, 5, "x"), 127);
    assert_int_equal(number(sorted_one, 5, "xy"), 128);
    assert_int_equal(number(sorted_one, 7, "x"), 129);
}

static void advances_are_the_faces(void **state)
{
    struct font_encoding *codes = font_encoding_new(arena, face, NULL);
    const uint32_t glyph = face_glyph(face, 'A');

    add(codes, glyph, "A");
    /* Arial's A, which Liberation Sans equals, is 1366 of 2048 units wide */
    assert_int_equal(font_encoding_find(codes, glyph, "A", 1)->advance, 1366);
}

static void all_codes_can_be_used_and_no_more(void **state)
{
    struct font_encoding *codes = font_encoding_new(arena, face, NULL);
    char text[5] = "";
    uint32_t letter = 0x10000;

    for (uint32_t i = 127; i <= FONT_ENCODING_LAST; i++, letter++) {
        text[utf8_encode(letter, text)] = '\0';
        add(codes, 1, text);
    }
    assert_int_equal(number(codes, 1, text), FONT_ENCODING_LAST);
    text[utf8_encode(letter, text)] = '\0';
    assert_false(font_encoding_add(codes, 1, text, strlen(text)));
    assert_int_equal(number(codes, 1, "\U00010000"), 127);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(ascii_has_its_own_codes),
        TEST(other_texts_follow_in_order),
        TEST(one_glyph_may_stand_for_two_texts),
        TEST(what_is_there_is_not_added_again),
        TEST(codes_go_on_behind_the_base),
        TEST(order_of_addition_does_not_matter_once_sorted),
        TEST(advances_are_the_faces),
        TEST(all_codes_can_be_used_and_no_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
