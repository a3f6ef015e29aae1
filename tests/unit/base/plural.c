#include "base/plural.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void english_has_one_and_other(void **state)
{
    assert_int_equal(plural_choose("en-GB", 0, 2), 1);
    assert_int_equal(plural_choose("en-GB", 1, 2), 0);
    assert_int_equal(plural_choose("en-GB", 2, 2), 1);
    assert_int_equal(plural_choose("en-GB", 1, PLURAL_FORMS), 1);
    assert_int_equal(plural_choose("en-GB", 3, PLURAL_FORMS), 5);
}

/* CLDR: 0 ci, 1 ci, 2 gi, 3 chi, 6 chi, 4 ci */
static void welsh_has_six(void **state)
{
    static const size_t forms[] = {0, 1, 2, 3, 5, 5, 4, 5};

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        assert_int_equal(plural_choose("cy", (int64_t)i, PLURAL_FORMS),
                         forms[i]);
    assert_int_equal(plural_choose("cy-GB", 21, PLURAL_FORMS), 5);
    assert_int_equal(plural_choose("cym", 3, PLURAL_FORMS), 5);
}

static void one_form_serves_all(void **state)
{
    assert_int_equal(plural_choose("en", 1, 1), 0);
    assert_int_equal(plural_choose("en", 7, 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(english_has_one_and_other),
        cmocka_unit_test(welsh_has_six),
        cmocka_unit_test(one_form_serves_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
