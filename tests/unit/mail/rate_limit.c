#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mail/rate_limit.h"

static void letters_leave_at_even_intervals(void **state)
{
    struct rate_limit rate_limit = rate_limit_of(60, 60);

    assert_true(rate_limit_reserve(&rate_limit, 100) == 100);
    assert_true(rate_limit_reserve(&rate_limit, 100) == 101);
    assert_true(rate_limit_reserve(&rate_limit, 100.5) == 102);
}

static void time_that_was_not_used_is_not_made_up_for(void **state)
{
    struct rate_limit rate_limit = rate_limit_of(2, 1);

    assert_true(rate_limit_reserve(&rate_limit, 10) == 10);
    assert_true(rate_limit_reserve(&rate_limit, 50) == 50);
    assert_true(rate_limit_reserve(&rate_limit, 50) == 50.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_leave_at_even_intervals),
        cmocka_unit_test(time_that_was_not_used_is_not_made_up_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
