#include "canvas/path_cache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

enum { NUMBERS = 400 };

struct desk {
    struct arena *arena;
    struct path_builder *builder;
    struct path_cache *cache; ///< the builder's
    double numbers[NUMBERS];
};

static int set_up(void **state)
{
    static struct desk desk;

    desk.arena = arena_new();
    desk.builder = path_builder_new();
    desk.cache = path_builder_cache(desk.builder);
    for (int i = 0; i < NUMBERS; i++)
        desk.numbers[i] = i;
    *state = &desk;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *desk = *state;

    path_builder_free(desk->builder);
    arena_free(desk->arena);
    return 0;
}

/* A box of 30 by 20 from (10, 5) on. */
static struct path box(struct desk *desk)
{
    path_rectangle(desk->builder, (struct rect){10, 5, 30, 20});
    return path_finish(desk->builder, desk->arena);
}

static struct path add(struct desk *desk, size_t count)
{
    const struct path path = box(desk);

    return path_cache_add(desk->cache, desk->numbers, count, &path);
}

static void an_outline_is_found_by_all_its_numbers(void **state)
{
    struct desk *desk = *state;
    struct path path;

    add(desk, NUMBERS);
    assert_true(path_cache_find(desk->cache, desk->numbers, NUMBERS, &path));
    assert_int_equal(path.point_count, 4);
    for (int i = 0; i < NUMBERS; i++) {
        desk->numbers[i] += 0.5;
        assert_false(
            path_cache_find(desk->cache, desk->numbers, NUMBERS, &path));
        desk->numbers[i] -= 0.5;
    }
    assert_false(
        path_cache_find(desk->cache, desk->numbers, NUMBERS - 1, &path));
}

static void an_outline_has_its_box_wherever_it_is(void **state)
{
    struct desk *desk = *state;
    const struct point move = {100, 200};
    struct path path = add(desk, 3);
    struct rect rect;

    path.moves = &move;
    rect = path_box(&path);
    assert_true(rect.x == 110 && rect.y == 205);
    assert_true(rect.width == 30 && rect.height == 20);
}

static void no_two_outlines_have_one_stamp(void **state)
{
    struct desk *desk = *state;
    const uint64_t one = add(desk, 3).shared->stamp;
    const uint64_t other = add(desk, 4).shared->stamp;

    assert_true(one != 0 && other != 0 && one != other);
}

/* Whether it is kept shows in its stamp alone. */
static void a_full_cache_gives_outlines_back(void **state)
{
    struct desk *desk = *state;
    struct path path;

    for (int i = 0; i < 5000; i++) {
        desk->numbers[0] = i;
        path = add(desk, NUMBERS);
        assert_non_null(path.shared);
        assert_int_equal(path.point_count, 4);
    }
    assert_true(path.shared->stamp == 0);
    assert_true(path_box(&path).x == 10);
    path_builder_begin(desk->builder);
    assert_false(path_cache_find(desk->cache, desk->numbers, NUMBERS, &path));
    assert_true(add(desk, NUMBERS).shared->stamp != 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(an_outline_is_found_by_all_its_numbers),
        TEST(an_outline_has_its_box_wherever_it_is),
        TEST(no_two_outlines_have_one_stamp),
        TEST(a_full_cache_gives_outlines_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
