#include "letter/uri.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_uri(const char *target, bool bare, const char *expected)
{
    struct arena *arena = arena_new();
    const char *uri = NULL;
    const char *fault = uri_make(arena, target, bare, &uri);

    assert_string_equal(fault ? fault : "", "");
    assert_string_equal(uri, expected);
    arena_free(arena);
}

static void assert_fault(const char *target, const char *expected)
{
    struct arena *arena = arena_new();
    const char *uri = NULL;
    const char *fault = uri_make(arena, target, false, &uri);

    assert_string_equal(fault ? fault : uri, expected);
    arena_free(arena);
}

static void legal_uris_stay_as_they_are(void **state)
{
    static const char *const uris[] = {
        "http://a.example",
        "HTTPS://a.example/b;c=d,e?f=g&h#i",
        "https://[::1]:8080/%C3%A9/~a(b)*'!$",
        "mailto:a.b@c.example?subject=d",
    };

    for (size_t i = 0; i < sizeof uris / sizeof *uris; i++)
        assert_uri(uris[i], false, uris[i]);
}

static void what_a_uri_may_not_hold_is_encoded(void **state)
{
    assert_uri("https://a.example/b c\"<d>%4\xC3\xA9|`^{}\\%20", false,
               "https://a.example/b%20c%22%3Cd%3E%254%C3%A9%7C%60%5E%7B%7D%5C"
               "%20");
}

static void www_is_enough(void **state)
{
    assert_uri("www.a.example/b", false, "https://www.a.example/b");
    assert_uri("a@b.example", true, "mailto:a@b.example");
}

static void other_schemes_are_refused(void **state)
{
    assert_fault("", "the link leads nowhere");
    assert_fault("javascript:alert(1)",
                 "\"javascript:alert(1)\" is no http, https or mailto address; "
                 "a web address begins with https://");
    assert_fault("a@b.example",
                 "\"a@b.example\" is no http, https or mailto address; a web "
                 "address begins with https://");
    assert_fault("https:///b", "\"https:///b\" leads nowhere");
    assert_fault("www.", "\"www.\" leads nowhere");
    assert_fault("mailto:@b", "\"mailto:@b\" leads nowhere");
    assert_fault("https://a\nb", "\"https://a\nb\" holds a line end or a tab");
}

static void values_are_data_in_a_query(void **state)
{
    struct buffer target = buffer_new(1024);

    uri_add_value(&target, "https://a.example/b?c=d");
    buffer_clear(&target);
    buffer_add_text(&target, "https://a.example/");
    uri_add_value(&target, "b/c&d");
    buffer_add_text(&target, "?e=");
    uri_add_value(&target, "f&g+h#i=j");
    assert_string_equal(buffer_text(&target),
                        "https://a.example/b/c&d?e=f%26g%2Bh%23i=j");
    buffer_free(&target);
}

#define TEST(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(legal_uris_stay_as_they_are),
        TEST(what_a_uri_may_not_hold_is_encoded),
        TEST(www_is_enough),
        TEST(other_schemes_are_refused),
        TEST(values_are_data_in_a_query),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
