#include "cli/sandbox.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { WELL, LOST, ODD };

/* Which things the child is to die of, and how. */
static int work(size_t index, void *context)
{
    const char *ways = context;

    switch (ways[index]) {
    case 'k':
        signal(SIGABRT, SIG_DFL);
        abort();
    case 's':
        signal(SIGSEGV, SIG_DFL);
        raise(SIGSEGV);
        return WELL;
    case 'x':
        _exit(3);
    case 'o':
        return ODD;
    default:
        return WELL;
    }
}

static int lost(size_t index, void *context)
{
    (void)index;
    (void)context;
    return LOST;
}

static void assert_tally(const char *ways, size_t count, size_t well,
                         size_t dead, size_t odd)
{
    char context[32] = "";
    const struct sandbox sandbox = {work, lost, context};
    size_t tally[SANDBOX_OUTCOMES];

    for (size_t i = 0; i < count; i++)
        context[i] = ways[i];
    assert_true(sandbox_run(&sandbox, count, tally));
    assert_int_equal(tally[WELL], well);
    assert_int_equal(tally[LOST], dead);
    assert_int_equal(tally[ODD], odd);
}

static void outcomes_are_counted(void **state)
{
    (void)state;
    assert_tally("..o.o", 5, 3, 0, 2);
    assert_tally("", 0, 0, 0, 0);
}

static void a_death_costs_one_thing(void **state)
{
    (void)state;
    assert_tally(".k.", 3, 2, 1, 0);
    assert_tally("ksx", 3, 0, 3, 0);
    assert_tally("k..so..x", 8, 4, 3, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outcomes_are_counted),
        cmocka_unit_test(a_death_costs_one_thing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
