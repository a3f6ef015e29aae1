#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mail/circuit_breaker.h"

static struct circuit_breaker note(const char *states)
{
    struct circuit_breaker circuit_breaker = {.tried = 0};

    for (; *states; states++)
        circuit_breaker_count(&circuit_breaker,
                              *states == 'a'   ? LEDGER_ACCEPTED
                              : *states == 'r' ? LEDGER_REFUSED
                              : *states == 'u' ? LEDGER_UNKNOWN
                                               : LEDGER_DEFERRED);
    return circuit_breaker;
}

static bool is_blown(const char *states)
{
    const struct circuit_breaker circuit_breaker = note(states);

    return circuit_breaker_is_open(&circuit_breaker);
}

static void nothing_tried_blows_nothing(void **state)
{
    assert_false(is_blown(""));
}

static void five_failures_in_a_row_blow_it(void **state)
{
    assert_false(is_blown("rrrr"));
    assert_true(is_blown("rurur"));
    assert_false(is_blown("rrrrarrrr"));
}

/* 2 of 20 are 10 per cent, 3 are more; below 20 no rate is told. */
static void more_than_one_in_ten_of_twenty_blows_it(void **state)
{
    assert_false(is_blown("raaaaraaaaaaaaaaaaaa"));
    assert_true(is_blown("raaaaraaaaaaaraaaaaa"));
    assert_false(is_blown("raaaaraaaaaaaraaaaa"));
}

static void what_is_put_off_is_no_failure_but_may_be_stuck(void **state)
{
    struct circuit_breaker circuit_breaker = note("dddddddddddddddddddd");

    assert_false(circuit_breaker_is_open(&circuit_breaker));
    assert_true(circuit_breaker_is_stalled(&circuit_breaker));
    circuit_breaker = note("ddddddddddddddddddda");
    assert_false(circuit_breaker_is_stalled(&circuit_breaker));
    assert_true(is_blown("rrdrrdr"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_tried_blows_nothing),
        cmocka_unit_test(five_failures_in_a_row_blow_it),
        cmocka_unit_test(more_than_one_in_ten_of_twenty_blows_it),
        cmocka_unit_test(what_is_put_off_is_no_failure_but_may_be_stuck),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
