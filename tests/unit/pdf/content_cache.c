#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "pdf/content_cache.h"

static struct content_cache *content_cache;

static int open_all(void **state)
{
    content_cache = content_cache_new();
    return 0;
}

static int close_all(void **state)
{
    content_cache_free(content_cache);
    return 0;
}

static struct content_cache_key key_of(size_t kind, const char *head,
                                       const char *body)
{
    return (struct content_cache_key){.kind = kind,
                                      .size = 12,
                                      .head = head,
                                      .head_size = strlen(head),
                                      .body = body,
                                      .body_size = strlen(body)};
}

static const struct content_cache_entry *meet(size_t kind, const char *head,
                                              const char *body)
{
    const struct content_cache_key key = key_of(kind, head, body);
    const struct content_cache_entry *cached =
        content_cache_find(content_cache, &key);

    return cached ? cached
                  : content_cache_add(content_cache, &key, head, strlen(head));
}

static void what_comes_twice_is_kept(void **state)
{
    const struct content_cache_entry *cached;

    assert_null(meet(1, "a line", "glyphs"));
    cached = meet(1, "a line", "glyphs");
    assert_non_null(cached);
    assert_int_equal(cached->size, 6);
    assert_memory_equal(cached->bytes, "a line", 6);
    assert_true(cached->packed.count > 0);
    assert_ptr_equal(meet(1, "a line", "glyphs"), cached);
}

static void every_part_of_a_key_counts(void **state)
{
    const struct content_cache_entry *cached;

    meet(1, "one", "two");
    cached = meet(1, "one", "two");
    assert_non_null(cached);
    assert_ptr_not_equal(meet(2, "one", "two"), cached);
    assert_ptr_not_equal(meet(1, "two", "two"), cached);
    assert_ptr_not_equal(meet(1, "one", "too"), cached);
    assert_ptr_not_equal(meet(1, "one", "twos"), cached);
}

static void many_are_forgotten_and_learned_again(void **state)
{
    for (int i = 0; i < 20000; i++) {
        char head[16];
        snprintf(head, sizeof head, "%d", i);
        content_cache_begin_letter(content_cache);
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
