#include "verify/claims.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void assert_claims(const char *ua, const char *a, const char *level,
                          const char *expected)
{
    const struct pdf_report pdf_report = {
        .ua_part = ua, .a_part = a, .a_conformance = level};
    struct arena *arena = arena_new();

    assert_string_equal(claims_words(arena, &pdf_report), expected);
    arena_free(arena);
}

static void claims_are_told_as_the_standards_are_named(void **state)
{
    assert_claims("1", "3", "A", "PDF/UA-1 and PDF/A-3a");
    assert_claims("1", NULL, NULL, "PDF/UA-1");
    assert_claims(NULL, "2", "U", "PDF/A-2u");
    assert_claims(" 2 ", "4", NULL, "PDF/UA-2 and PDF/A-4");
}

static void nothing_is_claimed_by_blanks(void **state)
{
    assert_claims(NULL, NULL, NULL, "");
    assert_claims(" ", "", "A", "");
}

static void claims_are_cut_between_characters(void **state)
{
    assert_claims("1234567890123456789\u00e9", NULL, NULL,
                  "PDF/UA-1234567890123456789");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(claims_are_told_as_the_standards_are_named),
        cmocka_unit_test(nothing_is_claimed_by_blanks),
        cmocka_unit_test(claims_are_cut_between_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
