#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "pdf/content_cache.h"

static struct plates *plates;

static int open_all(void **state)
{
    (void)state;
    plates = plates_new();
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    plates_free(plates);
    return 0;
}

static struct plate_key key_of(size_t kind, const char *head, const char *body)
{
    return (struct plate_key){.kind = kind,
                              .size = 12,
                              .head = head,
                              .head_size = strlen(head),
                              .body = body,
                              .body_size = strlen(body)};
}

static const struct plate *meet(size_t kind, const char *head, const char *body)
{
    const struct plate_key key = key_of(kind, head, body);
    const struct plate *plate = plates_find(plates, &key);

    return plate ? plate : plates_keep(plates, &key, head, strlen(head));
}

static void what_comes_twice_is_kept(void **state)
{
    const struct plate *plate;

    (void)state;
    assert_null(meet(1, "a line", "glyphs"));
    plate = meet(1, "a line", "glyphs");
    assert_non_null(plate);
    assert_int_equal(plate->size, 6);
    assert_memory_equal(plate->bytes, "a line", 6);
    assert_true(plate->packing.count > 0);
    assert_ptr_equal(meet(1, "a line", "glyphs"), plate);
}

static void every_part_of_a_key_counts(void **state)
{
    const struct plate *plate;

    (void)state;
    meet(1, "one", "two");
    plate = meet(1, "one", "two");
    assert_non_null(plate);
    assert_ptr_not_equal(meet(2, "one", "two"), plate);
    assert_ptr_not_equal(meet(1, "two", "two"), plate);
    assert_ptr_not_equal(meet(1, "one", "too"), plate);
    assert_ptr_not_equal(meet(1, "one", "twos"), plate);
}

static void many_are_forgotten_and_learned_again(void **state)
{
    (void)state;
    for (int i = 0; i < 20000; i++) {
        char head[16];
        snprintf(head, sizeof head, "%d", i);
        plates_begin_letter(plates);
        meet(1, head, "");
        meet(1, head, "");
        assert_non_null(meet(1, head, ""));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_comes_twice_is_kept),
        cmocka_unit_test(every_part_of_a_key_counts),
        cmocka_unit_test(many_are_forgotten_and_learned_again),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
