#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mail/send_queue.h"

static void letters_are_taken_in_order(void **state)
{
    struct arena *arena = arena_new();
    const struct send_queue_item items[] = {{7, 0, 0}, {8, 0, 0}, {9, 0, 0}};
    struct send_queue queue = send_queue_make(arena, items, 3);
    struct send_queue_item item;

    for (size_t i = 7; i <= 9; i++) {
        assert_true(send_queue_take(&queue, 1000, &item));
        assert_int_equal(item.index, i);
    }
    assert_false(send_queue_take(&queue, 1000, &item));
    assert_int_equal(queue.out, 3);
    assert_true(send_queue_due(&queue) == INT64_MAX);
    arena_free(arena);
}

static void a_letter_put_off_waits_for_its_time(void **state)
{
    struct arena *arena = arena_new();
    const struct send_queue_item items[] = {{0, 0, 0}, {1, 0, 0}};
    struct send_queue queue = send_queue_make(arena, items, 2);
    struct send_queue_item item;

    assert_true(send_queue_take(&queue, 1000, &item));
    item.due = 1060;
    send_queue_return(&queue, &item);
    assert_true(send_queue_take(&queue, 1000, &item));
    assert_int_equal(item.index, 1);
    send_queue_remove(&queue);
    assert_int_equal(queue.out, 0);
    assert_true(send_queue_due(&queue) == 1060);
    assert_false(send_queue_take(&queue, 1059, &item));
    assert_true(send_queue_take(&queue, 1060, &item));
    assert_int_equal(item.index, 0);
    arena_free(arena);
}

static void an_empty_queue_gives_nothing(void **state)
{
    struct arena *arena = arena_new();
    struct send_queue queue = send_queue_make(arena, NULL, 0);
    struct send_queue_item item;

    assert_false(send_queue_take(&queue, INT64_MAX, &item));
    assert_true(send_queue_due(&queue) == INT64_MAX);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_are_taken_in_order),
        cmocka_unit_test(a_letter_put_off_waits_for_its_time),
        cmocka_unit_test(an_empty_queue_gives_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
