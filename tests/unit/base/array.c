#include "base/array.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

struct numbers {
    int64_t *items;
    size_t count;
    size_t capacity;
};

static void a_heap_array_keeps_what_it_holds(void **state)
{
    struct numbers numbers = {NULL, 0, 0};

    for (int64_t i = 0; i < 1000; i++) {
        ARRAY_GROW(numbers.items, numbers.count, numbers.capacity);
        assert_true(numbers.count < numbers.capacity);
        numbers.items[numbers.count++] = i * i;
    }
    for (int64_t i = 0; i < 1000; i++)
        assert_true(numbers.items[i] == i * i);
    free(numbers.items);
}

static void an_array_grows_seldom(void **state)
{
    struct numbers numbers = {NULL, 0, 0};
    size_t capacity = 0;
    int changes = 0;

    for (numbers.count = 0; numbers.count < 100000; numbers.count++) {
        ARRAY_GROW(numbers.items, numbers.count, numbers.capacity);
        changes += numbers.capacity != capacity;
        capacity = numbers.capacity;
    }
    assert_true(changes <= 17); /* 2 to the power of 17 is 131,072 */
    free(numbers.items);
}

static void many_items_are_reserved_at_once(void **state)
{
    struct numbers numbers = {NULL, 0, 0};
    const int64_t *items;

    ARRAY_RESERVE(numbers.items, 70000, numbers.capacity);
    assert_true(numbers.capacity >= 70000);
    items = numbers.items;
    ARRAY_RESERVE(numbers.items, 70000, numbers.capacity);
    assert_ptr_equal(numbers.items, items);
    free(numbers.items);
}

static void an_array_in_an_arena_keeps_what_it_holds(void **state)
{
    struct arena *arena = arena_new();
    struct numbers numbers = {NULL, 0, 0};

    for (int64_t i = 0; i < 1000; i++) {
        ARENA_GROW(arena, numbers.items, numbers.count, numbers.capacity);
        numbers.items[numbers.count++] = -i;
    }
    for (int64_t i = 0; i < 1000; i++)
        assert_true(numbers.items[i] == -i);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_heap_array_keeps_what_it_holds),
        cmocka_unit_test(an_array_grows_seldom),
        cmocka_unit_test(many_items_are_reserved_at_once),
        cmocka_unit_test(an_array_in_an_arena_keeps_what_it_holds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
