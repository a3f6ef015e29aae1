#include "cli/sandbox.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { WELL, LOST, ODD, SPENT };

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
    case 'l':
        for (;;)
            ;
    default:
        return WELL;
    }
}

static int lost(size_t index, enum sandbox_end end, void *context)
{
    (void)index;
    (void)context;
    return end == SANDBOX_SPENT ? SPENT : LOST;
}

static void assert_tally(const char *ways, size_t count, size_t well,
                         size_t dead, size_t odd)
{
    char context[32] = "";
    const struct sandbox sandbox = {work, lost, context, 1};
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
    assert_tally("..o.o", 5, 3, 0, 2);
    assert_tally("", 0, 0, 0, 0);
}

static void a_death_costs_one_thing(void **state)
{
    assert_tally(".k.", 3, 2, 1, 0);
    assert_tally("ksx", 3, 0, 3, 0);
    assert_tally("k..so..x", 8, 4, 3, 1);
}

/* The limit is for each thing, not for all that a child does. */
static void time_is_bounded(void **state)
{
    char context[] = ".l.l.";
    const struct sandbox sandbox = {work, lost, context, 1};
    size_t tally[SANDBOX_OUTCOMES];

    assert_true(sandbox_run(&sandbox, 5, tally));
    assert_int_equal(tally[WELL], 3);
    assert_int_equal(tally[SPENT], 2);
}

/* Tells its number to whoever reads the pipe, and works on. */
static int work_on(size_t index, void *context)
{
    const pid_t self = getpid();

    (void)index;
    (void)!write(*(int *)context, &self, sizeof self);
    while (pause() < 0)
        ;
    return WELL;
}

static void the_child_dies_with_its_parent(void **state)
{
    int ends[2];
    pid_t child = 0;
    pid_t parent;

    assert_int_equal(pipe(ends), 0);
    parent = fork();
    if (parent == 0) {
        const struct sandbox sandbox = {work_on, lost, &ends[1], 0};
        size_t tally[SANDBOX_OUTCOMES];
        (void)sandbox_run(&sandbox, 1, tally);
        _exit(0);
    }
    assert_int_equal(read(ends[0], &child, sizeof child), sizeof child);
    kill(parent, SIGKILL);
    waitpid(parent, NULL, 0);
    /* The pipe ends when nobody is left who could write to it. */
    close(ends[1]);
    assert_int_equal(read(ends[0], &child, sizeof child), 0);
    close(ends[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outcomes_are_counted),
        cmocka_unit_test(a_death_costs_one_thing),
        cmocka_unit_test(time_is_bounded),
        cmocka_unit_test(the_child_dies_with_its_parent),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
