#include "base/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"

static void an_empty_map_holds_nothing(void **state)
{
    struct map map = {.count = 0};

    assert_null(map_find_text(&map, "E06000032"));
    assert_null(map_next(&map, NULL));
    map_free(&map);
}

static void a_value_is_found_by_its_key_alone(void **state)
{
    struct map map = {.count = 0};
    int luton;
    int harrow;

    *map_at_text(&map, "Luton") = &luton;
    *map_at_text(&map, "Harrow") = &harrow;
    assert_ptr_equal(map_find_text(&map, "Luton"), &luton);
    assert_ptr_equal(map_find(&map, "Harrow Council", 6), &harrow);
    assert_null(map_find_text(&map, "luton"));
    assert_null(map_find_text(&map, "Lut"));
    assert_null(map_find_text(&map, ""));
    assert_int_equal(map.count, 2);
    map_free(&map);
}

static void an_arena_may_own_the_table(void **state)
{
    struct arena *arena = arena_new();
    struct map map = {.arena = arena};
    int numbers[200];

    for (int i = 0; i < 200; i++) {
        numbers[i] = i;
        *map_at(&map, &numbers[i], sizeof numbers[i]) = &numbers[i];
    }
    for (int i = 0; i < 200; i++)
        assert_ptr_equal(map_find(&map, &i, sizeof i), &numbers[i]);
    arena_free(arena);
}

static void a_second_value_replaces_the_first(void **state)
{
    struct map map = {.count = 0};
    int first;
    int second;

    assert_null(*map_at_text(&map, ""));
    *map_at_text(&map, "") = &first;
    assert_ptr_equal(*map_at_text(&map, ""), &first);
    *map_at_text(&map, "") = &second;
    assert_ptr_equal(map_find_text(&map, ""), &second);
    assert_int_equal(map.count, 1);
    map_free(&map);
}

enum { KEYS = 5000 };

/* 1 + 2 + ... + 5000 = 5000 * 5001 / 2 = 12,502,500 */
static void every_key_is_met_once(void **state)
{
    static char keys[KEYS][8];
    static size_t values[KEYS];
    struct map map = {.count = 0};
    const struct map_entry *entry = NULL;
    size_t sum = 0;

    for (size_t i = 0; i < KEYS; i++) {
        snprintf(keys[i], sizeof keys[i], "%zu", i);
        values[i] = i + 1;
        *map_at_text(&map, keys[i]) = &values[i];
    }
    for (size_t i = 0; i < KEYS; i++)
        assert_ptr_equal(map_find_text(&map, keys[i]), &values[i]);
    while ((entry = map_next(&map, entry)))
        sum += *(const size_t *)entry->value;
    assert_int_equal(sum, 12502500);
    map_free(&map);
    assert_null(map_find_text(&map, keys[0]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_map_holds_nothing),
        cmocka_unit_test(a_value_is_found_by_its_key_alone),
        cmocka_unit_test(an_arena_may_own_the_table),
        cmocka_unit_test(a_second_value_replaces_the_first),
        cmocka_unit_test(every_key_is_met_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
