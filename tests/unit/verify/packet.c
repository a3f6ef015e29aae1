#include "verify/packet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int free_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void assert_text(const char *bytes, size_t size, const char *expected)
{
    const char *text = packet_text(arena, bytes, size);

    assert_non_null(text);
    assert_string_equal(text, expected);
}

#define ASSERT_TEXT(bytes, expected)                                           \
    assert_text(bytes, sizeof bytes - 1, expected)
#define ASSERT_REFUSED(bytes)                                                  \
    assert_null(packet_text(arena, bytes, sizeof bytes - 1))

static void utf8_stays(void **state)
{
    (void)state;
    ASSERT_TEXT("<a>\u0175</a>", "<a>\u0175</a>");
    ASSERT_TEXT("\xEF\xBB\xBF<a/>", "<a/>");
    ASSERT_TEXT("", "");
}

static void a_mark_tells_the_form(void **state)
{
    (void)state;
    ASSERT_TEXT("\xFE\xFF\0<\1\x75", "<\u0175");
    ASSERT_TEXT("\xFF\xFE<\0\x75\1", "<\u0175");
    ASSERT_TEXT("\0\0\xFE\xFF\0\0\0<\0\0\1\x75", "<\u0175");
    ASSERT_TEXT("\xFF\xFE\0\0<\0\0\0\x75\1\0\0", "<\u0175");
}

static void zeros_tell_the_form(void **state)
{
    (void)state;
    ASSERT_TEXT("\0<\1\x75", "<\u0175");
    ASSERT_TEXT("<\0\x75\1", "<\u0175");
    ASSERT_TEXT("\0\0\0<\0\0\1\x75", "<\u0175");
    ASSERT_TEXT("<\0\0\0\x75\1\0\0", "<\u0175");
}

/* U+1F600 is D83D DE00 in UTF-16. */
static void surrogates_come_in_pairs(void **state)
{
    (void)state;
    ASSERT_TEXT("\0<\xD8\x3D\xDE\0", "<\U0001F600");
    ASSERT_REFUSED("\0<\xD8\x3D\0a");
    ASSERT_REFUSED("\0<\xD8\x3D");
    ASSERT_REFUSED("\0<\xDE\0");
    ASSERT_REFUSED("\0\0\0<\0\0\xD8\x3D");
}

static void what_is_no_text_is_refused(void **state)
{
    (void)state;
    ASSERT_REFUSED("\xFF");
    ASSERT_REFUSED("a\0b");
    ASSERT_REFUSED("\0<\0\0");
    ASSERT_REFUSED("\0<a");
    ASSERT_REFUSED("\0\0\0<\0\x11\0\0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_stays),
        cmocka_unit_test(a_mark_tells_the_form),
        cmocka_unit_test(zeros_tell_the_form),
        cmocka_unit_test(surrogates_come_in_pairs),
        cmocka_unit_test(what_is_no_text_is_refused),
    };

    return cmocka_run_group_tests(tests, make_arena, free_arena);
}
